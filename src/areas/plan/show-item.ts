import type { Handler } from '../handler.ts';
import type { showItem as op } from './contract.ts';
import { noSuchItem } from './errors.ts';
import type { MeasuresRegistry } from './measures-registry.ts';
import { viewObjectives } from './objective-view.ts';
import { readPlan } from './read-plan.ts';

export const showItem =
  (registry: MeasuresRegistry): Handler<typeof op> =>
  async (context, input) => {
    const read = context.store.read;
    const { cycle, items } = await readPlan(read);
    const found = items.find(({ item }) => item === input.item);
    if (!found) throw noSuchItem.with({ item: input.item });
    const history = await read
      .selectFrom('plan_item')
      .select(['words', 'recorded_at', 'superseded_at'])
      .where('item', '=', input.item)
      .orderBy('recorded_at', 'desc')
      .execute();
    const all = await viewObjectives(context, registry);
    return {
      ...found,
      cycle,
      headingWords: items.find(({ item }) => item === found.heading)?.words ?? null,
      objectives: all.filter((line) => line.goal === input.item || line.principles.includes(input.item)),
      history: history.map((row) => ({
        words: row.words,
        knownFrom: row.recorded_at,
        knownTo: row.superseded_at,
      })),
    };
  };
