import { open } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { ident, integer, join, literal, type Sql, sql } from '../../../engine/sql.ts';
import { noRows, nothingReadable } from '../errors.ts';
import { castCell } from './cast-cell.sql.ts';
import { nameColumns } from './column-names.ts';
import { ColumnTally } from './column-tally.ts';
import { detectLayout, type Layout } from './detect-dialect.ts';
import { layoutBytes } from './limits.ts';
import { NormalisedFile } from './normalised-file.ts';
import { readTable } from './read-table.ts';
import type { RecordReader } from './record-reader.ts';
import { type SettledType, settleType } from './settle-type.ts';
import type { Reading, StagedColumn, StagedTable } from './staged-table.ts';

/** A UTF-8 file of delimited records, with what is known of how it got there. */
export interface DelimitedText {
  readonly path: string;
  readonly bytes: number;
  readonly encoding: string;
  readonly hasMark: boolean;
}

/**
 * Reads a delimited file through once: layout from its head, types from all of its cells. When the file is written in
 * the strict form, the engine then reads it as it is; otherwise it is rewritten first, and rows that cannot be told
 * apart are set aside. `rewrite` asks for the second way at once.
 */
export async function stageText(
  text: DelimitedText,
  reading: Reading,
  rewrite = false,
): Promise<StagedTable> {
  const from = text.hasMark ? 3 : 0;
  const layout = detectLayout(await headOf(text, from), text.bytes - from <= layoutBytes, {
    delimiter: codeOf(reading.options.delimiter),
    quote: codeOf(reading.options.quote),
    header: reading.options.header,
  });
  const tallies: ColumnTally[] = Array.from({ length: layout.width }, () => new ColumnTally());
  let firstReason = '';
  let rowsRead = 0;
  const { width } = layout;
  const counts = await readTable(
    text.path,
    layout,
    {
      row: (bytes, reader, row) => {
        const { starts, ends } = reader;
        rowsRead = row;
        for (let at = 0; at < width; at++) tallies[at]!.note(bytes, starts[at]!, ends[at]!);
      },
      quarantined: ({ reason }) => {
        firstReason ||= reason;
      },
    },
    {
      from,
      signal: reading.signal,
      // How many rows there will be is judged from the bytes so far.
      onBytes: (done) =>
        reading.progress(
          'Reading rows',
          rowsRead,
          Math.round((rowsRead * text.bytes) / Math.max(1, done)),
          'rows',
        ),
    },
  );
  const rowsStored = counts.rows - counts.quarantined;
  if (counts.rows === 0) throw noRows.with({ file: reading.filename, columns: width });
  if (rowsStored === 0) {
    throw nothingReadable.with({ file: reading.filename, rows: counts.rows, reason: firstReason });
  }
  const direct =
    !rewrite &&
    counts.quarantined === 0 &&
    isStrict(counts.reader, layout, counts.trimmed, counts.titles.length);
  const written = direct ? undefined : await rewriteRows(text, layout, reading, from);
  const columns = stageColumns(counts.titles, tallies, reading, undefined, layout.header);
  const { dialect } = layout;
  return {
    columns,
    relation: direct
      ? directRelation(text, layout, counts.reader)
      : normalisedRelation(written!.path, width, written!.longest),
    rowsIn: counts.rows,
    rowsQuarantined: counts.quarantined,
    quarantine: written?.quarantine,
    mediaType: dialect.delimiter === 0x09 ? 'text/tab-separated-values' : 'text/csv',
    dialect: {
      format: dialect.delimiter === 0x09 ? 'TSV' : 'CSV',
      encoding: text.encoding,
      ...(width > 1 ? { delimiter: String.fromCharCode(dialect.delimiter) } : {}),
      ...(dialect.quote === 0x22 ? {} : { quote: String.fromCharCode(dialect.quote) }),
      ...(dialect.escape === dialect.quote ? {} : { escape: String.fromCharCode(dialect.escape) }),
      lineEnd: lineEnd(counts.reader),
      header: layout.header,
      ...(layout.preamble > 0 ? { linesAboveHead: layout.preamble } : {}),
      ...(counts.blankLines > 0 ? { blankLines: counts.blankLines } : {}),
      ...(counts.trimmed > 0 ? { rowsWithEmptyCellsBeyondTheHead: counts.trimmed } : {}),
    },
    direct,
  };
}

/** Columns with their settled types, over cells `c0`, `c1` … of text. */
export function stageColumns(
  titles: readonly string[],
  tallies: readonly ColumnTally[],
  reading: Pick<Reading, 'options' | 'customs'>,
  preset: (at: number) => SettledType | undefined = () => undefined,
  hasHead = true,
): StagedColumn[] {
  return nameColumns(titles, hasHead).map(({ name, title, note }, at) => {
    const tally = tallies[at]!;
    const given = reading.options.types?.[name];
    const settled = preset(at) ?? settleType(tally, reading.customs, given);
    const text = ident(`c${at}`);
    const stays = settled.type === 'text' || settled.type === 'json' || settled.type === 'geometry';
    return {
      name,
      title,
      type: settled.type,
      precision: settled.precision,
      scale: settled.scale,
      value: castCell(text, settled),
      text,
      settled,
      expected: stays ? tally.filled + tally.spaces : undefined,
      notes: [...(note === undefined ? [] : [note]), ...settled.notes],
    };
  });
}

/** Rows rewritten by {@link NormalisedFile}: `_row`, then cells `c0`, `c1` … */
export function normalisedRelation(path: string, width: number, longest: number): Sql {
  const names = ['_row', ...cellNames(width)];
  return readCsv(path, names, { delimiter: ',', header: false, lineEnd: 'LF', longest, numbered: true });
}

function directRelation(text: DelimitedText, layout: Layout, reader: RecordReader): Sql {
  const source = readCsv(text.path, cellNames(layout.width), {
    delimiter: String.fromCharCode(layout.dialect.delimiter),
    header: layout.header,
    // Left to itself, the engine takes the first line end it meets, also one inside a quoted cell.
    lineEnd: reader.departures.crlf > 0 ? 'CR LF' : 'LF',
    longest: reader.longest,
    numbered: false,
  });
  return sql`(select row_number() over () as _row, * from ${source})`;
}

const cellNames = (width: number) => Array.from({ length: width }, (_, at) => `c${at}`);

function readCsv(
  path: string,
  names: readonly string[],
  as: { delimiter: string; header: boolean; lineEnd: 'LF' | 'CR LF'; longest: number; numbered: boolean },
): Sql {
  const columns = names.map(
    (name) => sql`${literal(name)}: ${as.numbered && name === '_row' ? sql`'BIGINT'` : sql`'VARCHAR'`}`,
  );
  const lineBytes = Math.max(2_000_000, as.longest + 1024);
  return sql`read_csv(${literal(path)}, auto_detect = false, delim = ${literal(as.delimiter)}, quote = '"', escape = '"',
    header = ${as.header ? sql`true` : sql`false`}, new_line = ${as.lineEnd === 'LF' ? sql`'\\n'` : sql`'\\r\\n'`}, strict_mode = false, nullstr = '', compression = 'none',
    max_line_size = ${integer(lineBytes)}${as.longest > 500_000 ? sql`, buffer_size = ${integer(lineBytes * 2)}` : sql``},
    columns = {${join(columns)}})`;
}

function isStrict(reader: RecordReader, layout: Layout, trimmed: number, titles: number): boolean {
  const { loneCr, crlf, lf, looseQuotes, padded, blanks, damaged } = reader.departures;
  return (
    loneCr + looseQuotes + padded + blanks + damaged + trimmed + layout.preamble === 0 &&
    (crlf === 0 || lf === 0) &&
    layout.dialect.quote === 0x22 &&
    layout.dialect.escape === 0x22 &&
    layout.dialect.delimiter !== 0x1f &&
    titles === layout.width
  );
}

async function rewriteRows(text: DelimitedText, layout: Layout, reading: Reading, from: number) {
  const rows = await NormalisedFile.create(joinPath(reading.workFolder, 'rows.csv'));
  const aside = await NormalisedFile.create(joinPath(reading.workFolder, 'aside.csv'));
  let setAside = 0;
  try {
    await readTable(
      text.path,
      layout,
      {
        row: (bytes, reader, row) => rows.cells(row, bytes, reader, layout.width, layout.dialect),
        quarantined: (one) => {
          setAside++;
          aside.texts(one.row, [String(one.line), one.text, one.reason]);
        },
      },
      {
        from,
        signal: reading.signal,
        onBytes: (done) => reading.progress('Setting rows in order', done, text.bytes, 'bytes'),
        drained: () => rows.drained(),
      },
    );
  } finally {
    await rows.close();
    await aside.close();
  }
  return { path: rows.path, longest: rows.longest, quarantine: setAside > 0 ? aside : undefined };
}

async function headOf(text: DelimitedText, from: number): Promise<Buffer> {
  const file = await open(text.path, 'r');
  try {
    const head = Buffer.alloc(Math.min(layoutBytes, Math.max(0, text.bytes - from)));
    const { bytesRead } = await file.read(head, 0, head.length, from);
    return head.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

const spelled: Record<string, string> = {
  tab: '\t',
  comma: ',',
  semicolon: ';',
  pipe: '|',
  space: ' ',
  '\\t': '\t',
};
const codeOf = (given: string | undefined) =>
  given === undefined ? undefined : (spelled[given] ?? given).charCodeAt(0);

function lineEnd({ departures: { loneCr, crlf, lf } }: RecordReader): string {
  const found = [crlf > 0 ? 'CR LF' : '', lf > 0 ? 'LF' : '', loneCr > 0 ? 'CR' : ''].filter(
    (one) => one !== '',
  );
  return found.join(' and ') || 'none';
}
