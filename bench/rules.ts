/**
 * Twelve rules over a table with planted faults: every failing row found, numbered and stored, and none else; then
 * the same rules over the clean table, which must raise none.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { contestant } from './contestants.ts';
import { crashRecords, type Rule, routeClasses, rules, severities, towns } from './data/crash-records.ts';
import { stop } from './measure.ts';
import { ask, emptyHome, ingest, jobsDone, type OurServer, startOurs } from './ours.ts';
import { pandera } from './peers/pandera.ts';
import { faultyParquet, unsortedParquet } from './peers/servers.ts';
import { judge, printTable } from './table.ts';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } });
const rowCount = Number(values.rows);

const definitions: Record<Rule, object> = {
  'crash_id unique': { kind: 'unique', fields: ['crash_id'] },
  'crash_date not null': { kind: 'not-null', field: 'crash_date' },
  'town in set': { kind: 'in-set', field: 'town', values: towns },
  'town_code pattern': { kind: 'pattern', field: 'town_code', pattern: '\\d{3}' },
  'route_class in set': { kind: 'in-set', field: 'route_class', values: routeClasses },
  'severity in set': { kind: 'in-set', field: 'severity', values: severities },
  'latitude range': { kind: 'range', field: 'latitude', min: 40.9, max: 42.1 },
  'longitude range': { kind: 'range', field: 'longitude', min: -73.8, max: -71.7 },
  'driver_age range': { kind: 'range', field: 'driver_age', min: 0, max: 120 },
  'reported_date order': { kind: 'order', field: 'crash_date', atMost: 'reported_date' },
  'damage_amount range': { kind: 'range', field: 'damage_amount', min: 0 },
  'narrative not null': { kind: 'not-null', field: 'narrative' },
};

/** Accepts the 12 rules, checks the version against them in one job, and reads back the row numbers that fail. */
async function checked(server: OurServer, file: string) {
  const { dataset } = (await ingest(server.home, file)).answer;
  await jobsDone(server);
  const ids = new Map<Rule, string>();
  for (const rule of rules) {
    const path = `/api/v1/datasets/${dataset}/rules`;
    const accepted = await ask<{ id: string }>(server, 'POST', path, { rule: definitions[rule] });
    ids.set(rule, accepted.id);
  }
  await jobsDone(server);
  const { job } = await ask<{ job: string }>(server, 'POST', `/api/v1/datasets/${dataset}/checks`, {});
  const jobs = await jobsDone(server);
  const found = {} as Record<Rule, number[]>;
  for (const [rule, id] of ids) {
    const answer = await fetch(`${server.root}/api/v1/datasets/${dataset}/rules/${id}/failing-rows.csv`);
    const [, ...lines] = (await answer.text()).trimEnd().split(/\r?\n/);
    found[rule] = lines.map((line) => Number.parseInt(line, 10)).sort((a, b) => a - b);
  }
  return { found, ...jobs.one(job) };
}

const ours = await contestant('ours', async () => {
  const server = await startOurs(emptyHome(), 9_360);
  const faulty = await checked(server, crashRecords(rowCount, 'faulty'));
  const clean = await checked(server, crashRecords(rowCount));
  stop(server.child);
  const answersFile = crashRecords(rowCount, 'faulty').replace('.csv', '-answers.json');
  const planted: Record<Rule, number[]> = JSON.parse(readFileSync(answersFile, 'utf8'));
  let missed = 0;
  let wrong = 0;
  for (const rule of rules) {
    const truth = new Set(planted[rule]);
    const found = new Set(faulty.found[rule]);
    missed += [...truth.difference(found)].length;
    wrong += [...found.difference(truth)].length + clean.found[rule].length;
  }
  return { ...faulty, missed, wrong };
});
const peer = await contestant(
  'pandera',
  async () => {
    const faulty = await pandera(await faultyParquet(rowCount));
    const clean = await pandera(await unsortedParquet(rowCount));
    return { ...faulty, wrong: clean.failing };
  },
  'pandera',
);

const failing = (found: Record<Rule, number[]>) =>
  rules.reduce((sum, rule) => sum + found[rule].length, 0).toLocaleString('en-US');
printTable(`12 rules, ${rowCount.toLocaleString('en-US')} rows`, [
  ...(ours
    ? [
        {
          what: 'ours: the whole job',
          seconds: ours.seconds,
          'peak MB': ours.peakMB,
          failing: failing(ours.found),
        },
      ]
    : []),
  ...(peer
    ? [
        {
          what: 'pandera: read, check, store',
          seconds: peer.seconds,
          'peak MB': peer.peakMB,
          failing: peer.failing.toLocaleString('en-US'),
        },
        { what: 'pandera: check and store only', seconds: peer.checkSeconds },
      ]
    : []),
]);
if (ours && peer)
  judge('seconds against pandera, from file to stored', ours.seconds / peer.seconds, 1, 'at most', '×');
if (ours) {
  judge('planted faults missed', ours.missed, 0, 'at most');
  judge('rows blamed wrongly', ours.wrong, 0, 'at most');
}
