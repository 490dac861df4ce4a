import { open } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { noRows, nothingReadable } from '../errors.ts';
import { ColumnTally } from './column-tally.ts';
import { directRelation, normalisedRelation } from './csv-relation.sql.ts';
import { detectLayout, type Layout } from './detect-dialect.ts';
import { layoutBytes } from './limits.ts';
import { NormalisedFile } from './normalised-file.ts';
import { readTable } from './read-table.ts';
import type { RecordReader } from './record-reader.ts';
import { stageColumns } from './stage-columns.ts';
import type { Reading, StagedTable } from './staged-table.ts';

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
  if (counts.rows === 0) throw noRows.with({ file: reading.filename, columns: counts.titles.length });
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
      ? directRelation(text.path, layout, counts.reader)
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
