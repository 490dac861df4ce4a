import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { tableFileUnreadable } from './errors.ts';

/** A file of tables on its way to whoever parses it. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

// A million cells are some 80 MB of JSON.
const mostBytes = 256 * 1024 * 1024;

/** The text of a file of tables, unpacked when it is compressed. Throws `disclosure.table-file-unreadable`. */
export async function readTablesFile(path: string): Promise<NamedText> {
  const name = basename(path);
  const fault = (problem: string, cause?: unknown) =>
    tableFileUnreadable.with({ file: name, where: 'the whole file', problem }, cause);
  let bytes: Buffer = await readFile(path).catch((cause: unknown) => {
    throw fault('it cannot be read', cause);
  });
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    bytes = await promisify(gunzip)(bytes, { maxOutputLength: mostBytes }).catch((cause: unknown) => {
      throw fault('it is not whole, or larger than 256 MB when unpacked', cause);
    });
  }
  if (bytes.length > mostBytes) throw fault('it is larger than 256 MB: split it by a dimension');
  try {
    return { name, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (cause) {
    throw fault('it is not UTF-8 text', cause);
  }
}
