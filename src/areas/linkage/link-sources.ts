import { availableParallelism } from 'node:os';
import type { Engine } from '../../engine/engine.ts';
import { idsRepeat, noSuchColumn, nothingToCompare, tooManyFields } from './errors.ts';
import { readRecords, repeatedIds } from './files/read-records.ts';
import { type RecordSource, recordSource } from './files/record-source.ts';
import { joinBirthDate } from './kinds/birth-date-parts.ts';
import type { FieldColumn } from './kinds/kind.ts';
import { parseFields } from './kinds/parse-fields.ts';
import { recogniseKinds } from './kinds/recognise-kinds.ts';
import { type Linkage, type LinkOptions, linkRecords } from './link-records.ts';
import type { LinkageReport } from './model.ts';
import { type ModelFile, modelOf } from './model-file.ts';
import { columnOf, type TextTable } from './prepare/columns.ts';

/** Which files to link, and how; everything but the files may be left to the engine. */
export interface LinkRequest {
  readonly kind: 'dedupe' | 'link';
  /** Paths, or relations that somebody has opened. */
  readonly files: readonly (string | RecordSource)[];
  readonly fields?: string;
  readonly id?: string;
  readonly truth?: string;
  readonly threshold?: number;
  readonly delimiter?: string;
  readonly seed: number;
  readonly threads?: number;
  /** Megabytes. */
  readonly memory?: number;
  /** Columns by whose values errors are told apart. */
  readonly groups?: readonly string[];
  readonly oneToOne?: 'auto' | 'both' | 'left' | 'right' | 'none';
  /** In a deduplication: no two records of one file are the same. */
  readonly oncePerFile?: boolean;
}

/** The records of a request, and what their columns were found to hold. */
export interface ReadSources {
  readonly sources: readonly RecordSource[];
  readonly files: LinkageReport['files'];
  readonly table: TextTable;
  /** As asked or recognised, before parts of dates were joined. */
  readonly chosen: readonly FieldColumn[];
  readonly mapping: readonly FieldColumn[];
  readonly fieldsGiven: boolean;
  readonly ignored: LinkageReport['ignored'];
}

/** What came of it, with what was read and understood on the way. */
export interface LinkedSources extends ReadSources {
  readonly linkage: Linkage;
  /** Equal for records of the same, where the truth is known. */
  readonly truth?: Int32Array;
  readonly seconds: LinkageReport['seconds'];
}

const mostFields = 24;

/**
 * Reads files, finds out what their columns hold unless told, and links their records. `lastYear`: no date is later.
 * Throws the errors of the area for columns, ids and fields that cannot be used.
 */
export async function linkSources(
  engine: Engine,
  request: LinkRequest,
  options: {
    readonly lastYear: number;
    readonly model?: { readonly file: string; readonly content: ModelFile };
    /** What need not be compared again, once it is known what was read. */
    readonly known?: (read: ReadSources) => LinkOptions['known'];
    readonly onStage?: (stage: string) => void;
    readonly onPairs?: (compared: number) => void;
  },
): Promise<LinkedSources> {
  const given = options.model?.content;
  const started = performance.now();
  options.onStage?.('Reading records');
  const read = await readSources(engine, request, given?.fields);
  const seconds = [{ stage: 'read', seconds: (performance.now() - started) / 1000 }];
  const linkage = await linkRecords(read.table, read.mapping, {
    seed: request.seed,
    threshold: request.threshold ?? given?.threshold,
    lastYear: options.lastYear,
    oneToOne: sidesOf(request.oneToOne),
    fileOf: request.oncePerFile === true ? fileOf(read.files) : undefined,
    threads: request.threads ?? availableParallelism(),
    memoryMb: request.memory,
    model: given && { rules: given.rules, of: (space) => modelOf(given, space, options.model!.file) },
    givenOut: given?.given_out,
    known: options.known?.(read),
    onStage: (stage) => options.onStage?.(stageWords[stage] ?? stage),
    onPairs: options.onPairs,
  });
  return {
    ...read,
    linkage,
    truth: request.truth === undefined ? undefined : truthOf(read.table, request.truth),
    seconds: [...seconds, ...linkage.stages],
  };
}

/** Reads the records of a request; `fields` are those of a given model. Throws the errors of the area. */
export async function readSources(
  engine: Engine,
  request: LinkRequest,
  fields?: readonly FieldColumn[],
): Promise<ReadSources> {
  const isLink = request.kind === 'link';
  const sources = await Promise.all(
    request.files.map((file) =>
      typeof file === 'string' ? recordSource(engine, file, request.delimiter) : file,
    ),
  );
  const names = [...new Set(sources.flatMap(({ columns }) => columns.map((name) => name.trim())))];
  const groups = request.groups ?? [];
  for (const name of [request.id, request.truth, ...groups]) if (name !== undefined) known(names, name);
  if (request.id !== undefined) {
    const repeated = await repeatedIds(engine, sources, request.id, isLink);
    if (repeated > 0) throw idsRepeat.with({ column: request.id, repeated });
  }
  const asked = fields ?? (request.fields === undefined ? undefined : parseFields(request.fields));
  for (const { column } of asked ?? []) known(names, column);
  const apart = new Set([request.id, request.truth]);
  const wanted = asked
    ? [...new Set(asked.map(({ column }) => column))]
    : names.filter((name) => !apart.has(name));
  const more = [request.truth, ...groups].filter((name) => name !== undefined && !wanted.includes(name));
  const { table, files } = await readRecords(engine, sources, [...wanted, ...(more as string[])], isLink);
  const ignored: { column: string; why: string }[] = [];
  const chosen = asked ?? recognised(table, wanted, ignored);
  if (chosen.length === 0) throw nothingToCompare.with({ columns: wanted });
  if (chosen.length > mostFields) throw tooManyFields.with({ fields: chosen.length });
  // A given model may weigh records that are all alike; nothing can be learned from them.
  if (fields === undefined && chosen.every(({ column }) => isOneValue(columnOf(table, column)!.codes)))
    throw nothingToCompare.with({ columns: chosen.map(({ column }) => column) });
  const ready = joinBirthDate(table, chosen);
  return {
    sources,
    files: [...files],
    table: ready.table,
    chosen,
    mapping: ready.mapping,
    fieldsGiven: asked !== undefined,
    ignored,
  };
}

const isOneValue = (codes: Int32Array): boolean => codes.every((code) => code === codes[0]);

/** The file of each record, by its number. */
function fileOf(files: LinkageReport['files']): (record: number) => number {
  const last = files.map(({ records }) => records);
  for (let at = 1; at < last.length; at++) last[at]! += last[at - 1]!;
  return (record) => last.findIndex((end) => record < end);
}

/** What is done next, by the stage that is done. */
const stageWords: Readonly<Record<string, string>> = {
  prepare: 'Meeting strangers',
  strangers: 'Learning',
  learn: 'Comparing pairs',
  score: 'Deciding',
};

/** Throws `linkage.no-such-column`, naming the column that was probably meant. */
function known(names: readonly string[], column: string): void {
  if (names.includes(column)) return;
  const bare = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  throw noSuchColumn.with({ column, nearest: names.find((name) => bare(name) === bare(column)) });
}

function recognised(
  table: TextTable,
  wanted: readonly string[],
  ignored: { column: string; why: string }[],
): FieldColumn[] {
  const columns = wanted.map((name) => columnOf(table, name)!);
  const chosen: FieldColumn[] = [];
  for (const one of recogniseKinds(columns, table.rows)) {
    if ('field' in one) chosen.push(one.field);
    else ignored.push(one);
  }
  return chosen;
}

export const sidesOf = (word: LinkRequest['oneToOne']) =>
  word === undefined || word === 'auto'
    ? undefined
    : { leftOnce: word === 'both' || word === 'left', rightOnce: word === 'both' || word === 'right' };

/** Truth as numbers; a record without a value is like no other. */
function truthOf(table: TextTable, name: string): Int32Array {
  const { codes, values } = columnOf(table, name)!;
  return codes.map((code, row) => (code === 0 || values[code] === '' ? values.length + row : code));
}
