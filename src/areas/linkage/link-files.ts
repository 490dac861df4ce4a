import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { JobContext } from '../handler.ts';
import { idsRepeat, noSuchColumn, noSuchRecordFile, nothingToCompare, tooManyFields } from './errors.ts';
import { readRecords, repeatedIds } from './files/read-records.ts';
import { recordSource } from './files/record-source.ts';
import { writeResults } from './files/write-results.ts';
import { joinBirthDate } from './kinds/birth-date-parts.ts';
import type { FieldColumn } from './kinds/kind.ts';
import { parseFields } from './kinds/parse-fields.ts';
import { recogniseKinds } from './kinds/recognise-kinds.ts';
import { linkRecords } from './link-records.ts';
import type { LinkageReport } from './model.ts';
import { modelOf, parseModel, printModel } from './model-file.ts';
import { columnOf, type TextTable } from './prepare/columns.ts';
import { buildReport } from './report/build-report.ts';
import { reportPage } from './report/report-page.tsx';
import { judge } from './report/truth-quality.ts';

/** What the queue keeps of a request to link files. */
export interface LinkFilesJob {
  readonly kind: 'dedupe' | 'link';
  readonly files: readonly string[];
  readonly fields?: string;
  readonly id?: string;
  readonly truth?: string;
  readonly out?: string;
  readonly threshold?: number;
  readonly model?: string;
  readonly delimiter?: string;
  readonly seed: number;
  readonly threads?: number;
  readonly memory?: number;
  readonly oneToOne?: 'auto' | 'both' | 'left' | 'right' | 'none';
}

/** Reads files, links their records, writes the results and answers the report. Running again does the same again. */
export async function linkFiles(context: JobContext, job: LinkFilesJob): Promise<LinkageReport> {
  const isLink = job.kind === 'link';
  const stages: { stage: string; seconds: number }[] = [];
  let started = performance.now();
  const done = (stage: string) => {
    const now = performance.now();
    stages.push({ stage, seconds: (now - started) / 1000 });
    started = now;
  };
  context.job.progress({ stage: 'Reading records' });
  const given = job.model === undefined ? undefined : await readModel(job.model);
  const sources = await Promise.all(
    job.files.map((file) => recordSource(context.engine, file, job.delimiter)),
  );
  const names = [...new Set(sources.flatMap(({ columns }) => columns.map((name) => name.trim())))];
  for (const name of [job.id, job.truth]) if (name !== undefined) known(names, name);
  if (job.id !== undefined) {
    const repeated = await repeatedIds(context.engine, sources, job.id, isLink);
    if (repeated > 0) throw idsRepeat.with({ column: job.id, repeated });
  }
  const asked = given?.fields ?? (job.fields === undefined ? undefined : parseFields(job.fields));
  for (const { column } of asked ?? []) known(names, column);
  const apart = new Set([job.id, job.truth]);
  const wanted = asked
    ? [...new Set(asked.map(({ column }) => column))]
    : names.filter((name) => !apart.has(name));
  const reading = job.truth === undefined ? wanted : [...wanted, job.truth];
  const { table, files } = await readRecords(context.engine, sources, reading, isLink);
  const ignored: { column: string; why: string }[] = [];
  const chosen = asked ?? recognised(table, wanted, ignored);
  if (chosen.length === 0) throw nothingToCompare.with({ columns: wanted });
  if (chosen.length > mostFields) throw tooManyFields.with({ fields: chosen.length });
  const ready = joinBirthDate(table, chosen);
  done('read');

  const linkage = linkRecords(ready.table, ready.mapping, {
    seed: job.seed,
    threshold: job.threshold ?? given?.threshold,
    lastYear: Number(context.clock.now().slice(0, 4)),
    oneToOne: sidesOf(job.oneToOne),
    threads: job.threads ?? availableParallelism(),
    model: given && { rules: given.rules, of: (space) => modelOf(given, space, job.model!) },
    onStage: (stage) => context.job.progress({ stage: stageWords[stage] ?? stage }),
  });
  started = performance.now();
  const truth =
    job.truth === undefined ? undefined : judge(linkage, truthOf(table, job.truth), table.leftRows);
  const facts = {
    files,
    table: ready.table,
    mapping: ready.mapping,
    fieldsGiven: asked !== undefined,
    ignored,
    linkage,
    thresholdGiven: job.threshold !== undefined,
    oneToOneGiven: sidesOf(job.oneToOne) !== undefined,
    truth,
    modelFile: job.model,
    seed: job.seed,
  };
  if (job.out === undefined)
    return { ...buildReport({ ...facts, seconds: [...stages, ...linkage.stages] }), outputs: [] };

  context.job.progress({ stage: 'Writing results' });
  const report: LinkageReport = {
    ...buildReport({ ...facts, seconds: [...stages, ...linkage.stages] }),
    outputs: ['clusters.parquet', 'pairs.parquet', 'model.yaml', 'report.json', 'report.html'],
  };
  const outputs = await writeResults(context.engine, job.out, {
    linkage,
    sources,
    records: files.map(({ records }) => records),
    id: job.id,
    leftRows: table.leftRows,
    rows: table.rows,
    texts: {
      'model.yaml': printModel(linkage, chosen),
      'report.json': `${JSON.stringify(report, undefined, 2)}\n`,
      'report.html': await reportPage(report),
    },
  });
  done('write');
  return { ...report, seconds: [...report.seconds, stages.at(-1)!], outputs };
}

const mostFields = 24;
const stageWords: Readonly<Record<string, string>> = {
  prepare: 'Meeting strangers',
  strangers: 'Learning',
  learn: 'Comparing pairs',
  score: 'Deciding',
};

async function readModel(file: string) {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw noSuchRecordFile.with({ file }, cause);
  });
  return parseModel(text, file);
}

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

const sidesOf = (word: LinkFilesJob['oneToOne']) =>
  word === undefined || word === 'auto'
    ? undefined
    : { leftOnce: word === 'both' || word === 'left', rightOnce: word === 'both' || word === 'right' };

/** Truth as numbers; a record without a value is like no other. */
function truthOf(table: TextTable, name: string): Int32Array {
  const { codes, values } = columnOf(table, name)!;
  return codes.map((code, row) => (code === 0 || values[code] === '' ? values.length + row : code));
}
