import type { z } from 'zod';
import type { Reader } from '../handler.ts';
import { noPlan } from './errors.ts';
import type { cycle, Item } from './model.ts';

/** The plan taken over last, and its items as known now, in the order of the plan. Throws `plan.no-plan`. */
export async function readPlan(reader: Reader): Promise<{ cycle: z.output<typeof cycle>; items: Item[] }> {
  const row = await reader
    .selectFrom('plan_cycle')
    .selectAll()
    .orderBy('loaded_at', 'desc')
    .executeTakeFirst();
  if (!row) throw noPlan.with({});
  const items = await reader
    .selectFrom('plan_item')
    .selectAll()
    .where('cycle', '=', row.id)
    .where('superseded_at', 'is', null)
    .orderBy('position')
    .execute();
  return {
    cycle: {
      cycle: row.id,
      title: row.title,
      words: row.words,
      adopted: { on: row.adopted_on, example: row.adopted_example === 1 },
      nextDue: row.next_due,
    },
    items: items.map(({ item, kind, number, name, words, heading, clause }) => ({
      item,
      kind,
      number,
      name,
      words,
      heading,
      clause,
    })),
  };
}
