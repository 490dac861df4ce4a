import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillSearchCorpus, questions } from '../../../test/search-corpus.ts';
import { openStateContext, type StateContext } from '../../../test/state-context.ts';
import { area as catalog } from '../catalog/index.ts';
import { NearWords } from './text/near-words.ts';
import { stemOf } from './text/stem.ts';
import { synonymsOf } from './text/synonyms.ts';
import { wordsOf } from './text/words.ts';

describe('words', () => {
  it('meet in one stem as in the examples of Porter’s paper', () => {
    // From the tables of the paper, steps 1a to 5b.
    const published = {
      caresses: 'caress',
      ponies: 'poni',
      cats: 'cat',
      feed: 'feed',
      agreed: 'agre',
      plastered: 'plaster',
      motoring: 'motor',
      sing: 'sing',
      conflated: 'conflat',
      sized: 'size',
      hopping: 'hop',
      falling: 'fall',
      filing: 'file',
      happy: 'happi',
      sky: 'sky',
      relational: 'relat',
      conditional: 'condit',
      valenci: 'valenc',
      digitizer: 'digit',
      radicalli: 'radic',
      vietnamization: 'vietnam',
      operator: 'oper',
      feudalism: 'feudal',
      decisiveness: 'decis',
      formaliti: 'formal',
      triplicate: 'triplic',
      electrical: 'electr',
      goodness: 'good',
      revival: 'reviv',
      allowance: 'allow',
      inference: 'infer',
      airliner: 'airlin',
      adjustable: 'adjust',
      replacement: 'replac',
      adoption: 'adopt',
      communism: 'commun',
      probate: 'probat',
      rate: 'rate',
      cease: 'ceas',
      controll: 'control',
      roll: 'roll',
    };
    expect(Object.fromEntries(Object.keys(published).map((word) => [word, stemOf(word)]))).toEqual(published);
  });

  it('are taken out of names of fields as a person reads them', () => {
    expect(wordsOf('BirthDate birth_date DOBYear PWS ID, Straße 2020-21')).toEqual(
      'Birth Date birth date DOB Year PWS ID Straße 2020 21'.split(' '),
    );
  });

  it('are found when mistyped by one slip, or two in a long one, and not by more', () => {
    const near = new NearWords();
    for (const word of ['fentanyl', 'school', 'crash', 'cash', 'county']) near.add(word);
    const words = (typed: string) => near.near(typed).map(({ word }) => word);
    expect(words('fentanil')).toEqual(['fentanyl']);
    expect(words('fetnanil')).toEqual(['fentanyl']);
    expect(words('shcool')).toEqual(['school']);
    expect(words('scholl')).toEqual(['school']);
    expect(words('crush')).toEqual(['crash']);
    expect(words('fundamental')).toEqual([]);
    expect(words('cow')).toEqual([]);
  });

  it('have the other names of a group, each of them, and the wider has the narrower', () => {
    const { sayings } = synonymsOf([{ same: [['birth date', 'DOB']], wider: { disaster: ['flood'] } }]);
    expect(sayings.get('birth date')).toEqual([['dob']]);
    expect(sayings.get('dob')).toEqual([['birth', 'date']]);
    expect(sayings.get('disast')).toEqual([['flood']]);
    expect(sayings.get('flood')).toBeUndefined();
  });
});

describe('the search', () => {
  let context: StateContext;
  let corpus: Awaited<ReturnType<typeof fillSearchCorpus>>;
  beforeAll(async () => {
    context = await openStateContext('2026-11-23T15:00:00.000Z');
    corpus = await fillSearchCorpus(context);
  }, 60_000);
  afterAll(() => context.close());
  const find = (q: string, over: object = {}) =>
    corpus.search.handlers.find(corpus.world, { q, limit: 20, exact: false, ...over });

  it('answers what was changed a moment ago', async () => {
    const { world } = corpus;
    expect((await find('zebra crossings')).hits.map(({ id }) => id)).not.toContain('zebr-2026');
    await catalog.handlers['register-dataset'](world, { dataset: 'zebr-2026', title: 'Zebra crossings' });
    expect((await find('zebra')).hits[0]).toMatchObject({ id: 'zebr-2026', name: 'Zebra crossings' });
    await catalog.handlers['edit-dataset'](world, { dataset: 'zebr-2026', title: 'Marked crosswalks' });
    expect((await find('zebra')).hits).toEqual([]);
    expect((await find('marked crosswalks')).hits[0]?.id).toBe('zebr-2026');
    await catalog.handlers['edit-dataset'](world, { dataset: 'zebr-2026', state: 'retired' });
    expect((await find('marked crosswalks')).hits.map(({ id }) => id)).not.toContain('zebr-2026');
  });

  it('answers pages of one list, narrowed by kind and holder', async () => {
    const whole = await find('water', { limit: 100 });
    const pages = [];
    for (let cursor: string | undefined; ; ) {
      const answer = await find('water', { limit: 7, ...(cursor && { cursor }) });
      pages.push(...answer.hits);
      if (answer.next === null) break;
      cursor = answer.next;
    }
    expect(pages.slice(0, 100)).toEqual(whole.hits);
    expect(pages).toHaveLength(whole.total);
    const own = await find('water', { agency: 'DPH', kind: 'dataset' });
    expect(own.hits.map(({ id }) => id).sort()).toEqual(['lead-2015', 'watr-2016']);
    expect(whole.kinds.reduce((sum, { hits }) => sum + hits, 0)).toBe(whole.total);
    expect(whole.reaches.reduce((sum, { hits }) => sum + hits, 0)).toBe(whole.total);
  });

  it('says of each whether one may see it, and narrows by that', async () => {
    const { world } = corpus;
    const add = (dataset: string, title: string) =>
      catalog.handlers['register-dataset'](world, { dataset, title });
    for (const [id, title] of [
      ['aaaa-1111', 'Quokka sightings here'],
      ['aaaa-2222', 'Quokka sightings protected'],
      ['aaaa-3333', 'Quokka sightings elsewhere'],
      ['aaaa-4444', 'Quokka sightings for those who ask'],
    ] as const)
      await add(id, title);
    await catalog.handlers['describe-custody'](world, {
      dataset: 'aaaa-4444',
      access_level: 'restricted public',
    });
    await world.store.write((tx) =>
      tx
        .updateTable('dataset')
        .set({ rows_stored: 5, current_version: 1 })
        .where('public_id', 'in', ['aaaa-1111', 'aaaa-2222'])
        .execute(),
    );
    await world.store.write((tx) =>
      tx.updateTable('dataset').set({ release: 'decision' }).where('public_id', '=', 'aaaa-1111').execute(),
    );
    for (const dataset of ['aaaa-1111', 'aaaa-2222'])
      await catalog.handlers['edit-dataset'](world, { dataset, description: 'Counted by hand.' });
    const reachesOf = async (over: object = {}) =>
      Object.fromEntries((await find('quokka', over)).hits.map(({ id, reach }) => [id, reach]));
    expect(await reachesOf()).toEqual({
      'aaaa-1111': 'open',
      'aaaa-2222': 'on-request',
      'aaaa-3333': 'elsewhere',
      'aaaa-4444': 'on-request',
    });
    expect(Object.keys(await reachesOf({ reach: 'on-request' })).sort()).toEqual(['aaaa-2222', 'aaaa-4444']);
    expect((await find('quokka', { reach: 'open' })).reaches).toEqual([
      { reach: 'open', hits: 1 },
      { reach: 'on-request', hits: 2 },
      { reach: 'elsewhere', hits: 1 },
    ]);
  });

  it('keeps to the words themselves when told to', async () => {
    expect((await find('coroner')).hits[0]?.id).toBe('OCME');
    expect((await find('coroner', { exact: true })).hits).toEqual([]);
  });

  it('is not upset by any question', async () => {
    for (const q of [
      '',
      '   ',
      '%_\\\'"',
      '🦉',
      'the of and',
      'x'.repeat(200),
      'a '.repeat(100),
      '漢字',
      '-1',
    ])
      expect((await find(q)).total, q).toBeGreaterThanOrEqual(0);
    expect(questions.length).toBe(50);
  });
});
