import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPostgres, type TestPostgres } from '../conformance/postgres.ts';
import { oak, type RunningServer, serve, temporaryFolder } from '../program.ts';
import { plainRecords } from './plain-csv.ts';

/** One whole journey with the control plane in PostgreSQL: a second, invented state, from its folder to its figures. */

const state = join(import.meta.dirname, '..', 'golden', 'second-state');
const landingsFile = readFileSync(join(state, 'data', 'fish-landings-2025.csv'), 'utf8');
const folder = temporaryFolder();
const home = join(folder.path, 'home');
let postgres: TestPostgres;
let env: { OAK_DATABASE_URL: string };
let server: RunningServer | undefined;
beforeAll(async () => {
  postgres = await startPostgres();
  env = { OAK_DATABASE_URL: await postgres.newDatabase() };
});
afterAll(async () => {
  await server?.stop();
  await postgres?.stop();
  folder[Symbol.dispose]();
});

/** A command, which has to go well; its answer. */
async function command<Answer>(...args: string[]): Promise<Answer> {
  const done = await oak(home, [...args, '--json'], env);
  expect(done.code, done.err + done.out).toBe(0);
  return done.json() as Answer;
}

const api = async <Answer>(path: string): Promise<Answer> =>
  (await fetch(`${server!.url}/api/v1/${path}`)).json() as Promise<Answer>;

interface Now {
  readonly now: { readonly numerator: number; readonly denominator: number } | null;
}

it('a state is loaded, a dataset corrected, a post filled; all of it is there after a crash', {
  timeout: 180_000,
}, async () => {
  const loaded = await oak(home, ['load-state', state], env);
  expect(loaded.code, loaded.err).toBe(0);
  expect(existsSync(join(home, 'store.sqlite'))).toBe(false);

  server = await serve(home, [], env);
  const datasets = await api<{ datasets: { dataset: string; rows_stored: number }[] }>('datasets');
  expect(Object.fromEntries(datasets.datasets.map((one) => [one.dataset, one.rows_stored]))).toEqual({
    'tidf-0001': 40,
    'tidg-0002': 3,
  });

  // Landings without a parish in the file: 00003, 00009, 00014, 00024 and 00037.
  const { id } = await command<{ id: string }>(
    ...['quality', 'accept-rule', 'tidf-0001', '--rule', '{"kind":"not-null","field":"parish"}'],
  );
  const checked = async () =>
    (
      await api<{ checks: { rule: { id: string }; version: number; failing: number }[] }>(
        'datasets/tidf-0001/checks',
      )
    ).checks.find(({ rule }) => rule.id === id);
  await expect.poll(checked, { timeout: 30_000 }).toMatchObject({ version: 1, failing: 5 });
  const open = await command<{ issues: { id: string; state: string; failing: number }[] }>(
    ...['quality', 'list-issues', '--dataset', 'tidf-0001'],
  );
  expect(open.issues).toMatchObject([{ state: 'open', failing: 5 }]);

  // The parishes come in; one landing is taken back and another is new.
  const records = plainRecords(landingsFile);
  const corrected = records
    .filter((row) => row['landing_no'] !== '00040')
    .map((row): Record<string, string> => ({ ...row, parish: row['parish'] || 'Cove' }));
  corrected.push({
    landing_no: '00041',
    landed_on: '31/12/2025',
    parish: 'Alder',
    species: 'sole',
    kilograms: '5',
  });
  const file = join(folder.path, 'fish-landings-corrected.csv');
  writeFileSync(
    file,
    [Object.keys(records[0]!), ...corrected.map((row) => Object.values(row))]
      .map((row) => row.join(','))
      .join('\n'),
  );
  const made = await command<Record<string, unknown>>('catalog', 'ingest', file, '--dataset', 'tidf-0001');
  expect(made).toMatchObject({
    version: 2,
    rows_in: 40,
    rows_stored: 40,
    rows_quarantined: 0,
    cells_rejected: 0,
  });
  expect(made['changes']).toMatchObject({ by: 'key', added: 1, removed: 1, changed: 5, unchanged: 34 });
  await expect.poll(checked, { timeout: 30_000 }).toMatchObject({ version: 2, failing: 0 });
  const after = await command<{ issues: { state: string }[] }>(
    ...['quality', 'list-issues', '--dataset', 'tidf-0001', '--state', 'any'],
  );
  expect(after.issues.map((issue) => issue.state)).toEqual(['closed']);

  // Two of the three offices have a keeper of records; the third gets one.
  const keepers = async () => (await api<Now>('objectives/keepers-named')).now;
  expect(await keepers()).toMatchObject({ numerator: 2, denominator: 3 });
  await command('agencies', 'name-officer', 'FISH', 'Una Pell', '--role', 'records-keeper');
  await expect.poll(keepers, { timeout: 30_000 }).toMatchObject({ numerator: 3, denominator: 3 });

  // Killed, not stopped: what was acknowledged is in PostgreSQL, and the next start answers the same.
  const paths = [
    'datasets',
    'datasets/tidf-0001/versions',
    'objectives',
    'agencies',
    'datasets/tidf-0001/rules',
  ];
  const answers = async () => Promise.all(paths.map((path) => api<object>(path)));
  const before = await answers();
  await server.kill();
  server = await serve(home, [], env);
  expect(await answers()).toEqual(before);
  const kilograms = corrected.reduce((sum, row) => sum + Number(row['kilograms']), 0);
  const { rows } = await api<{ rows: { kg: string | number }[] }>(
    'datasets/tidf-0001/rows?select=sum(kilograms) as kg',
  );
  expect(Number(rows[0]!.kg)).toBe(kilograms);
  const page = await fetch(`${server.url}/data/tidf-0001`, { headers: { accept: 'text/html' } });
  expect(page.status).toBe(200);

  // Held against the database itself.
  const client = new pg.Client({ connectionString: env.OAK_DATABASE_URL });
  await client.connect();
  const kept = await client.query<{ n: string }>('select count(*) as n from dataset_version');
  await client.end();
  expect(Number(kept.rows[0]!.n)).toBe(3);
  expect(existsSync(join(home, 'store.sqlite'))).toBe(false);
});
