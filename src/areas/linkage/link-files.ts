import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobContext } from '../handler.ts';
import { contentColumns, continueRun } from './continue/continue-run.ts';
import { readPrevious } from './continue/read-previous.ts';
import { decidedColumns, decidePairs } from './decide-pairs.ts';
import { noSuchRecordFile } from './errors.ts';
import { readRecordIds } from './files/record-ids.ts';
import { writeResults } from './files/write-results.ts';
import { type LinkRequest, linkSources, sidesOf } from './link-sources.ts';
import type { LinkageReport } from './model.ts';
import { parseModel, printModel } from './model-file.ts';
import { buildReport } from './report/build-report.ts';
import { reportPage } from './report/report-page.tsx';
import { errorsBySubgroup, groupColumns } from './report/subgroups.ts';
import { judge } from './report/truth-quality.ts';

/** What the queue keeps of a request to link files. */
export interface LinkFilesJob extends LinkRequest {
  readonly out?: string;
  readonly model?: string;
  /** A rule set over the model. */
  readonly rules?: string;
  /** Pairs that people have decided. */
  readonly decisions?: string;
  /** The folder of an earlier run to go on from. */
  readonly previous?: string;
  readonly compare_all?: boolean;
  /** Why a subgroup may be found less often than others. */
  readonly reason?: string;
}

/** Reads files, links their records, writes the results and answers the report. Running again does the same again. */
export async function linkFiles(context: JobContext, job: LinkFilesJob): Promise<LinkageReport> {
  const { engine } = context;
  const lastYear = Number(context.clock.now().slice(0, 4));
  const previous =
    job.previous === undefined ? undefined : await readPrevious(job.previous, job.kind, job.id);
  const continued =
    previous &&
    continueRun(engine, previous, {
      ...job,
      compareAll: job.compare_all === true,
      otherModel: job.model !== undefined,
    });
  const linked = await linkSources(engine, job, {
    lastYear,
    model:
      job.model !== undefined
        ? { file: job.model, content: await readModel(job.model) }
        : previous && { file: join(previous.folder, 'model.yaml'), content: previous.model },
    known: continued?.known,
    onStage: (stage) => context.job.progress({ stage }),
    onPairs: (done) => context.job.progress({ stage: 'Comparing pairs', done, unit: 'pairs' }),
  });
  const { table, truth } = linked;
  const { linkage, policy, decisions, chances, reported } = await decidePairs(engine, linked.linkage, {
    rules: job.rules,
    decisions: job.decisions,
    ids: () => readRecordIds(engine, linked.sources, job.id, table.leftRows),
    rows: table.rows,
    leftRows: table.leftRows,
  });
  const goesOn = await continued?.finish(linked, linkage, decisions);
  const facts = {
    ...linked,
    linkage,
    ...reported,
    continued: goesOn?.reported,
    thresholdGiven: job.threshold !== undefined,
    oneToOneGiven: sidesOf(job.oneToOne) !== undefined,
    subgroups:
      job.groups !== undefined || truth !== undefined || table.rows <= subgroupsUpTo
        ? errorsBySubgroup(table, linked.mapping, linkage, {
            groups: job.groups ?? groupColumns(table, linked.mapping),
            truth,
            thisYear: lastYear,
          })
        : [],
    reason: job.reason,
    truth: truth === undefined ? undefined : judge(linkage, truth, table.leftRows),
    modelFile: job.model ?? (previous && join(previous.folder, 'model.yaml')),
    id: job.id,
    delimiter: job.delimiter,
    seed: job.seed,
  };
  if (job.out === undefined) return { ...buildReport(facts), outputs: [] };

  context.job.progress({ stage: 'Writing results' });
  const started = performance.now();
  const report: LinkageReport = {
    ...buildReport(facts),
    outputs: [
      'clusters.parquet',
      'pairs.parquet',
      ...(job.id === undefined ? [] : ['records.parquet']),
      'model.yaml',
      ...(goesOn === undefined ? [] : ['changes.json']),
      'report.json',
      'report.html',
    ],
  };
  const outputs = await writeResults(engine, job.out, {
    linkage,
    sources: linked.sources,
    id: job.id,
    leftRows: table.leftRows,
    rows: table.rows,
    columns: contentColumns(linked),
    names: goesOn?.names,
    chances,
    ...decidedColumns(linkage, policy, decisions),
    texts: {
      'model.yaml': printModel(linkage, linked.chosen),
      ...(goesOn && { 'changes.json': `${JSON.stringify(goesOn.changes, undefined, 2)}\n` }),
      'report.json': `${JSON.stringify(report, undefined, 2)}\n`,
      'report.html': await reportPage(report),
    },
  });
  const wrote = { stage: 'write', seconds: Math.round(performance.now() - started) / 1000 };
  return { ...report, seconds: [...report.seconds, wrote], outputs };
}

/** Of more records subgroups are told apart only when they are asked for. */
const subgroupsUpTo = 200_000;

async function readModel(file: string) {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw noSuchRecordFile.with({ file }, cause);
  });
  return parseModel(text, file);
}
