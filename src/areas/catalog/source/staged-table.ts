import type { ColumnType } from '../../../core/column-type.ts';
import type { Sql } from '../../../engine/sql.ts';
import type { SettledType } from './settle-type.ts';

/** One column of a file that has been read through once and is ready to be written as a version. */
export interface StagedColumn {
  readonly name: string;
  readonly title: string;
  readonly type: ColumnType;
  readonly precision?: number;
  readonly scale?: number;
  /** The typed value, and the text it is read from (when the source is text). Both over {@link StagedTable.relation}. */
  readonly value: Sql;
  readonly text?: Sql;
  readonly settled: SettledType;
  /** Values that the written column must hold, when that can be known before: proof that the engine read what we read. */
  readonly expected?: number;
  readonly notes: readonly string[];
  /** The source itself says the type: it stays, however many cells do not fit. */
  readonly declared?: true;
}

/** A source file in the form that every format comes to. */
export interface StagedTable {
  readonly columns: readonly StagedColumn[];
  /** Rows with `_row` and the cells that the columns' expressions name. */
  readonly relation: Sql;
  readonly rowsIn: number;
  readonly rowsQuarantined: number;
  /** A normalised file of row, line, text, reason; only when rows were set aside. */
  readonly quarantine?: { readonly path: string; readonly longest: number };
  readonly mediaType: string;
  /** How the file was read, in words and codes for people: `{ "format": "CSV", "encoding": "UTF-8", … }`. */
  readonly dialect: Readonly<Record<string, string | number | boolean>>;
  /** The engine reads the source itself, by its own rules: its counts must be compared with ours. */
  readonly direct: boolean;
}

/** What a person may say about a file when the reading of it is wrong. */
export interface ReadingOptions {
  readonly delimiter?: string;
  readonly quote?: string;
  readonly encoding?: string;
  readonly header?: boolean;
  /** Of a workbook: name or number from 1. */
  readonly sheet?: string;
  /** By column name: the type to use whatever the fit. */
  readonly types?: Readonly<Record<string, ColumnType>>;
}

/** Where a reading may put its working files, and whom it tells how far it is. */
export interface Reading {
  /** The source as it came, decompressed. */
  readonly path: string;
  readonly filename: string;
  readonly bytes: number;
  /** A folder of its own, deleted afterwards. */
  readonly workFolder: string;
  /** What comes of it will be protected. */
  readonly sealed: boolean;
  readonly options: ReadingOptions;
  readonly customs: { readonly dateOrder: 'month-first' | 'day-first'; readonly twoDigitYearPivot: number };
  readonly signal: AbortSignal;
  /** A line for the job's log. */
  readonly note: (line: string) => void;
  readonly progress: (stage: string, done?: number, total?: number, unit?: string) => void;
}
