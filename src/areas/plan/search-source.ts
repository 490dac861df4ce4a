import { type SearchDocument, searchSource } from '../search-source.ts';
import { readPlan } from './read-plan.ts';

const group = 'plan';

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
        const kind = item.kind.replace('-', ' ');
        return {
          kind: 'plan',
          group,
          id: item.item,
          name: item.name ?? `${kind.charAt(0).toUpperCase()}${kind.slice(1)} ${item.number ?? ''}`.trim(),
          href: `/plan/${item.item}`,
          line: item.words,
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
