import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadJurisdiction, readStateFile } from './load-jurisdiction.ts';
import { listStateFiles, loadDatasetList } from './state-folder.ts';

const folder = fileURLToPath(new URL('../../examples/connecticut', import.meta.url));

test('the example state is read whole: 169 towns, 8 counties to 2021 and 9 planning regions after', async () => {
  const state = await loadJurisdiction(folder);
  expect(state.places).toHaveLength(169);
  // Added up with awk over the file.
  expect(state.places.reduce((sum, place) => sum + (place.population?.value ?? 0), 0)).toBe(3_572_665);
  const on = (date: string) =>
    state.regions.filter((region) => (region.from ?? '') <= date && date <= (region.to ?? '9999'));
  expect(on('2021-12-31').map(({ kind }) => kind)).toEqual(Array(8).fill('county'));
  expect(on('2022-01-01').map(({ kind }) => kind)).toEqual(Array(9).fill('planning-region'));
  for (const date of ['2021-12-31', '2022-01-01'])
    expect(new Set(on(date).flatMap(({ places }) => places))).toEqual(
      new Set(state.places.map(({ id }) => id)),
    );
});

test('a village leads to its town, and every town has one code in each vintage', async () => {
  const { places } = await loadJurisdiction(folder);
  const named = (name: string) =>
    places.filter(({ variants }) => variants.includes(name)).map(({ id }) => id);
  expect([named('willimantic'), named('jewett city'), named('terryville')]).toEqual([
    ['windham'],
    ['griswold'],
    ['plymouth'],
  ]);
  const hartford = places.find(({ id }) => id === 'hartford')!;
  // Codes of the Census Bureau: town 37070; Hartford County 003, Capitol Planning Region 110.
  expect(hartford.codes.filter(({ system }) => system === 'fips-county-subdivision')).toEqual([
    { system: 'fips-county-subdivision', code: '0900337070', to: '2021-12-31' },
    { system: 'fips-county-subdivision', code: '0911037070', from: '2022-01-01' },
  ]);
});

test('every boundary belongs to a place and every place has one', async () => {
  const { places, boundaries } = await loadJurisdiction(folder);
  const { features } = JSON.parse(await readStateFile(folder, boundaries!));
  expect(features.map((feature: { properties: { place: string } }) => feature.properties.place)).toEqual(
    places.map(({ id }) => id).sort(),
  );
});

test('the datasets that come with the state name files that are there, at most 13 MB together', async () => {
  const { law, agencies, plan, datasets } = await listStateFiles(folder);
  expect(law.length).toBeGreaterThan(0);
  expect([agencies, plan, datasets]).toEqual(['agencies.yaml', 'plan/plan.yaml', 'datasets.yaml']);
  const list = await loadDatasetList(folder);
  const sizes = await Promise.all(
    list.flatMap(({ files }) => files.map(async ({ file }) => (await readFile(join(folder, file))).length)),
  );
  expect(sizes.length).toBe(16);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(13_000_000);
});

test('a place that is not in the list is reported with its file and row', async () => {
  const copy = await mkdtemp(join(tmpdir(), 'state-'));
  try {
    await cp(folder, copy, { recursive: true, filter: (path) => !path.includes('/data') });
    await writeFile(join(copy, 'geography/variants.csv'), 'variant,place\nboggs,atlantis\n');
    await expect(loadJurisdiction(copy)).rejects.toThrow(
      'variants.csv, row 1 under the header: atlantis is not in the list of places.',
    );
  } finally {
    await rm(copy, { recursive: true });
  }
});
