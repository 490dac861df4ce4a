import type { Events } from '../../core/event.ts';
import type { Store } from '../../store/database.ts';
import type { Context } from '../handler.ts';
import type { SearchSource } from '../search-source.ts';
import { TermIndex } from './ranking/term-index.ts';

/** An index and how far in the order of events it has read. */
interface Live {
  readonly index: TermIndex;
  sequence: number;
}

/** One a store and process; a change waits for the one before it. */
const lives = new WeakMap<Store, Promise<Live>>();

/**
 * The index of everything that can be found, as of the last commit: built when first asked for, then brought up to date
 * from the events told since. So every server of a deployment answers alike, without a word between them.
 */
export async function currentIndex(context: Context, sources: readonly SearchSource[]): Promise<TermIndex> {
  const known = lives.get(context.store);
  const next = (async () => {
    // One that failed is built anew by whoever asks next.
    const live = await known?.catch(() => undefined);
    if (live === undefined) return build(context, sources);
    await catchUp(live, context, sources);
    return live;
  })();
  lives.set(context.store, next);
  return (await next).index;
}

async function build(context: Context, sources: readonly SearchSource[]): Promise<Live> {
  // Read first: what happens while the documents are read is read again afterwards.
  const sequence = await newestEvent(context);
  const index = new TermIndex();
  for (const source of sources) await take(index, source, context);
  return { index, sequence };
}

async function catchUp(live: Live, context: Context, sources: readonly SearchSource[]): Promise<void> {
  const events = await context.store.read
    .selectFrom('event')
    .select(['sequence', 'name', 'payload'])
    .where('sequence', '>', live.sequence)
    .orderBy('sequence')
    .execute();
  if (events.length === 0) return;
  for (const source of sources) {
    const touched = new Set<string>();
    let all = false;
    for (const { name, payload } of events) {
      const groupsOf = source.touched[name as keyof Events] as
        | ((payload: unknown) => readonly string[] | 'all')
        | undefined;
      const groups = groupsOf?.(JSON.parse(payload)) ?? [];
      if (groups === 'all') all = true;
      else for (const group of groups) touched.add(group);
    }
    if (all) await take(live.index, source, context);
    else if (touched.size > 0) await take(live.index, source, context, [...touched]);
  }
  live.sequence = Number(events.at(-1)!.sequence);
}

/** Puts in what a source has now in place of what it had. */
async function take(index: TermIndex, source: SearchSource, context: Context, groups?: readonly string[]) {
  if (groups === undefined) index.removeKinds(source.kinds);
  else index.remove(groups);
  for await (const documents of source.read(context, groups)) {
    for (const document of documents) index.add(document);
    // A large catalogue is read in turns, so that other requests are answered in between.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function newestEvent({ store }: Context): Promise<number> {
  const row = await store.read
    .selectFrom('event')
    .select(({ fn }) => fn.max('sequence').as('newest'))
    .executeTakeFirst();
  return Number(row?.newest ?? 0);
}
