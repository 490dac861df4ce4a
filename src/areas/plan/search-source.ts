import { type SearchDocument, searchSource } from '../search-source.ts';
import type { Item, ItemKind } from './model.ts';
import { readPlan } from './read-plan.ts';

const group = 'plan';
const byWords: ReadonlySet<ItemKind> = new Set(['action', 'step', 'recommendation', 'heading']);

/** `Action 1`, `Principle 9`. */
function numbered({ kind, number }: Pick<Item, 'kind' | 'number'>): string {
  const words = kind.replace('-', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} ${number ?? ''}`.trim();
}

/** Words to the last whole one within a line's length. */
const firstOf = (words: string): string =>
  words.length <= 90 ? words : `${words.slice(0, 90).replace(/\s+\S*$/, '')} …`;

/** Items of the plan in their own words, and its objectives. */
export const planSearch = searchSource({
  kinds: ['plan'],
  async *read({ store }, groups) {
    if (groups !== undefined && !groups.includes(group)) return;
    const plan = await readPlan(store.read).catch(() => undefined);
    if (plan === undefined) return;
    const objectives = await store.read
      .selectFrom('plan_objective')
      .select(['objective', 'title', 'position'])
      .where('cycle', '=', plan.cycle.cycle)
      .where('superseded_at', 'is', null)
      .orderBy('position')
      .execute();
    const beside = [plan.cycle.title];
    yield [
      ...plan.items.map((item): SearchDocument => {
        const own = numbered(item);
        const above = plan.items.find((one) => one.item === item.parent);
        return {
          kind: 'plan',
          group,
          id: item.item,
          // Each principle has its own first action: such an item is known by its words, and says what it stands under.
          name: item.name ?? (byWords.has(item.kind) ? firstOf(item.words) : own),
          href: `/plan/${item.item}`,
          line: !byWords.has(item.kind)
            ? item.words
            : above === undefined
              ? `${own} of the plan.`
              : `${own} under ${above.name ?? numbered(above).toLowerCase()}.`,
          beside,
          texts: [
            { part: 'name', text: item.name ?? '' },
            { part: 'words', text: item.words },
          ],
        };
      }),
      ...objectives.map(
        ({ objective, title }): SearchDocument => ({
          kind: 'plan',
          group,
          id: `objective ${objective}`,
          name: title,
          href: `/plan/objectives/${objective}`,
          line: 'An objective of the plan.',
          beside,
          texts: [{ part: 'words', text: title }],
        }),
      ),
    ];
  },
  touched: { 'plan-changed': () => [group] },
});
