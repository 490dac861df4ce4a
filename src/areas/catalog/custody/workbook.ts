import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { OakError } from '../../../core/error.ts';
import { unreadableFile } from '../../../core/request-errors.ts';
import type { Context } from '../../handler.ts';
import { nothingSent, pathNotAllowed } from '../errors.ts';
import { checkUnpackedSize, readZipDirectory } from '../source/zip-directory.ts';
import { notAWorkbook, workbookTooLarge } from './errors.ts';

/** Lists of this kind are some 100 kB; one of a million is not one. */
const mostBytes = 20 * 1024 ** 2;
const mostUnpackedBytes = 100 * 1024 ** 2;

export interface Sheet {
  readonly name: string;
  /** Cells as text, trimmed; rows as the spreadsheet counts them, from 0. */
  readonly rows: readonly (readonly string[])[];
}

/**
 * Reads a small workbook that was sent, or named by its path on the command line. One that unpacks to more than such a
 * list can be, or brings a document type of its own (the way to XML bombs), is refused before it is read. Throws
 * `catalog.not-a-workbook`, `catalog.workbook-too-large`.
 */
export async function readSheets(
  context: Pick<Context, 'upload' | 'actor'>,
  input: { readonly path?: string | undefined; readonly file?: string | undefined },
): Promise<{ readonly file: string; readonly sheets: readonly Sheet[] }> {
  const path = input.path ?? input.file;
  const file = basename((context.upload?.filename ?? path ?? '').replaceAll('\\', '/')) || 'the file';
  const bytes = await bytesOf(context, path, file);
  const folder = await mkdtemp(join(tmpdir(), 'oak-workbook-'));
  try {
    const copy = join(folder, 'workbook.xlsx');
    await writeFile(copy, bytes, { mode: 0o600 });
    await checkWorkbook(copy, file);
    const { default: readWorkbook } = await import('read-excel-file/node');
    const sheets = await readWorkbook(bytes, { trim: false, parseNumber: (text: string) => text }).catch(
      (cause: unknown) => {
        throw notAWorkbook.with({ file, because: 'it is damaged' }, cause);
      },
    );
    return { file, sheets: sheets.map(({ sheet, data }) => ({ name: sheet, rows: data.map(textsOf) })) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function checkWorkbook(path: string, file: string): Promise<void> {
  try {
    const entries = await readZipDirectory(path, file);
    if (!entries.some(({ name }) => name === 'xl/workbook.xml'))
      throw notAWorkbook.with({ file, because: 'it is an archive of another kind' });
    await checkUnpackedSize(path, entries, mostUnpackedBytes, file, { refuseDocumentTypes: true });
  } catch (error) {
    if (!(error instanceof OakError) || error.code === notAWorkbook.code) throw error;
    if (error.code === 'catalog.unpacks-too-large')
      throw workbookTooLarge.with({ file, most: '100 MB unpacked' }, error);
    throw notAWorkbook.with({ file, because: 'it is no workbook, or not a whole one' }, error);
  }
}

async function bytesOf(
  context: Pick<Context, 'upload' | 'actor'>,
  path: string | undefined,
  file: string,
): Promise<Buffer> {
  if (context.upload !== undefined) {
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const part of context.upload.stream) {
      size += part.length;
      if (size > mostBytes) throw workbookTooLarge.with({ file, most: '20 MB' });
      parts.push(part);
    }
    return Buffer.concat(parts);
  }
  if (path === undefined) throw nothingSent.with({});
  if (context.actor.kind !== 'operator' && context.actor.kind !== 'system') throw pathNotAllowed.with({});
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw unreadableFile.with({ file, because: 'there is no such file, or it may not be read' }, cause);
  });
  if (bytes.length > mostBytes) throw workbookTooLarge.with({ file, most: '20 MB' });
  return bytes;
}

const textsOf = (cells: readonly unknown[]): string[] =>
  cells.map((cell) => {
    if (cell === null || cell === undefined) return '';
    if (cell instanceof Date) return cell.toISOString().slice(0, 10);
    return String(cell).replaceAll('\r\n', '\n').trim();
  });

/** A table in a sheet: where its columns stand, by the names asked for, in any case and spacing. */
export function findTable<Column extends string>(
  sheet: Sheet,
  columns: Readonly<Record<Column, readonly string[]>>,
): { readonly head: number; readonly at: Readonly<Partial<Record<Column, number>>> } | undefined {
  const normal = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, ' ')
      .trim();
  for (const [head, row] of sheet.rows.slice(0, 10).entries()) {
    const names = row.map(normal);
    const found = Object.entries(columns).flatMap(([column, spellings]) => {
      const wanted = (spellings as readonly string[]).map(normal);
      const at = names.findIndex((name) => wanted.includes(name));
      return at === -1 ? [] : [[column, at] as const];
    });
    if (found.length > 1) return { head, at: Object.fromEntries(found) as Partial<Record<Column, number>> };
  }
  return undefined;
}
