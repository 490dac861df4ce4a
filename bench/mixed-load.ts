/**
 * Sixteen clients reading pages and API while four write, over the example state: requests a second, times, errors, and the
 * server's memory minute by minute. One minute unless `--minutes` says more.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { overSocket } from '../src/cli/connect.ts';
import { load } from './load/load.ts';
import { stop, treeMB } from './measure.ts';
import { ask, startExample } from './ours.ts';
import { screensOf } from './screens-found.ts';
import { judge, printTable, quantile } from './table.ts';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '1' } } });
const seconds = Number(values.minutes) * 60;

const server = await startExample(9_380);
const screens = [...(await screensOf(server)).values()].flat();
const api = ['/api/v1/datasets', '/api/v1/agencies', '/api/v1/jobs', '/api/v1/audit', '/data.json'];
const { datasets } = await ask<{ datasets: { dataset: string }[] }>(server, 'GET', '/api/v1/datasets');
const paths = [...screens, ...api, ...datasets.map(({ dataset }) => `/api/v1/datasets/${dataset}`)];
const addresses = paths.map((path) => server.root + path);

// What the engine and the caches need once is not what is measured.
await load({
  addresses,
  clients: 4,
  requests: addresses.length,
  seconds: 60,
  headers: { accept: 'text/html' },
});

const memory: { readonly minute: number; readonly mb: number }[] = [];
const began = performance.now();
const sample = () =>
  memory.push({ minute: (performance.now() - began) / 60_000, mb: treeMB(server.child.pid!) });
const sampling = setInterval(sample, 5_000);
const plan = { addresses, seconds, requests: 10_000_000, headers: { accept: 'text/html' } };
sample();
const [read, written] = await Promise.all([load({ ...plan, clients: 16 }), writes(seconds)]);
clearInterval(sampling);
sample();

/** Four who change something, one decision after another: each is durable, with its entry in the log, before the next. */
async function writes(forSeconds: number) {
  // Over the owner's socket, as the operator: the same handlers, store and log as over the network.
  const card = JSON.parse(readFileSync(join(server.home, 'owner.json'), 'utf8')) as { socket: string };
  const door = overSocket(card.socket);
  const times: number[] = [];
  const until = performance.now() + forSeconds * 1000;
  await Promise.all(
    Array.from({ length: 4 }, async (_, client) => {
      const mine = datasets[client % datasets.length]!.dataset;
      for (let at = 0; performance.now() < until; at += 1) {
        const started = performance.now();
        const answer = await door.fetch(
          new Request(`http://localhost/api/v1/datasets/${mine}`, {
            method: 'PUT',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ description: `Described ${at} times by ${client}` }),
          }),
        );
        if (!answer.ok) throw new Error(`a write was answered ${answer.status}: ${await answer.text()}`);
        await answer.body?.cancel();
        times.push(performance.now() - started);
      }
    }),
  );
  return { perSecond: times.length / forSeconds, p50: quantile(times), p99: quantile(times, 0.99) };
}

stop(server.child);
printTable(`${values.minutes} min, 16 reading ${addresses.length} addresses in turn, 4 writing`, [
  { who: 'reading', 'a second': read.perSecond, 'p50 ms': read.p50, 'p95 ms': read.p95, 'p99 ms': read.p99 },
  { who: 'writing', 'a second': written.perSecond, 'p50 ms': written.p50, 'p99 ms': written.p99 },
]);
// The first tenth is still growing into its caches.
const settled = memory.filter(({ minute }) => minute >= (seconds / 60) * 0.1);
const half = Math.floor(settled.length / 2);
const mean = (part: typeof memory) => part.reduce((sum, { mb }) => sum + mb, 0) / part.length;
const growth = mean(settled.slice(half)) / mean(settled.slice(0, half));
printTable('Memory of the server', [
  {
    'at first MB': memory[0]!.mb,
    'at last MB': memory.at(-1)!.mb,
    'highest MB': Math.max(...memory.map(({ mb }) => mb)),
  },
]);
// Any answer other than 200 has ended the bench already: there was no error.
judge('requests a second', read.perSecond + written.perSecond, 300, 'at least');
judge('p99 of reading', read.p99, 250, 'at most', 'ms');
judge('memory, second half to first', growth, 1.1, 'at most');
