import { daysBetween } from '../../../core/calendar-date.ts';
import type { Clock } from '../../../core/clock.ts';
import { newId } from '../../../core/id.ts';
import { agenciesOn, readAgencyFacts } from '../../agencies/index.ts';
import { owesDuties } from '../../agencies/model.ts';
import type { Context, Handler, HandlersOf, Reader, Tx } from '../../handler.ts';
import { actorName } from '../actor-name.ts';
import { dateIn } from '../cycle/cycle-view.ts';
import { noSuchRecord, unfit } from '../errors.ts';
import type { listAccessPlans, operations, putAccessEntry, submitAccessPlan } from './contract.ts';
import { type AccessEntry, type AccessPlan, frequency } from './model.ts';

type Days = Pick<Clock, 'today' | 'timeZone'>;

/**
 * Planned datasets as known now, with the slippage counted from the first date that was ever given. One that names its dataset
 * here is published since its first release, if it is open; of any other there is only what its agency says.
 */
export async function readAccessEntries(reader: Reader, clock: Days): Promise<AccessEntry[]> {
  const today = clock.today();
  const rows = await reader.selectFrom('plan_access_entry').selectAll().orderBy('recorded_at').execute();
  const released = await releasedSince(
    reader,
    clock,
    rows.flatMap(({ dataset }) => dataset ?? []),
  );
  const first = new Map<string, string>();
  for (const row of rows)
    if (!first.has(`${row.agency}/${row.entry}`)) first.set(`${row.agency}/${row.entry}`, row.planned_on);
  return rows
    .filter(({ superseded_at }) => superseded_at === null)
    .map((row): AccessEntry => {
      const promised = first.get(`${row.agency}/${row.entry}`)!;
      const here = row.dataset === null ? undefined : released.get(row.dataset);
      const publishedOn = here === undefined ? row.published_on : here.since;
      const ends = publishedOn ?? (today > row.planned_on ? today : row.planned_on);
      const isLate = publishedOn === null ? today > row.planned_on : publishedOn > row.planned_on;
      return {
        entry: row.entry,
        agency: row.agency,
        title: row.title,
        plannedOn: row.planned_on,
        firstPlannedOn: promised,
        frequency: frequency.parse(row.frequency),
        automated: row.automated === 1,
        protected: row.protected === 1,
        method: row.method,
        dataset: row.dataset,
        publishedOn,
        asReported: here === undefined && publishedOn !== null,
        slipDays: Math.max(0, daysBetween(promised, ends)),
        state: publishedOn === null ? (isLate ? 'late' : 'planned') : isLate ? 'published-late' : 'published',
      };
    })
    .sort((a, b) => a.agency.localeCompare(b.agency) || a.plannedOn.localeCompare(b.plannedOn));
}

/** Datasets by their public id, each with the day of its first release that stands, while it is open. */
async function releasedSince(
  reader: Reader,
  clock: Days,
  named: readonly string[],
): Promise<Map<string, { since: string | null }>> {
  const datasets = await reader
    .selectFrom('dataset')
    .leftJoin('release_decision', (join) =>
      join
        .onRef('release_decision.dataset', '=', 'dataset.id')
        .on('release_decision.kind', '=', 'version')
        .on('release_decision.outcome', '=', 'released')
        .on('release_decision.revoked_at', 'is', null),
    )
    .select(({ fn }) => ['public_id', 'dataset.release', fn.min('release_decision.decided_at').as('at')])
    .where('public_id', 'in', ['', ...named])
    .groupBy(['public_id', 'dataset.release'])
    .execute();
  return new Map(
    datasets.map(({ public_id, release, at }) => [
      public_id,
      { since: release === null || at === null ? null : dateIn(at, { clock }) },
    ]),
  );
}

export async function readAccessPlans(reader: Reader, clock: Days): Promise<AccessPlan[]> {
  const today = clock.today();
  const entries = await readAccessEntries(reader, clock);
  const sent = await reader
    .selectFrom('plan_access_submission')
    .selectAll()
    .orderBy('submitted_at')
    .execute();
  const changes = await reader
    .selectFrom('plan_access_entry')
    .select(({ fn }) => ['agency', fn.max('recorded_at').as('at')])
    .groupBy('agency')
    .execute();
  return agenciesOn(await readAgencyFacts(reader), today)
    .filter(({ coverage }) => owesDuties(coverage?.status))
    .map(({ code, name }): AccessPlan => {
      const last = sent.findLast(({ agency }) => agency === code);
      const changed = changes.find(({ agency }) => agency === code)?.at;
      return {
        agency: code,
        name,
        state:
          last === undefined
            ? 'not-submitted'
            : changed && changed > last.submitted_at
              ? 'changed-since'
              : 'submitted',
        submittedAt: last?.submitted_at ?? null,
        entries: entries.filter(({ agency }) => agency === code),
      };
    });
}

const putAccessEntryHandler: Handler<typeof putAccessEntry> = async (context, input) =>
  context.store.write(async (tx) => {
    if (input.protected && !input.method)
      throw unfit.with({
        problems: [
          'Name the method that would make the protected data public, such as removing names or grouping.',
        ],
        fields: ['method'],
      });
    await refuseUnshown(tx, context, input);
    const at = context.clock.now();
    await tx
      .updateTable('plan_access_entry')
      .set({ superseded_at: at })
      .where('agency', '=', input.agency)
      .where('entry', '=', input.entry)
      .where('superseded_at', 'is', null)
      .execute();
    await tx
      .insertInto('plan_access_entry')
      .values({
        id: newId(context.random),
        agency: input.agency,
        entry: input.entry,
        title: input.title,
        planned_on: input.planned_on,
        frequency: input.frequency,
        automated: input.automated ? 1 : 0,
        protected: input.protected ? 1 : 0,
        method: input.method ?? null,
        dataset: input.dataset ?? null,
        // Of a dataset that is here the day is that of its release.
        published_on: input.dataset === undefined ? (input.published_on ?? null) : null,
        recorded_at: at,
      })
      .execute();
    const found = (await readAccessEntries(tx, context.clock)).find(
      ({ agency, entry }) => agency === input.agency && entry === input.entry,
    );
    return found!;
  });

/** Throws when the dataset named is none, when it is said to be published and is not open, or when the day has not come. */
async function refuseUnshown(
  tx: Tx,
  { clock }: Pick<Context, 'clock'>,
  { dataset, published_on: on }: { readonly dataset?: string; readonly published_on?: string },
): Promise<void> {
  const refuse = (problem: string, field: string) => unfit.with({ problems: [problem], fields: [field] });
  if (on !== undefined && on > clock.today())
    throw refuse('The day of publication lies in the future.', 'published_on');
  if (dataset === undefined) return;
  const found = (await releasedSince(tx, clock, [dataset])).get(dataset);
  if (found === undefined) throw refuse(`There is no dataset ${dataset}.`, 'dataset');
  if (on !== undefined && found.since === null)
    throw refuse(
      `${dataset} is not open: it counts as published from the day on which its release is decided.`,
      'published_on',
    );
}

const submitAccessPlanHandler: Handler<typeof submitAccessPlan> = async (context, { agency }) =>
  context.store.write(async (tx) => {
    const find = async () =>
      (await readAccessPlans(tx, context.clock)).find((plan) => plan.agency === agency);
    const plan = await find();
    if (!plan) throw noSuchRecord.with({ what: 'agency that owes an access plan', id: agency });
    if (plan.entries.length === 0)
      throw unfit.with({
        problems: ['The plan names no dataset yet. Write the first one.'],
        fields: ['entry'],
      });
    await tx
      .insertInto('plan_access_submission')
      .values({
        id: newId(context.random),
        agency,
        submitted_at: context.clock.now(),
        submitted_by: actorName(context.actor),
        entries: plan.entries.length,
      })
      .execute();
    await context.emit(tx, 'plan-changed', { cycle: agency });
    return (await find())!;
  });

const listAccessPlansHandler: Handler<typeof listAccessPlans> = async (context, { agency }) => {
  const plans = (await readAccessPlans(context.store.read, context.clock)).filter(
    (plan) => agency === undefined || plan.agency === agency,
  );
  return {
    plans,
    submitted: plans.filter(({ state }) => state !== 'not-submitted').length,
    slipped: plans.flatMap(({ entries }) => entries).filter(({ slipDays }) => slipDays > 0).length,
  };
};

export const handlers: HandlersOf<typeof operations> = {
  'put-access-entry': putAccessEntryHandler,
  'submit-access-plan': submitAccessPlanHandler,
  'list-access-plans': listAccessPlansHandler,
};
