import type { Engine } from '../../../engine/engine.ts';
import { ident, sql } from '../../../engine/sql.ts';
import { tooFewRecords } from '../errors.ts';
import type { TextColumn, TextTable } from '../prepare/columns.ts';
import { allRecords, type RecordSource, recordRelation } from './record-source.ts';

/** Records of all files in memory, column by column, and how many each file has. */
export interface ReadRecords {
  readonly table: TextTable;
  readonly files: readonly { readonly file: string; readonly records: number; readonly unreadable: number }[];
}

/** Reads the wanted columns. The sides of a link stand one after the other: the left file's records come first. */
export async function readRecords(
  engine: Engine,
  sources: readonly RecordSource[],
  wanted: readonly string[],
  isLink: boolean,
): Promise<ReadRecords> {
  const files: ReadRecords['files'][number][] = [];
  const parts: TextColumn[][] = [];
  for (const source of sources) {
    const columns = await engine.columns(recordRelation(source, wanted), { step: 'record_values' });
    const records = columns[0]?.codes.length ?? 0;
    files.push({ file: source.path, records, unreadable: await unreadable(engine) });
    parts.push(columns);
  }
  const rows = files.reduce((sum, { records }) => sum + records, 0);
  for (const { file, records } of files)
    if (records === 0 || (rows < 2 && !isLink)) throw tooFewRecords.with({ file, records });
  return {
    files,
    table: {
      rows,
      leftRows: isLink ? files[0]!.records : undefined,
      columns: wanted.map((_, at) =>
        joined(
          parts.map((columns) => columns[at]!),
          rows,
        ),
      ),
    },
  };
}

/** Lines that DuckDB could not tell apart into fields since the last file. */
async function unreadable(engine: Engine): Promise<number> {
  try {
    const [row] = await engine.rows<{ lines: number }>(
      sql`SELECT count(DISTINCT line)::integer AS lines FROM reject_errors`,
      { step: 'unreadable_lines' },
    );
    await engine.run(sql`DROP TABLE IF EXISTS reject_errors`, { step: 'unreadable_lines' });
    await engine.run(sql`DROP TABLE IF EXISTS reject_scans`, { step: 'unreadable_lines' });
    return row?.lines ?? 0;
  } catch {
    // There is no such table before the first CSV file.
    return 0;
  }
}

/** One column out of the same column of several files. */
function joined(parts: readonly TextColumn[], rows: number): TextColumn {
  if (parts.length === 1) return parts[0]!;
  const codes = new Int32Array(rows);
  const values = [''];
  const known = new Map<string, number>();
  let from = 0;
  for (const part of parts) {
    const numbers = Int32Array.from(part.values, (text, at) => {
      if (at === 0) return 0;
      const number = known.get(text);
      if (number !== undefined) return number;
      known.set(text, values.length);
      return values.push(text) - 1;
    });
    for (let row = 0; row < part.codes.length; row++) codes[from + row] = numbers[part.codes[row]!]!;
    from += part.codes.length;
  }
  return { name: parts[0]!.name, codes, values };
}

/** Records whose id is missing or not their own; in a link each side has its own ids. */
export async function repeatedIds(
  engine: Engine,
  sources: readonly RecordSource[],
  id: string,
  isLink: boolean,
): Promise<number> {
  let repeated = 0;
  for (const group of isLink ? sources.map((source) => [source]) : [sources]) {
    const [row] = await engine.rows<{ repeated: number }>(
      sql`SELECT (count(*) - count(DISTINCT nullif(${ident(id)}, '')))::integer AS repeated FROM (${allRecords(group, [id])})`,
      { step: 'repeated_ids' },
    );
    repeated += row!.repeated;
  }
  return repeated;
}
