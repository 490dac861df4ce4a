import { daysBetween } from '../../../core/calendar-date.ts';
import { newId } from '../../../core/id.ts';
import { agenciesOn, readAgencyFacts } from '../../agencies/index.ts';
import { owesDuties } from '../../agencies/model.ts';
import type { Handler, HandlersOf, Reader } from '../../handler.ts';
import { actorName } from '../actor-name.ts';
import { noSuchRecord, unfit } from '../errors.ts';
import type { listAccessPlans, operations, putAccessEntry, submitAccessPlan } from './contract.ts';
import { type AccessEntry, type AccessPlan, frequency } from './model.ts';

/** Planned datasets as known now, with the slippage counted from the first date that was ever given. */
export async function readAccessEntries(reader: Reader, today: string): Promise<AccessEntry[]> {
  const rows = await reader.selectFrom('plan_access_entry').selectAll().orderBy('recorded_at').execute();
  const first = new Map<string, string>();
  for (const row of rows)
    if (!first.has(`${row.agency}/${row.entry}`)) first.set(`${row.agency}/${row.entry}`, row.planned_on);
  return rows
    .filter(({ superseded_at }) => superseded_at === null)
    .map((row): AccessEntry => {
      const promised = first.get(`${row.agency}/${row.entry}`)!;
      const ends = row.published_on ?? (today > row.planned_on ? today : row.planned_on);
      const isLate = row.published_on === null ? today > row.planned_on : row.published_on > row.planned_on;
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
        publishedOn: row.published_on,
        slipDays: Math.max(0, daysBetween(promised, ends)),
        state:
          row.published_on === null ? (isLate ? 'late' : 'planned') : isLate ? 'published-late' : 'published',
      };
    })
    .sort((a, b) => a.agency.localeCompare(b.agency) || a.plannedOn.localeCompare(b.plannedOn));
}

export async function readAccessPlans(reader: Reader, today: string): Promise<AccessPlan[]> {
  const entries = await readAccessEntries(reader, today);
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
        published_on: input.published_on ?? null,
        recorded_at: at,
      })
      .execute();
    const found = (await readAccessEntries(tx, context.clock.today())).find(
      ({ agency, entry }) => agency === input.agency && entry === input.entry,
    );
    return found!;
  });

const submitAccessPlanHandler: Handler<typeof submitAccessPlan> = async (context, { agency }) =>
  context.store.write(async (tx) => {
    const find = async () =>
      (await readAccessPlans(tx, context.clock.today())).find((plan) => plan.agency === agency);
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
  const plans = (await readAccessPlans(context.store.read, context.clock.today())).filter(
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
