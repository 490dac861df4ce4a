import { showJob } from '../../../store/jobs.ts';
import { allowUse, datasetOf, decideLook, versionAt } from '../../catalog/index.ts';
import type { Context, Handler, Reader } from '../../handler.ts';
import type {
  explainGap as gapOp,
  listRuns as listOp,
  showRunModel as modelOp,
  showRun as op,
} from './contract.ts';
import type { RunView } from './model.ts';
import { openSources } from './open-sources.ts';
import { finishedRun, type RunRow, reportOf, requestOf, runOf, sourcesOfRun } from './read-run.ts';

export const listRuns: Handler<typeof listOp> = async (context, input) => {
  const reader = context.store.read;
  let query = reader
    .selectFrom('linkage_run')
    .selectAll()
    .orderBy('asked_at', 'desc')
    .orderBy('id')
    .limit(input.limit);
  if (input.dataset !== undefined) {
    const { id } = await datasetOf(reader, input.dataset);
    query = query.where((where) =>
      where.or([where('left_dataset', '=', id), where('right_dataset', '=', id)]),
    );
  }
  return { runs: await Promise.all((await query.execute()).map((row) => viewOf(reader, row))) };
};

/** The report is shown to whoever may see the rows of every source, and left out for others: its counts come from them. */
export const showRun: Handler<typeof op> = async (context, input) => {
  const row = await runOf(context.store.read, input.run);
  const kept = (await maySee(context, row)) ? reportOf(row) : undefined;
  return {
    ...(await viewOf(context.store.read, row)),
    report: kept?.report ?? null,
    evidence: kept?.evidence ?? null,
    reason: row.reason,
  };
};

export const showRunModel: Handler<typeof modelOp> = async (context, input) => {
  const { row } = await finishedRun(context.store.read, input.run);
  await openSources(context, sourcesOfRun(row));
  return { model: row.model! };
};

export const explainGap: Handler<typeof gapOp> = async (context, input) => {
  const { row } = await finishedRun(context.store.read, input.run);
  await openSources(context, sourcesOfRun(row));
  const written = {
    reason: input.reason,
    reason_by: context.actor.id,
    reason_at: context.clock.now(),
  };
  await context.store.write(async (tx) => {
    context.audit.about({ dataset: row.left_dataset, detail: { run: row.id } });
    if (row.result_dataset !== null)
      await allowUse(tx, { dataset: row.result_dataset, number: row.result_version! });
    return tx.updateTable('linkage_run').set(written).where('id', '=', row.id).execute();
  });
  return viewOf(context.store.read, { ...row, ...written });
};

async function maySee(context: Context, row: RunRow): Promise<boolean> {
  const looks = await Promise.all(
    sourcesOfRun(row).map(async ({ dataset, version }) => {
      const found = await context.store.read
        .selectFrom('dataset_version')
        .select(['dataset', 'release'])
        .where('dataset', '=', dataset)
        .where('number', '=', version)
        .executeTakeFirstOrThrow();
      const look = await decideLook(context, found, 'read-rows');
      return look.allowed && look.obligations.mask.length === 0;
    }),
  );
  return looks.every(Boolean);
}

async function viewOf(reader: Reader, row: RunRow): Promise<RunView> {
  const datasets = await Promise.all(
    sourcesOfRun(row).map(async ({ dataset, version }) => {
      const { publicId, title } = await datasetOf(reader, dataset);
      return { dataset: publicId, title, version };
    }),
  );
  const later = await reader
    .selectFrom('linkage_run')
    .select('id')
    .where('follows', '=', row.id)
    .where('report', 'is not', null)
    .executeTakeFirst();
  const { model, rules, previous } = requestOf(row);
  return {
    run: row.id,
    kind: row.kind,
    title: row.title,
    purpose: row.purpose,
    state: await stateOf(reader, row),
    asked_by: row.asked_by,
    asked_at: row.asked_at,
    finished_at: row.finished_at,
    job: row.job,
    datasets,
    result:
      row.result_dataset === null
        ? null
        : { dataset: (await datasetOf(reader, row.result_dataset)).publicId, version: row.result_version! },
    follows: row.follows,
    continues: previous ?? null,
    model: model ?? null,
    rules: rules ?? null,
    withheld: await isWithheld(reader, row),
    newest: later === undefined,
  };
}

const stateByJob = {
  queued: 'waiting',
  running: 'running',
  // Its last transaction is the report's: without one it is about to end.
  succeeded: 'running',
  failed: 'failed',
  cancelled: 'stopped',
} as const;

async function stateOf(reader: Reader, row: RunRow): Promise<RunView['state']> {
  if (row.report === null) return stateByJob[(await showJob(reader, row.job)).state];
  const result = await versionAt(reader, row.result_dataset!, { version: row.result_version! }).catch(
    () => undefined,
  );
  return result === undefined || result.destroyed !== null ? 'destroyed' : 'finished';
}

async function isWithheld(reader: Reader, { result_dataset, result_version }: RunRow): Promise<boolean> {
  if (result_dataset === null) return false;
  const version = await reader
    .selectFrom('dataset_version')
    .select('withheld')
    .where('dataset', '=', result_dataset)
    .where('number', '=', result_version!)
    .executeTakeFirst();
  return version !== undefined && version.withheld !== null;
}
