import { newId } from '../../core/id.ts';
import type { Context, Handler, JobContext, Tx } from '../handler.ts';
import type { recompute as op } from './contract.ts';
import { figureOf } from './figure-of.ts';
import type { MeasuresRegistry } from './measures-registry.ts';
import { type ObjectiveRow, readObjectives } from './objective-row.ts';
import { scopesOn } from './objective-scope.ts';
import { planTopics, tellOfPlan } from './plan-news.ts';
import { isReportedMeasure } from './reported-measure.ts';

export const recomputeJob = 'plan.recompute';

/** Records change in flocks (a load, its profile, its checks): one recount a little later answers for all of them. */
const settleMs = 4_000;

/** Queues one recount soon; while it waits, asking again adds none. */
export const queueRecompute = (context: Context): Promise<string> =>
  context.store.write((tx) =>
    context.enqueue(tx, {
      kind: recomputeJob,
      input: {},
      subject: 'plan',
      once: `${recomputeJob}:settle`,
      afterMs: settleMs,
    }),
  );

/** Somebody asks: that one starts at once. */
export const recompute: Handler<typeof op> = async (context) => ({
  job: await context.store.write((tx) =>
    context.enqueue(tx, { kind: recomputeJob, input: {}, subject: 'plan', once: recomputeJob }),
  ),
});

/**
 * Measures every objective and keeps what it found for today. A value is only ever added: nothing is written when today's
 * known value is the same already, so running it twice changes nothing. An objective whose measure fails keeps its old
 * values, and the job says which it was.
 */
export const recomputeAll =
  (registry: MeasuresRegistry) =>
  async (
    context: Context & Partial<Pick<JobContext, 'job'>>,
    input: { readonly remembering?: boolean } = {},
  ): Promise<{ measured: number; changed: number; unknown: number }> => {
    const objectives = await readObjectives(context.store.read);
    const scopeOf = scopesOn({ read: context.store.read, clock: context.clock });
    const sums = { measured: 0, changed: 0, unknown: 0 };
    for (const [done, objective] of objectives.entries()) {
      context.job?.progress({
        stage: 'Measuring objectives',
        done,
        total: objectives.length,
        unit: 'objectives',
      });
      if (isReportedMeasure(objective.measure)) {
        const value = await reportedValue(context, objective.objective);
        sums.measured++;
        if (value === null) sums.unknown++;
        else if (await keep(context, objective, { value, numerator: null, denominator: null }))
          sums.changed++;
        continue;
      }
      const measure = registry.get(objective.measure);
      if (!measure) {
        sums.unknown++;
        continue;
      }
      // When a past day is replayed, only what remembers can say how it stood.
      if (input.remembering && !measure.remembers) continue;
      const records = await measure.records(context, await scopeOf(objective.scope));
      const found = figureOf(measure.kind, records);
      sums.measured++;
      if (found.value === null) sums.unknown++;
      if (await keep(context, objective, found)) sums.changed++;
    }
    return sums;
  };

/** The newest figure that each agency gave by today, added up; nothing while nobody gave one. */
async function reportedValue(context: Context, objective: string): Promise<number | null> {
  const rows = await context.store.read
    .selectFrom('plan_reported')
    .select(['agency', 'value'])
    .where('objective', '=', objective)
    .where('measured_on', '<=', context.clock.today())
    .where('superseded_at', 'is', null)
    .orderBy('measured_on')
    .execute();
  const newest = new Map(rows.map(({ agency, value }) => [agency, value]));
  return newest.size === 0 ? null : [...newest.values()].reduce((sum, value) => sum + value, 0);
}

async function keep(
  context: Context,
  objective: ObjectiveRow,
  found: { value: number | null; numerator: number | null; denominator: number | null },
): Promise<boolean> {
  const today = context.clock.today();
  return context.store.write(async (tx) => {
    const known = await tx
      .selectFrom('plan_value')
      .selectAll()
      .where('objective', '=', objective.objective)
      .where('measured_on', '=', today)
      .orderBy('known_at', 'desc')
      .executeTakeFirst();
    if (
      known &&
      known.numerator === found.numerator &&
      known.denominator === found.denominator &&
      known.value === found.value
    )
      return false;
    await tx
      .insertInto('plan_value')
      .values({
        id: newId(context.random),
        objective: objective.objective,
        measure: objective.measure,
        measured_on: today,
        known_at: context.clock.now(),
        ...found,
        reason:
          found.value === null
            ? 'Nothing to divide by'
            : found.denominator === null
              ? 'Reported, not counted'
              : null,
      })
      .execute();
    await tellOfTarget(tx, context, objective, found.value);
    return true;
  });
}

/** Said when a figure reaches its target, leaves it again, or can no longer be counted; not for every tenth of a point. */
async function tellOfTarget(tx: Tx, context: Context, objective: ObjectiveRow, value: number | null) {
  const before = await tx
    .selectFrom('plan_value')
    .select('value')
    .where('objective', '=', objective.objective)
    .where('known_at', '<', context.clock.now())
    .orderBy('known_at', 'desc')
    .executeTakeFirst();
  if (before === undefined) return;
  const { target } = objective;
  const stands = (figure: number | null) =>
    figure === null
      ? 'cannot be counted any more'
      : (target.direction === 'at-least' ? figure >= target.value : figure <= target.value)
        ? 'has reached its target'
        : 'misses its target';
  const now = stands(value);
  if (now === stands(before.value)) return;
  const figure = value === null ? 'No value' : `${Math.round(value * 10) / 10} ${target.unit}`;
  await tellOfPlan(
    tx,
    context,
    {
      once: `target ${objective.objective} ${context.clock.now()}`,
      kind: 'objective-moved',
      title: `${objective.title}: ${now}`,
      summary: `${figure}; the target is ${target.value} ${target.unit} by ${target.by}.`,
      href: `/plan/objectives/${objective.objective}`,
    },
    [planTopics.progress, planTopics.item(objective.goal), ...objective.principles.map(planTopics.item)],
  );
}
