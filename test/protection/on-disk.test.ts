import { cpSync, existsSync, lstatSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Connection, overSocket } from '../../src/cli/connect.ts';
import { openDuckdb } from '../../src/engine/duckdb/open.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { claimHome } from '../../src/store/home.ts';
import { oak, type RunningServer, serve, temporaryFolder } from '../program.ts';
import { secondState } from '../state-context.ts';
import { plantedCsv, plantedPeople, plantedValues } from './planted.ts';
import { plainTextIn } from './scan.ts';

/**
 * Two versions of a register of 500 people who do not exist go through a real server: sent, loaded, profiled, checked,
 * compared, looked at, and refused. Then every file it has is searched for their names and numbers.
 */

const folder = temporaryFolder();
const home = join(folder.path, 'home');
// Everything the program might put aside, temporary files too, is within reach of the search.
const aside = mkdtempSync(join(tmpdir(), 'oak-aside-'));
const sent = mkdtempSync(join(tmpdir(), 'oak-sent-'));
const env = { TMPDIR: aside };
let server: RunningServer;
let engine: Engine;
beforeAll(async () => {
  engine = await openDuckdb({ memoryLimitMb: 300, threads: 1, tempFolder: join(sent, 'spill') });
  // The state alone, without its datasets.
  const state = join(sent, 'state');
  cpSync(secondState, state, { recursive: true });
  for (const part of ['datasets.yaml', 'data', 'plan'])
    rmSync(join(state, part), { recursive: true, force: true });
  const loaded = await oak(home, ['load-state', state], env);
  expect(loaded.err).toContain('Loaded in');
  server = await serve(home, [], env);
  const claim = await claimHome(home);
  operator = overSocket(claim.socketPath);
}, 180_000);
afterAll(async () => {
  await server?.stop();
  await engine?.close();
  for (const one of [aside, sent]) rmSync(one, { recursive: true, force: true });
  folder[Symbol.dispose]();
});

/** As `oak` does it: the operator, over the home's socket, for a purpose. */
let operator: Connection;
const ask = async (method: string, path: string, input?: object) => {
  const answer = await operator.fetch(
    new Request(`http://localhost/api/v1/${path}`, {
      method,
      headers: { 'oak-purpose': 'a%20drill', 'content-type': 'application/json' },
      ...(input && { body: JSON.stringify(input) }),
    }),
  );
  return { status: answer.status, out: await answer.text() };
};
const get = (path: string) => ask('GET', path);
const quiet = async () => {
  for (let still = 0; still < 3; ) {
    const waiting = await Promise.all(['queued', 'running'].map((state) => get(`jobs?state=${state}`)));
    const jobs = waiting.flatMap(({ out }) => JSON.parse(out).jobs as unknown[]);
    still = jobs.length === 0 ? still + 1 : 0;
    await wait(100);
  }
};

it('nothing of a protected dataset stands on the disk in plain text, while it is used and afterwards', {
  timeout: 240_000,
}, async () => {
  const { dataset: id } = JSON.parse((await ask('POST', 'datasets', { title: 'Register' })).out) as {
    dataset: string;
  };
  const files = { first: join(sent, 'first.csv'), second: join(sent, 'second.csv') };
  for (const which of ['first', 'second'] as const) {
    writeFileSync(files[which], plantedCsv(which));
    // The first is sent as a browser sends it, the second named by its path.
    const answer =
      which === 'first'
        ? await operator.fetch(
            new Request(`http://localhost/api/v1/ingest?dataset=${id}&filename=first.csv`, {
              method: 'POST',
              body: plantedCsv(which),
            }),
          )
        : await ask('POST', `ingest?dataset=${id}&path=${encodeURIComponent(files[which])}`);
    expect(answer.status).toBe(202);
    await quiet();
  }
  // Looked at in every way: rows, cells, rows set aside, the profile, differences, suggestions; each answer holds some of them.
  const seen = plantedPeople[0]!;
  const of = `datasets/${id}`;
  expect((await get(`${of}/rows?limit=500`)).out).toContain(seen.name);
  expect((await get(`${of}/rejected-cells`)).out).toContain(plantedPeople[3]!.name);
  expect((await get(`${of}/quarantined-rows`)).out).toContain(plantedPeople[5]!.name);
  expect((await get(`${of}/compare?from=1&to=2`)).status).toBe(200);
  await expect
    .poll(async () => (await get(`${of}/profile`)).out, { timeout: 60_000, interval: 300 })
    .toMatch(/"min":"9\d{8}"/);
  // A window runs in a process of its own; a file of rows is refused; so is a visitor.
  const windowed = await get(
    `${of}/rows?select=${encodeURIComponent('full_name, row_number() over (order by full_name) as n')}`,
  );
  expect([200, 400]).toContain(windowed.status);
  expect((await get(`${of}/versions/2.csv`)).status).toBe(403);
  for (const path of [`/resource/${id}.json`, `/data/${id}/rows`, `/api/v1/${of}/rows?where=full_name%3D'x'`])
    expect((await fetch(server.url + path)).status).toBe(403);

  // While the server runs, with its write-ahead log.
  expect(existsSync(join(home, 'store.sqlite-wal'))).toBe(true);
  expect([...(await plainTextIn(home, plantedValues, engine))]).toEqual([]);
  expect([...(await plainTextIn(aside, plantedValues, engine))]).toEqual([]);
  expect(server.printed()).not.toContain(seen.name);

  // The search finds what is there: the same file, declared open before it is loaded.
  const { dataset: open } = JSON.parse((await ask('POST', 'datasets', { title: 'Open register' })).out) as {
    dataset: string;
  };
  for (const [path, input] of [
    [`datasets/${open}/classification`, { class: 'open', ground: 'All of it is invented' }],
    [`datasets/${open}/releases`, { ground: 'nothing-protected', reviewer: 'A tester' }],
  ] as const)
    expect((await ask('POST', path, input)).status).toBe(200);
  await ask('POST', `ingest?dataset=${open}&path=${encodeURIComponent(files.first)}`);
  await quiet();
  const plain = await plainTextIn(join(home, 'lake'), plantedValues, engine);
  expect(new Set([...plain.values()].flat()).size).toBe(plantedValues.length);
  // Names are not looked for again: they are open now. What is protected still has no file that opens.
  expect([...plain.keys()].some((path) => path.endsWith('.sealed'))).toBe(false);

  // After a crash: what was opened lay in memory alone and goes with the process, or in the private folder, which the next
  // start empties.
  const inMemory = lstatSync(join(home, 'private')).isSymbolicLink() && readlinkSync(join(home, 'private'));
  await server.kill();
  if (inMemory) await expect.poll(() => existsSync(inMemory), { timeout: 5_000 }).toBe(false);
  server = await serve(home, [], env);
  const after = await plainTextIn(join(home, 'private'), plantedValues, engine).catch(() => new Map());
  expect([...after]).toEqual([]);
});
