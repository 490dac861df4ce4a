import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleState, openStateContext, type StateContext } from '../../../test/state-context.ts';
import { loadJurisdiction } from '../../core/load-jurisdiction.ts';
import { area as agencies } from '../agencies/index.ts';
import { area as catalog } from '../catalog/index.ts';
import type { Context } from '../handler.ts';
import { searchArea } from './index.ts';

const dictionary = readFileSync(
  new URL('../../../test/golden/dictionaries/P20WIN_Data_Dictionary.xlsx', import.meta.url),
);

describe('who holds birth date, on the day the dictionary came', () => {
  let context: StateContext;
  let world: Context;
  const search = searchArea([agencies, catalog]);
  beforeAll(async () => {
    context = await openStateContext('2026-11-23T15:00:00.000Z');
    world = { ...context, jurisdiction: await loadJurisdiction(exampleState) };
    await agencies.handlers['load-agencies'](await context.withFile(exampleState, 'agencies.yaml'), {});
    const upload = { filename: 'dictionary.xlsx', stream: new Blob([dictionary as BlobPart]).stream() };
    await catalog.handlers['import-dictionary']({ ...world, upload }, { check: false, problems: 0 });
  }, 60_000);
  afterAll(() => context.close());

  it('names every holder, whatever each calls it', async () => {
    const { holders } = await search.handlers['find-holders'](world, { q: 'birth date' });
    // Read from the workbook by eye: elements whose name says date of birth.
    const expected = ['CTECS', 'DCF', 'DMHAS', 'DOC', 'DOL', 'OEC', 'SDE'];
    expect(holders.map(({ agency }) => agency).sort()).toEqual(expect.arrayContaining(expected));
    const names = holders.flatMap(({ fields }) => fields.map(({ name }) => name));
    for (const called of ['Birth_Date', 'DOB', 'DateOfBirth', 'Birthdate', 'BirthDate', 'Apprentice_DOB'])
      expect(names, called).toContain(called);
    const correction = holders.find(({ agency }) => agency === 'DOC')!;
    expect(correction.fields[0]).toMatchObject({
      title: 'Offender Based Information System',
      years: '2000 to now',
    });
  });

  it('and a person sees the same by searching', async () => {
    const { hits, kinds } = await search.handlers.find(world, {
      q: 'dob',
      kind: 'field',
      exact: false,
      limit: 20,
    });
    expect(kinds.find(({ kind }) => kind === 'field')!.hits).toBeGreaterThan(8);
    expect(hits.every(({ beside }) => beside.length > 0)).toBe(true);
  });
});
