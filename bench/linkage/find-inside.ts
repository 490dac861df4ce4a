/**
 * "Who is this?" as the platform answers it: a server, a sealed dataset of people, a link of it, and questions over HTTP with a
 * purpose, each decided by the policies and written into the audit log before it is answered.
 *
 *   node bench/linkage/find-inside.ts [--rows 1000000] [--questions 1000]
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { overSocket } from '../../src/cli/connect.ts';
import { openDuckdb } from '../../src/engine/duckdb/open.ts';
import { literal, sql } from '../../src/engine/sql.ts';
import { stop, treeMB } from '../measure.ts';
import { emptyHome, ingestProtected, jobsDone, startOurs } from '../ours.ts';
import { temporaryFolder } from '../places.ts';
import { judge, printTable, quantile } from '../table.ts';
import { peopleFile } from './people.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    questions: { type: 'string', default: '1000' },
  },
});
const [rows, questions] = [Number(values.rows), Number(values.questions)];
const engine = await openDuckdb({
  memoryLimitMb: 1000,
  threads: 2,
  tempFolder: join(temporaryFolder('find'), 'spill'),
});
const file = await peopleFile(engine, rows);
const warm = 100;
const people = await engine.rows<Record<string, string | null>>(
  sql`SELECT given_name, middle_name, family_name, birth_date::varchar AS birth_date, sex, ssn4 AS ssn_last4, address, town, zip
      FROM (SELECT *, row_number() OVER () AS n FROM read_parquet(${literal(file)}))
      WHERE n % ${Math.floor(rows / (questions + warm))} = 1 LIMIT ${questions + warm}`,
);
await engine.close();

const home = emptyHome();
const { answer: load } = await ingestProtected(home, file);
const server = await startOurs(home, 9_381);
const card = JSON.parse(readFileSync(join(home, 'owner.json'), 'utf8')) as { socket: string };
const door = overSocket(card.socket);
async function post<Answer>(path: string, body: unknown): Promise<Answer> {
  const answer = await door.fetch(
    new Request(`http://localhost/api/v1/linkage/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'oak-purpose': 'bench' },
      body: JSON.stringify(body),
    }),
  );
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text.slice(0, 300)}`);
  return JSON.parse(text) as Answer;
}

await jobsDone(server);
await post('runs', {
  left: load.dataset,
  fields:
    'given_name=given_name,middle_name=middle_name,family_name=family_name,birth_date=birth_date,sex=sex,ssn_last4=ssn4,address=address,town=town,zip=zip',
});
const jobs = await jobsDone(server);
const { runs } = (await (
  await door.fetch(
    new Request('http://localhost/api/v1/linkage/runs', { headers: { 'oak-purpose': 'bench' } }),
  )
).json()) as { runs: { run: string; withheld: boolean }[] };
const { run, withheld } = runs[0]!;
if (withheld) await post(`runs/${run}/reason`, { reason: 'Invented people, to measure with.' });

const find = async (at: number) => {
  const record = Object.fromEntries(Object.entries(people[at]!).filter(([, value]) => value !== null));
  const from = performance.now();
  const { answer } = await post<{ answer: string }>(`runs/${run}/find`, { record, limit: 5 });
  return { ms: performance.now() - from, answer };
};
const first = await find(0);
for (let at = 1; at < warm; at++) await find(at);
const times: number[] = [];
let known = 0;
for (let at = warm; at < people.length; at++) {
  const { ms, answer } = await find(at);
  times.push(ms);
  if (answer === 'known') known++;
}
printTable(`Who is this?, inside the platform: ${rows.toLocaleString('en-US')} records`, [
  { what: 'median, ms', ours: quantile(times) },
  { what: 'p95, ms', ours: quantile(times, 0.95) },
  { what: 'p99, ms', ours: quantile(times, 0.99) },
  { what: 'known, %', ours: (100 * known) / times.length },
  { what: 'first question, which makes the index, s', ours: first.ms / 1000 },
  { what: 'the link before it, s', ours: jobs.of('linkage.link-datasets').seconds },
  { what: 'memory of the server with the index, MB', ours: treeMB(server.child.pid!) },
]);
judge('p95 of an answer', quantile(times, 0.95), 10, 'at most', 'ms');
await stop(server.child);
process.exit(0);
