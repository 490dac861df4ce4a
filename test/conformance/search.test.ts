import { afterAll, expect, test } from 'vitest';
import type { Context } from '../../src/areas/handler.ts';
import { migrate } from '../../src/store/migrations/index.ts';
import { fillSearchCorpus, questions } from '../search-corpus.ts';
import { openStateContext, type StateContext } from '../state-context.ts';
import { storesForTests } from './stores.ts';

const stores = storesForTests();
afterAll(() => stores.stop());

test('both stores give the same hits in the same order, and the same reasons', {
  timeout: 120_000,
}, async () => {
  const answers: Record<string, unknown>[] = [];
  for (const kind of ['sqlite', 'postgres'] as const) {
    const { store, close } = await stores.open(kind);
    await migrate(store);
    const base = await openStateContext('2026-11-23T15:00:00.000Z');
    const context: StateContext = {
      ...base,
      store,
      withFile: async (folder, path) => ({ ...(await base.withFile(folder, path)), store }),
    };
    const { world, named, search } = await fillSearchCorpus(context);
    const found: Record<string, unknown> = {};
    for (const { q } of questions) {
      const answer = await search.handlers.find(world as Context, { q, exact: false, limit: 50 });
      // Ids given out here differ from store to store; what they stand for does not.
      const id = (one: string) => named.get(one) ?? one;
      found[q] = {
        ...answer,
        hits: answer.hits.map((hit) => [hit.kind, id(hit.id), hit.name, hit.matched, hit.missing]),
      };
    }
    answers.push(found);
    await close();
    await base.close();
  }
  expect(Object.keys(answers[0]!)).toHaveLength(50);
  expect(answers[1]).toEqual(answers[0]);
});
