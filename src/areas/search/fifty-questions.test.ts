import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillSearchCorpus, questions } from '../../../test/search-corpus.ts';
import { openStateContext, type StateContext } from '../../../test/state-context.ts';

/** The questions were written before the search: test/golden/search. */
describe('fifty questions in plain words', () => {
  let context: StateContext;
  let corpus: Awaited<ReturnType<typeof fillSearchCorpus>>;
  beforeAll(async () => {
    context = await openStateContext('2026-11-23T15:00:00.000Z');
    corpus = await fillSearchCorpus(context);
  }, 60_000);
  afterAll(() => context.close());

  const find = (q: string) => corpus.search.handlers.find(corpus.world, { q, limit: 20, exact: false });

  it('at least 45 have their answer among the first three hits', async () => {
    const missed: string[] = [];
    for (const { q, wants } of questions) {
      const { hits } = await find(q);
      const ids = hits.slice(0, 3).map(({ id }) => corpus.named.get(id) ?? id);
      if (!ids.some((id) => wants.includes(id))) missed.push(`${q}: ${ids.join(', ')}`);
    }
    expect(questions).toHaveLength(50);
    expect(missed.length, missed.join('\n')).toBeLessThanOrEqual(5);
  });

  it('says why: which words, where they stand, and how a mistyped one was read', async () => {
    const { hits, understood } = await find('drug deaths');
    expect(hits[0]).toMatchObject({ kind: 'dataset', id: 'rybz-nyjw', missing: [] });
    expect(hits[0]!.matched).toContainEqual({ part: 'name', words: ['drug', 'deaths'] });
    expect(understood.filter(({ how }) => how === 'spelling')).toEqual([]);
    const typed = await find('fentanil');
    expect(typed.understood).toContainEqual({ words: 'fentanil', as: ['fentanyl'], how: 'spelling' });
  });
});
