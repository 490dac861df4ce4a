import { headUnreadable, tooManyColumns } from '../errors.ts';
import type { Layout } from './detect-dialect.ts';
import { columnCountLimit, maxRecordBytes } from './limits.ts';
import { type FilePass, readRecords } from './read-file.ts';
import { cellForm, type Damage, RecordReader, type RecordSink } from './record-reader.ts';

/** A row set aside whole. `row` counts data rows from 1, as `_row` does; `line` counts physical lines, head included. */
export interface QuarantinedRow {
  readonly row: number;
  readonly line: number;
  readonly text: string;
  readonly reason: string;
}

export interface TableListener {
  /** Once, before any row: the head's cells, or none when the file has no head. */
  head?(titles: readonly string[]): void;
  /** A row of exactly the head's width; cell bounds lie in `reader`. */
  row(bytes: Uint8Array, reader: RecordReader, row: number): void;
  quarantined(row: QuarantinedRow): void;
}

export interface TableCounts {
  /** Data rows met, quarantined ones too. */
  rows: number;
  quarantined: number;
  blankLines: number;
  /** Rows with empty cells beyond the head's last, which were dropped. */
  trimmed: number;
  titles: readonly string[];
}

/** Reads a whole delimited file as a table: head, rows, and the rows that cannot be told apart. */
export async function readTable(
  path: string,
  layout: Layout,
  listener: TableListener,
  pass: FilePass,
): Promise<TableCounts & { readonly reader: RecordReader }> {
  const sink = new TableSink(layout, listener);
  const reader = new RecordReader(layout.dialect, sink, maxRecordBytes);
  sink.reader = reader;
  reader.width = layout.width;
  await readRecords(path, reader, pass);
  return { ...sink.counts, reader };
}

class TableSink implements RecordSink {
  readonly counts: TableCounts = { rows: 0, quarantined: 0, blankLines: 0, trimmed: 0, titles: [] };
  reader!: RecordReader;
  private readonly layout: Layout;
  private readonly listener: TableListener;
  private above: number;
  private begun = false;

  constructor(layout: Layout, listener: TableListener) {
    this.layout = layout;
    this.listener = listener;
    this.above = layout.preamble;
  }

  record(bytes: Uint8Array, count: number, line: number): void {
    if (!this.begun) {
      if (this.above > 0) {
        this.above--;
        return;
      }
      if (count > columnCountLimit) throw tooManyColumns.with({ columns: count, most: columnCountLimit });
      this.begun = true;
      if (this.layout.header) {
        this.counts.titles = alignTitles(this.texts(bytes, count), this.layout.width);
        this.listener.head?.(this.counts.titles);
        return;
      }
      this.counts.titles = Array.from({ length: this.layout.width }, () => '');
      this.listener.head?.(this.counts.titles);
    }
    const { width } = this.layout;
    const row = ++this.counts.rows;
    if (count === width) {
      this.listener.row(bytes, this.reader, row);
      return;
    }
    if (count > width && this.restIsEmpty(width, count)) {
      this.counts.trimmed++;
      this.listener.row(bytes, this.reader, row);
      return;
    }
    const from = this.reader.starts[0]! - (this.reader.forms[0] === cellForm.plain ? 0 : 1);
    const to = this.reader.ends[count - 1]! + (this.reader.forms[count - 1] === cellForm.plain ? 0 : 1);
    this.setAside(
      row,
      line,
      bytes,
      from,
      to,
      `${count} ${count === 1 ? 'cell' : 'cells'} where the head has ${width}.`,
    );
  }

  damaged(
    bytes: Uint8Array,
    start: number,
    end: number,
    line: number,
    damage: Damage,
    totalBytes: number,
  ): void {
    if (!this.begun) {
      if (this.above > 0) {
        this.above--;
        return;
      }
      throw headUnreadable.with({ line });
    }
    this.setAside(++this.counts.rows, line, bytes, start, end, reasons[damage](totalBytes));
  }

  blank(line: number): void {
    if (this.begun && this.layout.width === 1) {
      this.listener.row(new Uint8Array(0), this.reader, ++this.counts.rows);
      return;
    }
    if (this.begun || line > 0) this.counts.blankLines++;
  }

  private setAside(
    row: number,
    line: number,
    bytes: Uint8Array,
    from: number,
    to: number,
    reason: string,
  ): void {
    this.counts.quarantined++;
    this.listener.quarantined({ row, line, text: visibleText(bytes.subarray(from, to)), reason });
  }

  private restIsEmpty(width: number, count: number): boolean {
    for (let at = width; at < count; at++) if (this.reader.ends[at]! > this.reader.starts[at]!) return false;
    return true;
  }

  private texts(bytes: Uint8Array, count: number): string[] {
    return Array.from({ length: count }, (_, at) => cellText(bytes, this.reader, at, this.layout.dialect));
  }
}

const reasons: Record<Damage, (bytes: number) => string> = {
  nul: () => 'Holds NUL bytes.',
  'quote-not-closed': () => 'A quote opens and never closes.',
  'text-after-quote': () => 'A quote closes in the middle of a cell.',
  'too-long': (bytes) =>
    `One line of ${bytes} bytes: too long for a row; its beginning is kept here, all of it in the source file.`,
};

/** A head one short is the head of a table whose first column holds row names; empty names at its end are dropped. */
function alignTitles(titles: string[], width: number): string[] {
  if (titles.length === width - 1) return ['', ...titles];
  if (titles.length < width) return [...titles, ...Array.from({ length: width - titles.length }, () => '')];
  return titles.slice(0, width);
}

/** The text of a cell with its quotes undone. */
export function cellText(
  bytes: Uint8Array,
  reader: RecordReader,
  at: number,
  dialect: Layout['dialect'],
): string {
  const text = Buffer.from(bytes.subarray(reader.starts[at]!, reader.ends[at]!)).toString('utf8');
  if (reader.forms[at] !== cellForm.escaped) return text;
  const quote = String.fromCharCode(dialect.quote);
  return dialect.escape === dialect.quote
    ? text.replaceAll(quote + quote, quote)
    : text.replace(/\\([\s\S])/g, '$1');
}

/** Text that can be stored and shown: a NUL byte reads `\0`. */
const visibleText = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8').replaceAll('\0', '\\0');
