/** How a delimited file is written. Bytes, because every encoding we read is brought to UTF-8 first. */
export interface Dialect {
  readonly delimiter: number;
  /** 0 where cells are never quoted. */
  readonly quote: number;
  /** The quote itself (doubled), or a backslash. */
  readonly escape: number;
}

/** Faults of one record that do not stop it from being told apart, and those that do. */
export type Damage = 'nul' | 'quote-not-closed' | 'text-after-quote' | 'too-long';

/** Receives records as they are read. Cell bounds lie in the reader's `starts` and `ends`, and hold until it returns. */
export interface RecordSink {
  /** `count` cells of the record that began on physical line `line`. */
  record(bytes: Uint8Array, count: number, line: number): void;
  /** A stretch that could not be told apart: one physical line, or the head of one that is too long. */
  damaged(
    bytes: Uint8Array,
    start: number,
    end: number,
    line: number,
    damage: Damage,
    totalBytes: number,
  ): void;
  /** A line with nothing on it. */
  blank(line: number): void;
}

/** A cell's text lies between its bounds as it is, or holds doubled or escaped quotes to be undone. */
export const cellForm = { plain: 0, quoted: 1, escaped: 2 } as const;

const [lf, cr, space, nul] = [0x0a, 0x0d, 0x20, 0x00];

/**
 * A streaming reader of delimited records after RFC 4180, with the liberties real files take: any line end, a quote
 * inside an unquoted cell is an ordinary character, spaces around a quoted cell are dropped. A quote that never
 * closes, or closes in the middle of a cell, costs its own physical line and nothing after it: reading goes on at
 * the next line.
 */
export class RecordReader {
  starts = new Int32Array(64);
  ends = new Int32Array(64);
  forms = new Uint8Array(64);
  /** The physical line about to be read, from 1. */
  line = 1;
  /** What the file departed in from the strict form a database reads safely. */
  readonly departures = {
    loneCr: 0,
    crlf: 0,
    lf: 0,
    looseQuotes: 0,
    padded: 0,
    blanks: 0,
    damaged: 0,
    escapes: 0,
  };
  /** Longest record seen, in bytes. */
  longest = 0;
  /** Once a line has ended otherwise, a carriage return alone ends a record only where this width is reached. */
  width = 0;
  private readonly stops = new Uint8Array(256);
  private readonly dialect: Dialect;
  private readonly sink: RecordSink;
  private readonly maxRecordBytes: number;
  /** Inside a line that is too long: bytes already passed over. */
  private skipping = 0;

  constructor(dialect: Dialect, sink: RecordSink, maxRecordBytes: number) {
    this.dialect = dialect;
    this.sink = sink;
    this.maxRecordBytes = maxRecordBytes;
    this.stops[dialect.delimiter] = 1;
    this.stops[lf] = 2;
    this.stops[cr] = 3;
    this.stops[nul] = 4;
    if (dialect.quote !== 0) this.stops[dialect.quote] = 5;
  }

  /**
   * Reads the whole records in `bytes` from `start` to `end` and returns where the first unfinished one begins.
   * `last` says that nothing follows. When nothing could be read, the caller comes back with more.
   */
  read(bytes: Uint8Array, start: number, end: number, last: boolean): number {
    let at = start;
    while (at < end) {
      const next =
        this.skipping > 0 ? this.skipLine(bytes, at, end, last) : this.record(bytes, at, end, last);
      if (next < 0) break;
      if (next - at > this.longest) this.longest = next - at;
      at = next;
    }
    return at;
  }

  private record(bytes: Uint8Array, from: number, end: number, last: boolean): number {
    const { stops, dialect } = this;
    const { delimiter, quote } = dialect;
    let at = from;
    let count = 0;
    let lines = 1;
    for (;;) {
      if (count === this.starts.length) this.widen();
      let cell = at;
      // Spaces before a quote belong to nothing.
      if (quote !== 0 && bytes[at] === space && at < end) {
        while (at < end && bytes[at] === space) at++;
        if (at === end && !last) return this.unfinished(bytes, from, end);
        if (at < end && bytes[at] === quote) {
          cell = at;
          this.departures.padded++;
        } else at = cell;
      }
      if (quote !== 0 && at < end && bytes[at] === quote) {
        // A quoted cell.
        let form: number = cellForm.quoted;
        at++;
        const open = at;
        let close = -1;
        for (;;) {
          while (at < end) {
            const byte = bytes[at]!;
            if (byte === quote || byte === dialect.escape) break;
            if (byte === lf || (byte === cr && bytes[at + 1] !== lf)) lines++;
            else if (byte === nul) return this.damagedLine(bytes, from, end, last, 'nul');
            at++;
          }
          if (at >= end || (at + 1 >= end && !last)) {
            if (!last) return this.unfinished(bytes, from, end);
            if (at >= end) return this.damagedLine(bytes, from, end, last, 'quote-not-closed');
          }
          if (bytes[at] !== quote) {
            // A backslash before anything.
            form = cellForm.escaped;
            at += 2;
            continue;
          }
          if (dialect.escape === quote && at + 1 < end && bytes[at + 1] === quote) {
            form = cellForm.escaped;
            at += 2;
            continue;
          }
          close = at++;
          break;
        }
        if (form === cellForm.escaped) this.departures.escapes++;
        if (at < end && bytes[at] === space) {
          while (at < end && bytes[at] === space) at++;
          if (at === end && !last) return this.unfinished(bytes, from, end);
          this.departures.padded++;
        }
        this.starts[count] = open;
        this.ends[count] = close;
        this.forms[count++] = form;
        if (at < end && stops[bytes[at]!] !== 1 && stops[bytes[at]!] !== 2 && stops[bytes[at]!] !== 3) {
          return this.damagedLine(bytes, from, end, last, 'text-after-quote');
        }
      } else {
        let stop = 0;
        for (;;) {
          while (at < end) {
            stop = stops[bytes[at]!]!;
            if (stop !== 0) break;
            at++;
          }
          if (at >= end || stop <= 2) break;
          if (stop === 4) return this.damagedLine(bytes, from, end, last, 'nul');
          if (stop === 5) this.departures.looseQuotes++;
          else if (this.endsRecord(bytes, at, end, count)) break;
          at++;
        }
        if (at >= end && !last) return this.unfinished(bytes, from, end);
        this.starts[count] = cell;
        this.ends[count] = at;
        this.forms[count++] = cellForm.plain;
      }
      if (at < end && bytes[at] === delimiter) {
        at++;
        // A delimiter as the very last byte: one more, empty, cell.
        if (at >= end && !last) return this.unfinished(bytes, from, end);
        if (at < end) continue;
        if (count === this.starts.length) this.widen();
        this.starts[count] = this.ends[count] = at;
        this.forms[count++] = cellForm.plain;
      }
      break;
    }
    // A line end, or the end of the file.
    let next = at;
    if (at < end) {
      if (bytes[at] === lf) {
        this.departures.lf++;
        next = at + 1;
      } else {
        if (at + 1 >= end && !last) return this.unfinished(bytes, from, end);
        if (bytes[at + 1] === lf && at + 1 < end) {
          this.departures.crlf++;
          next = at + 2;
        } else {
          this.departures.loneCr++;
          next = at + 1;
        }
      }
    }
    const line = this.line;
    this.line += lines;
    if (count === 1 && this.starts[0] === this.ends[0] && this.forms[0] === cellForm.plain) {
      this.departures.blanks++;
      this.sink.blank(line);
    } else this.sink.record(bytes, count, line);
    return next;
  }

  /** Whether the carriage return at `at` ends a record: always before a line feed, and alone when the width agrees. */
  private endsRecord(bytes: Uint8Array, at: number, end: number, count: number): boolean {
    if (at + 1 < end ? bytes[at + 1] === lf : true) return true;
    return this.departures.lf + this.departures.crlf === 0 || count + 1 === this.width;
  }

  private unfinished(bytes: Uint8Array, from: number, end: number): number {
    if (end - from < this.maxRecordBytes) return -1;
    return this.damagedLine(bytes, from, end, false, 'too-long');
  }

  /** Sets one physical line aside and goes on after it. */
  private damagedLine(bytes: Uint8Array, from: number, end: number, last: boolean, damage: Damage): number {
    let at = from;
    while (at < end && bytes[at] !== lf && bytes[at] !== cr) at++;
    if (at >= end && !last) {
      if (end - from < this.maxRecordBytes) return -1;
      this.departures.damaged++;
      this.kept = bytes.slice(from, Math.min(end, from + keptOfLongLine));
      this.skipping = end - from;
      return end;
    }
    this.departures.damaged++;
    this.sink.damaged(
      bytes,
      from,
      at,
      this.line,
      damage === 'too-long' ? 'quote-not-closed' : damage,
      at - from,
    );
    this.line++;
    if (at < end && bytes[at] === cr && bytes[at + 1] === lf && at + 1 < end) at++;
    return Math.min(end, at + 1);
  }

  /** In the middle of a line that is too long. */
  get passingOver(): boolean {
    return this.skipping > 0;
  }

  private kept: Uint8Array = new Uint8Array(0);

  private skipLine(bytes: Uint8Array, from: number, end: number, last: boolean): number {
    let at = from;
    while (at < end && bytes[at] !== lf && bytes[at] !== cr) at++;
    this.skipping += at - from;
    if (at >= end && !last) return end;
    // Whether a line feed follows the carriage return is not known yet.
    if (at + 1 >= end && !last) return at > from ? at : -1;
    this.finishLongLine();
    if (at < end && bytes[at] === cr && bytes[at + 1] === lf && at + 1 < end) at++;
    return Math.min(end, at + 1);
  }

  /** Called at the end of the file too: a line that is too long may be its last. */
  finishLongLine(): void {
    if (this.skipping === 0) return;
    this.sink.damaged(this.kept, 0, this.kept.length, this.line, 'too-long', this.skipping);
    this.line++;
    this.skipping = 0;
  }

  private widen(): void {
    const grown = this.starts.length * 2;
    const starts = new Int32Array(grown);
    const ends = new Int32Array(grown);
    const forms = new Uint8Array(grown);
    starts.set(this.starts);
    ends.set(this.ends);
    forms.set(this.forms);
    this.starts = starts;
    this.ends = ends;
    this.forms = forms;
  }
}

/** Of a line too long to be a row, this much is kept in the quarantine; the source file keeps all of it. */
const keptOfLongLine = 64 * 1024;
