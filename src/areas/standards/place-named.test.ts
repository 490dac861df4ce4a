import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRowsContext, type RowsContext } from '../../../test/rows-context.ts';
import { exampleState } from '../../../test/state-context.ts';
import { loadJurisdiction } from '../../core/load-jurisdiction.ts';
import { literal, sql } from '../../engine/sql.ts';
import { placeNamed } from './measures.ts';
import { placeReader } from './place-name.ts';

let context: RowsContext;
beforeAll(async () => {
  context = await openRowsContext({ jurisdiction: await loadJurisdiction(exampleState) });
});
afterAll(() => context.close());

test('a name, a village and a misspelling lead to the place; what is on no list leads nowhere', async () => {
  const read = placeReader(await loadJurisdiction(exampleState));
  const place = (text: string | null) => {
    const reading = read(text);
    return reading.kind === 'place' ? `${reading.place.id} by ${reading.by}` : reading.kind;
  };
  expect(
    ['HARTFORD', ' new   london ', 'Willimantic', 'BRIDGEORT', 'UNKNOWN', '  ', null].map(place),
  ).toEqual([
    'hartford by name',
    'new-london by name',
    'windham by variant',
    'bridgeport by variant',
    'none',
    'blank',
    'blank',
  ]);
});

test('of 10,654 overdose deaths 10,156 name a town; 178 are blank and 320 name none', async () => {
  // Counted beforehand by a script of its own over the same files: exact names 9,581, variants 575.
  const file = join(exampleState, 'data/accidental-drug-deaths-2012-2022.csv');
  expect((await readFile(file)).length).toBe(4_001_274);
  const added = await context.addVersion({
    rows: sql`select "Injury City" as injury_city from read_csv(${literal(file)}, header = true, all_varchar = true)`,
    columns: [{ name: 'injury_city', type: 'text' }],
    placeField: 'injury_city',
  });
  const records = await placeNamed.records(context, { datasets: [added.publicId] });
  const by = Map.groupBy(records, (record) => (record.counts ? 'counts' : record.because.split(':')[0]!));
  const rows = (own: typeof records) => own.reduce((sum, { times = 1 }) => sum + times, 0);
  expect([...by].map(([why, own]) => [why, rows(own)]).sort()).toEqual(
    [
      ['Blank', 178],
      ['Names no place of the state’s list', 320],
      ['counts', 10_156],
    ].sort(),
  );
  expect(rows(records.filter(({ because }) => because.includes('by a listed variant')))).toBe(575);
  // One record for each text that stands there: what is held does not grow with the rows.
  expect(new Set(records.map(({ id }) => id)).size).toBe(records.length);
  expect(records.length).toBeLessThan(1_000);
});

test('a dataset outside the scope, or without a field for the place, has no record', async () => {
  await context.addVersion({
    rows: sql`select 'Hartford' as town`,
    columns: [{ name: 'town', type: 'text' }],
  });
  expect(await placeNamed.records(context, { datasets: ['none-0000'] })).toEqual([]);
});
