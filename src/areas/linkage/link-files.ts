import { readFile } from 'node:fs/promises';
import type { JobContext } from '../handler.ts';
import { noSuchRecordFile } from './errors.ts';
import { writeResults } from './files/write-results.ts';
import { type LinkRequest, linkSources, sidesOf } from './link-sources.ts';
import type { LinkageReport } from './model.ts';
import { parseModel, printModel } from './model-file.ts';
import { buildReport } from './report/build-report.ts';
import { reportPage } from './report/report-page.tsx';
import { errorsBySubgroup } from './report/subgroups.ts';
import { judge } from './report/truth-quality.ts';

/** What the queue keeps of a request to link files. */
export interface LinkFilesJob extends LinkRequest {
  readonly out?: string;
  readonly model?: string;
  /** Why a subgroup may be found less often than others. */
  readonly reason?: string;
}

/** Reads files, links their records, writes the results and answers the report. Running again does the same again. */
export async function linkFiles(context: JobContext, job: LinkFilesJob): Promise<LinkageReport> {
  const lastYear = Number(context.clock.now().slice(0, 4));
  const linked = await linkSources(context.engine, job, {
    lastYear,
    model: job.model === undefined ? undefined : { file: job.model, content: await readModel(job.model) },
    onStage: (stage) => context.job.progress({ stage }),
    onPairs: (done) => context.job.progress({ stage: 'Comparing pairs', done, unit: 'pairs' }),
  });
  const { linkage, table, truth } = linked;
  const facts = {
    ...linked,
    thresholdGiven: job.threshold !== undefined,
    oneToOneGiven: sidesOf(job.oneToOne) !== undefined,
    subgroups:
      job.groups !== undefined || truth !== undefined || table.rows <= subgroupsUpTo
        ? errorsBySubgroup(table, linked.mapping, linkage, {
            groups: job.groups ?? [],
            truth,
            thisYear: lastYear,
          })
        : [],
    reason: job.reason,
    truth: truth === undefined ? undefined : judge(linkage, truth, table.leftRows),
    modelFile: job.model,
    id: job.id,
    delimiter: job.delimiter,
    seed: job.seed,
  };
  if (job.out === undefined) return { ...buildReport(facts), outputs: [] };

  context.job.progress({ stage: 'Writing results' });
  const started = performance.now();
  const report: LinkageReport = {
    ...buildReport(facts),
    outputs: ['clusters.parquet', 'pairs.parquet', 'model.yaml', 'report.json', 'report.html'],
  };
  const outputs = await writeResults(context.engine, job.out, {
    linkage,
    sources: linked.sources,
    id: job.id,
    leftRows: table.leftRows,
    rows: table.rows,
    texts: {
      'model.yaml': printModel(linkage, linked.chosen),
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
