import type { Handler } from '../handler.ts';
import type { showObjective as op } from './contract.ts';
import { noSuchObjective } from './errors.ts';
import type { MeasuresRegistry } from './measures-registry.ts';
import { viewObjectives } from './objective-view.ts';
import { figuresDiffer } from './progress/read-rounds.ts';
import { isReportedMeasure } from './reported-measure.ts';

export const showObjective =
  (registry: MeasuresRegistry): Handler<typeof op> =>
  async (context, input) => {
    const [found] = await viewObjectives(context, registry, {
      only: input.objective,
      on: input.on,
      knownAt: input.known_at,
    });
    if (!found) throw noSuchObjective.with({ objective: input.objective });
    const goal = await context.store.read
      .selectFrom('plan_item')
      .select('words')
      .where('item', '=', found.goal)
      .where('superseded_at', 'is', null)
      .executeTakeFirst();
    let query = context.store.read
      .selectFrom('plan_value')
      .selectAll()
      .where('objective', '=', input.objective)
      .orderBy('measured_on', 'desc')
      .orderBy('known_at', 'desc');
    if (input.on !== undefined) query = query.where('measured_on', '<=', input.on);
    if (input.known_at !== undefined) query = query.where('known_at', '<=', input.known_at);
    const rows = await query.execute();
    const reported = await context.store.read
      .selectFrom('plan_reported')
      .selectAll()
      .where('objective', '=', input.objective)
      .where('superseded_at', 'is', null)
      .orderBy('measured_on', 'desc')
      .execute();
    // Of a figure that only people can give there is no other to differ from.
    const counted = isReportedMeasure(found.measure) ? [] : rows;
    return {
      ...found,
      reported: reported.map((row) => ({
        on: row.measured_on,
        agency: row.agency,
        value: row.value,
        source: row.source,
        by: row.reported_by,
        example: row.example === 1,
        differs:
          row.agency === null &&
          figuresDiffer(counted.find((one) => one.measured_on <= row.measured_on)?.value ?? null, row.value),
      })),
      goalWords: goal?.words ?? found.goal,
      values: rows.map((row) => ({
        on: row.measured_on,
        knownAt: row.known_at,
        value: row.value,
        numerator: row.numerator,
        denominator: row.denominator,
        reason: row.reason,
      })),
    };
  };
