import type { Context, Tx } from '../handler.ts';
import type { FeedItem } from '../portal/follow/model.ts';
import { tell } from '../portal/index.ts';
import { readVersion } from './cycle/freeze-version.ts';

type Telling = Pick<Context, 'clock' | 'enqueue'>;
type News = Omit<FeedItem, 'at' | 'id'> & { readonly once: string };

/** Topics of the plan: itself, its docket, its board, its progress, and each of its items by its lasting id. */
export const planTopics = {
  plan: 'plan:all',
  docket: 'plan:comments',
  board: 'plan:board',
  progress: 'plan:progress',
  item: (item: string) => `plan:${item}`,
} as const;

/** Says once what happened to the plan, to whoever follows one of the topics. */
export const tellOfPlan = (
  tx: Tx,
  context: Telling,
  { once, ...news }: News,
  topics: readonly string[],
): Promise<void> => tell(tx, context, { id: `plan ${once}`, ...news }, topics);

/** A version was frozen: told to who follows the plan, and to who follows an item whose words are not what they were. */
export async function tellOfVersion(tx: Tx, context: Telling, id: string): Promise<void> {
  const version = await readVersion(tx, id);
  const before = await tx
    .selectFrom('plan_version')
    .select('id')
    .where('frozen_at', '<=', version.frozenAt)
    .where('id', '!=', id)
    .orderBy('frozen_at', 'desc')
    .executeTakeFirst();
  const old = before === undefined ? undefined : (await readVersion(tx, before.id)).content;
  const was = new Map(old?.items.map(({ item, words }) => [item, words]));
  const changed = version.content.items.filter(({ item, words }) => was.get(item) !== words);
  const dropped = [...was.keys()].filter((one) => !version.content.items.some(({ item }) => item === one));
  const count = changed.length + dropped.length;
  await tellOfPlan(
    tx,
    context,
    {
      once: `version ${id}`,
      kind: 'plan-version',
      title: `${version.content.title}: ${version.title}`,
      summary:
        old === undefined
          ? 'The first version kept here.'
          : count === 0
            ? 'No words differ from the version before.'
            : `${count} ${count === 1 ? 'item has' : 'items have'} other words than the version before.`,
      href: `/plan/versions/${id}`,
    },
    [planTopics.plan, ...changed.map(({ item }) => planTopics.item(item)), ...dropped.map(planTopics.item)],
  );
}
