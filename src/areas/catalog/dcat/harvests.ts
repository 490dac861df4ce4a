import { basename } from 'node:path';
import type { Selectable } from 'kysely';
import type { Database } from '../../../store/database.ts';
import type { Handler, JobContext, Tx } from '../../handler.ts';
import type { HarvestLine, HarvestResult, listHarvests as list, showHarvest as show } from './contract.ts';
import { noSuchHarvest } from './errors.ts';
import type { HarvestJob } from './harvest-job.ts';

type Counts = Pick<
  HarvestResult,
  'records' | 'distributions' | 'added' | 'changed' | 'unchanged' | 'gone' | 'more_differences'
>;

/** Keeps what a harvest found. One that runs again after a crash keeps what it found the first time, with what is done since. */
export async function keepHarvest(
  tx: Tx,
  context: JobContext,
  job: HarvestJob,
  result: HarvestResult,
): Promise<void> {
  const { records, distributions, added, changed, unchanged, gone, more_differences } = result;
  const counts: Counts = { records, distributions, added, changed, unchanged, gone, more_differences };
  const values = {
    // Of a file its name: where it lies on the operator's machine is nobody's business here.
    source: job.address ?? basename(job.name),
    title: result.title,
    form: result.form,
    agency: job.agency,
    checked: job.check ? 1 : 0,
    counts: JSON.stringify(counts),
    differences: JSON.stringify(result.differences),
    problems: JSON.stringify(result.problems),
    harvested_at: context.clock.now(),
    harvested_by: job.by,
  };
  await tx
    .insertInto('harvest_run')
    .values({ id: context.job.id, ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute();
}

type Row = Selectable<Database['harvest_run']>;

function lineOf(row: Omit<Row, 'differences' | 'problems'>): HarvestLine {
  const { more_differences: _, ...counts } = JSON.parse(row.counts) as Counts;
  return {
    harvest: row.id,
    source: row.source,
    title: row.title,
    form: row.form,
    agency: row.agency,
    checked: row.checked === 1,
    ...counts,
    harvested_at: row.harvested_at,
    harvested_by: row.harvested_by,
  };
}

export const listHarvests: Handler<typeof list> = async ({ store }, input) => {
  const rows = await store.read
    .selectFrom('harvest_run')
    .select(['id', 'source', 'title', 'form', 'agency', 'checked', 'counts', 'harvested_at', 'harvested_by'])
    .orderBy('harvested_at', 'desc')
    .orderBy('id')
    .limit(input.limit)
    .execute();
  return { harvests: rows.map(lineOf) };
};

export const showHarvest: Handler<typeof show> = async ({ store }, input) => {
  const row = await store.read
    .selectFrom('harvest_run')
    .selectAll()
    .where('id', '=', input.harvest)
    .executeTakeFirst();
  if (row === undefined) throw noSuchHarvest.with({ harvest: input.harvest });
  return {
    ...lineOf(row),
    differences: JSON.parse(row.differences),
    more_differences: (JSON.parse(row.counts) as Counts).more_differences,
    problems: JSON.parse(row.problems),
  };
};
