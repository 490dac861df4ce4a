import type { Handler, Reader } from '../handler.ts';
import type { showItem as op } from './contract.ts';
import { noSuchItem } from './errors.ts';
import type { MeasuresRegistry } from './measures-registry.ts';
import type { Item } from './model.ts';
import { viewObjectives } from './objective-view.ts';
import { readPlan } from './read-plan.ts';

export const showItem =
  (registry: MeasuresRegistry): Handler<typeof op> =>
  async (context, input) => {
    const read = context.store.read;
    const { cycle, items } = await readPlan(read, input.cycle);
    const found = await itemOrItsHeir(read, cycle.cycle, items, input.item);
    if (!found) throw noSuchItem.with({ item: input.item });
    const history = await read
      .selectFrom('plan_item')
      .select(['words', 'recorded_at', 'superseded_at'])
      .where('item', '=', found.item)
      .where('cycle', '=', cycle.cycle)
      .orderBy('recorded_at', 'desc')
      .execute();
    const all = await viewObjectives(context, registry);
    return {
      ...found,
      cycle,
      headingWords: items.find(({ item }) => item === found.heading)?.words ?? null,
      objectives: all.filter((line) => line.goal === found.item || line.principles.includes(found.item)),
      history: history.map((row) => ({
        words: row.words,
        knownFrom: row.recorded_at,
        knownTo: row.superseded_at,
      })),
    };
  };

/** The item, or the one it was merged into, however often. */
async function itemOrItsHeir(reader: Reader, cycle: string, items: readonly Item[], id: string) {
  const merged = new Map(
    (
      await reader
        .selectFrom('plan_origin')
        .select(['item', 'origin'])
        .where('cycle', '=', cycle)
        .where('kind', '=', 'merged')
        .execute()
    ).map(({ item, origin }) => [origin, item]),
  );
  for (let now: string | undefined = id, steps = 0; now !== undefined && steps < 20; steps++) {
    const found = items.find(({ item }) => item === now);
    if (found) return found;
    now = merged.get(now);
  }
  return undefined;
}
