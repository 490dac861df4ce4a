/**
 * Deduplication of generated people from Parquet to clusters, beside Splink: wall, CPU, memory, and how right both are.
 *
 *   node bench/linkage/speed.ts [--rows 1000000] [--ours]
 *
 * Splink is timed from when its imports are done, ours from the start of the process. The truth is not read while timed.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDuckdb } from '../../src/engine/duckdb/open.ts';
import { literal, sql } from '../../src/engine/sql.ts';
import { measured } from '../measure.ts';
import { hasPeer } from '../peers/install.ts';
import { peerProgram, temporaryFolder } from '../places.ts';
import { judge, printTable } from '../table.ts';
import { peopleFile } from './people.ts';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, ours: { type: 'boolean', default: false } },
});
const rows = Number(values.rows);
const folder = temporaryFolder('linkage-speed');
const openEngine = () => openDuckdb({ memoryLimitMb: 4000, threads: 2, tempFolder: join(folder, 'spill') });
const making = await openEngine();
const file = await peopleFile(making, rows);
await making.close();

const fields =
  'given_name=given_name,middle_name=middle_name,family_name=family_name,birth_date=birth_date,sex=sex,ssn_last4=ssn4,address=address,town=town,zip=zip';

interface Contestant {
  readonly what: string;
  readonly seconds: number;
  readonly cpu: number;
  readonly peakMB: number;
  readonly out: string;
  readonly stages: Readonly<Record<string, number>>;
}

async function ours(): Promise<Contestant> {
  const out = join(folder, 'ours');
  mkdirSync(out);
  const script = join(import.meta.dirname, 'dedupe-once.ts');
  const run = await measured(process.execPath, ['--disable-warning=ExperimentalWarning', script, file, out], {
    env: { FIELDS: fields },
    timeoutMinutes: 60,
  });
  const said = JSON.parse(run.stdout.trim().split('\n').at(-1)!);
  return {
    what: 'ours',
    seconds: run.seconds,
    cpu: (said.cpu.user + said.cpu.system) / 1e6,
    peakMB: said.peakMB,
    out,
    stages: said.seconds,
  };
}

async function splink(): Promise<Contestant> {
  const out = join(folder, 'splink');
  mkdirSync(out);
  const script = join(import.meta.dirname, '..', 'peers', 'splink_people.py');
  const run = await measured(peerProgram('splink', 'python'), [script, file, out], { timeoutMinutes: 60 });
  const said = JSON.parse(run.stdout.trim().split('\n').at(-1)!);
  return {
    what: 'Splink 5.0.0',
    seconds: said.total,
    cpu: said.cpu,
    peakMB: said.peakMB,
    out,
    stages: said.seconds,
  };
}

const contestants = [await ours(), ...(values.ours || !hasPeer('splink') ? [] : [await splink()])];
const engine = await openEngine();
const lines = [];
for (const { what, seconds, cpu, peakMB, out } of contestants)
  lines.push({ what, seconds, 'CPU s': cpu, 'peak MB': peakMB, ...(await quality(out)) });
await engine.close();
printTable(`${rows.toLocaleString('en-US')} generated people, Parquet to clusters`, lines);
for (const { what, stages } of contestants)
  console.log(
    `${what}: ${Object.entries(stages)
      .map(([stage, s]) => `${stage} ${s.toFixed(1)}`)
      .join(', ')}`,
  );
const [us, them] = [contestants[0]!, contestants[1]];
if (them !== undefined) {
  const share = rows >= 5_000_000 ? 1 / 3 : 1 / 2;
  judge('wall', us.seconds / them.seconds, share, 'at most', '×');
  judge('CPU', us.cpu / them.cpu, share, 'at most', '×');
  judge('memory', us.peakMB / them.peakMB, rows >= 5_000_000 ? 1 / 4 : 1 / 2, 'at most', '×');
  judge(
    'best pairwise F1, above the peer by',
    Number(lines[0]!['best F1']) - Number(lines[1]!['best F1']),
    0,
    'at least',
  );
  judge(
    'cluster F1, above the peer by',
    Number(lines[0]!['cluster F1']) - Number(lines[1]!['cluster F1']),
    0,
    'at least',
  );
}
process.exit(0);

/** Best pairwise F1 over all thresholds and F1 of the clusters, from what was written. */
async function quality(out: string) {
  const table = (name: string) => sql`read_parquet(${literal(join(out, `${name}.parquet`))})`;
  const truth = sql`(SELECT id, person FROM read_parquet(${literal(file)}))`;
  const [row] = await engine.rows<{ best: number; cluster: number }>(sql`
    WITH everything AS (SELECT sum(n * (n - 1) / 2) AS pairs FROM (SELECT count(*) AS n FROM ${truth} GROUP BY person)),
    judged AS (
      SELECT round(p.match_weight, 1) AS weight, p.match_probability AS chance, (l.person = r.person)::integer AS same
      FROM ${table('pairs')} p JOIN ${truth} l ON l.id = p.id_l JOIN ${truth} r ON r.id = p.id_r
    ), steps AS (
      SELECT sum(sum(same)) OVER w AS alike, sum(count(*)) OVER w AS declared
      FROM judged GROUP BY round(chance, 4), weight WINDOW w AS (ORDER BY round(chance, 4) DESC, weight DESC)
    ), clusters AS (SELECT c.cluster_id, t.person FROM ${table('clusters')} c JOIN ${truth} t ON t.id = c.id),
    together AS (SELECT sum(n * (n - 1) / 2) AS pairs FROM (SELECT count(*) AS n FROM clusters GROUP BY cluster_id)),
    rightly AS (SELECT sum(n * (n - 1) / 2) AS pairs FROM (SELECT count(*) AS n FROM clusters GROUP BY cluster_id, person))
    SELECT (SELECT max(2 * alike / (declared + everything.pairs)) FROM steps, everything)::double AS best,
      (SELECT 2 * rightly.pairs / (together.pairs + everything.pairs) FROM rightly, together, everything)::double AS cluster`);
  return { 'best F1': row!.best.toFixed(4), 'cluster F1': row!.cluster.toFixed(4) };
}
