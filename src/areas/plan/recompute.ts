import { newId } from '../../core/id.ts';
import type { Context, Handler, JobContext } from '../handler.ts';
import type { recompute as op } from './contract.ts';
import type { MeasuresRegistry } from './measures-registry.ts';
import { figureValue } from './model.ts';
import { type ObjectiveRow, readObjectives } from './objective-row.ts';

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
  ): Promise<{ measured: number; changed: number; unknown: number }> => {
    const objectives = await readObjectives(context.store.read);
    const sums = { measured: 0, changed: 0, unknown: 0 };
    for (const [done, objective] of objectives.entries()) {
      context.job?.progress({
        stage: 'Measuring objectives',
        done,
        total: objectives.length,
        unit: 'objectives',
      });
      const measure = registry.get(objective.measure);
      if (!measure) {
        sums.unknown++;
        continue;
      }
      const records = await measure.records(context, objective.scope);
      const numerator = records.filter((record) => record.counts).length;
      const value = figureValue(measure.kind, numerator, records.length);
      sums.measured++;
      if (value === null) sums.unknown++;
      if (await keep(context, objective, { value, numerator, denominator: records.length })) sums.changed++;
    }
    return sums;
  };

async function keep(
  context: Context,
  objective: ObjectiveRow,
  found: { value: number | null; numerator: number; denominator: number },
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
    if (known && known.numerator === found.numerator && known.denominator === found.denominator) return false;
    await tx
      .insertInto('plan_value')
      .values({
        id: newId(context.random),
        objective: objective.objective,
        measure: objective.measure,
        measured_on: today,
        known_at: context.clock.now(),
        ...found,
        reason: found.value === null ? 'Nothing to divide by' : null,
      })
      .execute();
    return true;
  });
}
