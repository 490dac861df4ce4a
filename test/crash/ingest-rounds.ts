import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { zstdDecompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { openDuckdb } from '../../src/engine/duckdb/open.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { literal, sql } from '../../src/engine/sql.ts';
import { openKeyStore } from '../../src/store/sealed/key-store.ts';
import { unsealed } from '../../src/store/sealed/sealed-stream.ts';

/** Every durable step of an ingest, by the name its code gives it. */
export const durableSteps = [
  'ingest:received',
  'ingest:queued',
  'ingest:read',
  'ingest:rows-written',
  'ingest:files-written',
  'ingest:published-rows',
  'ingest:published-rejected-cells',
  'ingest:published-quarantined-rows',
  'ingest:published-source',
  'ingest:published-row-changes',
  'ingest:recorded',
] as const;

export interface Report {
  readonly rounds: number;
  readonly killed: number;
  readonly byStep: ReadonlyMap<string, number>;
  readonly versions: number;
  readonly broken: readonly string[];
}

/**
 * Kills a loading server again and again, `rounds` times over, at each durable step in turn and at random moments, and
 * after each death looks whether everything acknowledged is there and nothing half-written can be seen.
 */
export async function crashRounds(rounds: number, seed: number): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'oak-crash-'));
  const home = join(folder, 'home');
  mkdirSync(home);
  const program = await bundleChild(folder);
  const engine = await openDuckdb({ memoryLimitMb: 200, threads: 1, tempFolder: join(folder, 'spill') });
  const random = seeded(seed);
  const byStep = new Map<string, number>();
  const accepted = new Map<string, Expected>();
  const loaded = new Set<string>();
  const broken: string[] = [];
  let killed = 0;
  try {
    let dataset = '';
    for (let round = 0; round < rounds; round++) {
      const step =
        round % 3 === 2 ? String(Math.floor(random() * 220)) : durableSteps[round % durableSteps.length]!;
      const file = join(folder, `file-${round % 5}.csv`);
      const expected = writeSource(file, random);
      const life = await oneLife(program, home, file, dataset, step);
      if (life.signal === 'SIGKILL') {
        killed++;
        byStep.set(
          /^\d/.test(step) ? 'a random moment' : step,
          (byStep.get(/^\d/.test(step) ? 'a random moment' : step) ?? 0) + 1,
        );
      } else if (life.code !== 0)
        broken.push(`round ${round}: ended with ${life.code}: ${life.err.slice(0, 400)}`);
      for (const line of life.said) {
        if (line.accepted !== undefined) accepted.set(line.accepted, expected);
        if (line.loaded !== undefined) loaded.add(line.loaded);
        // Most files are newer versions of one dataset; a new one begins now and then.
        if (line.dataset !== undefined) dataset = random() < 0.06 ? '' : line.dataset;
      }
      broken.push(
        ...(await faults(home, engine, accepted, loaded)).map((fault) => `round ${round}, ${step}: ${fault}`),
      );
      if (broken.length > 0) break;
    }
    // The last life only finishes what is left: then every file accepted has its version.
    const last = await oneLife(program, home, '', '', '');
    for (const line of last.said) if (line.loaded !== undefined) loaded.add(line.loaded);
    broken.push(...(await faults(home, engine, accepted, loaded)));
    const made = new Set(versionsOf(home).map((version) => version.job));
    for (const job of accepted.keys())
      if (!made.has(job)) broken.push(`the file accepted as ${job} has no version`);
    return { rounds, killed, byStep, versions: made.size, broken };
  } finally {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Expected {
  readonly rowsIn: number;
  readonly rowsStored: number;
  readonly cellsRejected: number;
  readonly sum: number;
}

/** A small file with a cell that does not fit and a row that cannot be told apart, and what must come of it. */
function writeSource(file: string, random: () => number): Expected {
  const rows = 150 + Math.floor(random() * 60);
  const bad = Math.floor(random() * rows);
  const ragged = (bad + 7) % rows;
  let sum = 0;
  const lines = ['id,town,amount,note'];
  for (let at = 0; at < rows; at++) {
    const amount = Math.floor(random() * 10_000);
    if (at === ragged) {
      lines.push(`${at},Elm,${amount},one,two,three`);
      continue;
    }
    if (at !== bad) sum += amount;
    lines.push(`${at},Elm,${at === bad ? 'many' : amount},"said ${Math.floor(random() * 1e6)}"`);
  }
  writeFileSync(file, `${lines.join('\n')}\n`);
  return { rowsIn: rows, rowsStored: rows - 1, cellsRejected: 1, sum };
}

interface Life {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly said: readonly { accepted?: string; loaded?: string; dataset?: string }[];
  readonly err: string;
}

/** One file instead of two hundred: most of a life of half a second would be spent reading modules. */
async function bundleChild(folder: string): Promise<string> {
  const outdir = join(folder, 'program');
  const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  await build({
    entryPoints: {
      child: here('./ingest-child.ts'),
      'writer-worker': here('../../src/store/writer-worker.ts'),
    },
    bundle: true,
    outdir,
    outExtension: { '.js': '.mjs' },
    platform: 'node',
    target: 'node24',
    format: 'esm',
    external: ['@duckdb/*', '@cedar-policy/*', 'pg', 'pg-native'],
    nodePaths: [here('../../node_modules')],
    banner: {
      js: "import { createRequire as make } from 'node:module'; const require = make(import.meta.url);",
    },
    logLevel: 'warning',
  });
  symlinkSync(here('../../node_modules'), join(outdir, 'node_modules'), 'dir');
  return join(outdir, 'child.mjs');
}

function oneLife(program: string, home: string, file: string, dataset: string, point: string): Promise<Life> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', program, home, file, dataset, point],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  return new Promise((resolve) => {
    child.once('close', (code, signal) =>
      resolve({
        code,
        signal,
        err,
        said: out
          .split('\n')
          .slice(0, -1)
          .map((line) => JSON.parse(line)),
      }),
    );
  });
}

interface VersionRow {
  readonly dataset: string;
  readonly number: number;
  readonly job: string;
  readonly rows_in: number;
  readonly rows_stored: number;
  readonly rows_quarantined: number;
  readonly cells_rejected: number;
  readonly source_sha256: string;
  readonly sealed_by: string | null;
  readonly state: string;
}

function versionsOf(home: string): VersionRow[] {
  return withStore(
    home,
    (store) => store.prepare('select * from dataset_version').all() as unknown as VersionRow[],
  );
}

function withStore<T>(home: string, look: (store: DatabaseSync) => T): T {
  const store = new DatabaseSync(join(home, 'store.sqlite'));
  try {
    return look(store);
  } finally {
    store.close();
  }
}

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const looked = new Map<string, string>();

/** What must hold whenever nobody is writing; empty when it does. */
async function faults(
  home: string,
  engine: Engine,
  accepted: ReadonlyMap<string, Expected>,
  loaded: ReadonlySet<string>,
): Promise<string[]> {
  if (!existsSync(join(home, 'store.sqlite'))) return [];
  const found: string[] = [];
  const { versions, parts, currents, events } = withStore(home, (store) => {
    const has =
      (
        store.prepare("select count(*) as n from sqlite_master where name = 'version_part'").get() as {
          n: number;
        }
      ).n === 1;
    if (!has) return { versions: [], parts: [], currents: [], events: 0 };
    return {
      versions: store.prepare('select * from dataset_version').all() as unknown as VersionRow[],
      parts: store.prepare('select * from version_part').all() as unknown as {
        dataset: string;
        version: number;
        kind: string;
        number: number;
        file: string;
        sha256: string;
        rows: number;
      }[],
      currents: store.prepare('select id, current_version, rows_stored from dataset').all() as unknown as {
        id: string;
        current_version: number | null;
        rows_stored: number | null;
      }[],
      events: (
        store.prepare("select count(*) as n from event where name = 'version-added'").get() as { n: number }
      ).n,
    };
  });
  if (events !== versions.length) found.push(`${versions.length} versions but ${events} events`);
  if (new Set(versions.map(({ job }) => job)).size !== versions.length) found.push('two versions of one job');
  for (const job of loaded)
    if (!versions.some((version) => version.job === job))
      found.push(`the load ${job} was acknowledged and is gone`);
  for (const { id, current_version } of currents) {
    const own = versions.filter((version) => version.dataset === id);
    const current = own.filter((version) => version.state === 'current').map((version) => version.number);
    if (
      own.length > 0 &&
      (current.length !== 1 ||
        current[0] !== current_version ||
        current_version !== Math.max(...own.map((one) => one.number)))
    )
      found.push(
        `dataset ${id} has ${own.length} versions, current ${current.join()}, and says ${current_version}`,
      );
  }
  for (const version of versions) {
    const expected = accepted.get(version.job);
    const own = parts.filter((part) => part.dataset === version.dataset && part.version === version.number);
    if (version.rows_in !== version.rows_stored + version.rows_quarantined)
      found.push(`version ${version.number} lost rows`);
    if (!own.some((part) => part.kind === 'rows')) found.push(`version ${version.number} has no rows file`);
    for (const part of own) {
      const file = join(home, 'lake', part.file);
      if (!existsSync(file)) {
        found.push(`${part.file} is gone`);
        continue;
      }
      // A file that was right once is never written again: its digest is enough.
      if (looked.get(file) === part.sha256) continue;
      const kept = readFileSync(file);
      const sha256 = digestOf(kept);
      const plain = await plainOf(home, kept, version, part);
      if (part.kind === 'source' && digestOf(zstdDecompressSync(plain)) !== version.source_sha256)
        found.push(`${part.file} is not the file that was sent`);
      if (sha256 !== part.sha256) found.push(`${part.file} is not what was recorded`);
      if (part.kind === 'rows' && expected !== undefined) {
        const rows = plain === kept ? file : join(home, 'plain.parquet');
        if (plain !== kept) writeFileSync(rows, plain);
        const [row] = await engine.rows<{ n: number; sum: number }>(
          sql`select count(*)::int as n, sum(amount)::double as sum from read_parquet(${literal(rows)})`,
        );
        if (row?.n !== expected.rowsStored || row.sum !== expected.sum)
          found.push(`${part.file} holds other rows than its source`);
        if (version.rows_in !== expected.rowsIn || version.cells_rejected !== expected.cellsRejected)
          found.push(`version ${version.number} counts other rows or cells than its source has`);
      }
      looked.set(file, sha256);
    }
  }
  return found;
}

/** What a file holds: a protected version's files are opened with its key. */
async function plainOf(
  home: string,
  kept: Buffer,
  version: VersionRow,
  part: { readonly kind: string; readonly number: number },
): Promise<Buffer> {
  if (version.sealed_by === null) return kept;
  const key = await openKeyStore(join(home, 'keys')).open(version.sealed_by);
  const parts: Buffer[] = [];
  const source = (async function* () {
    yield kept;
  })();
  for await (const piece of unsealed(source, key, `${part.kind}-${part.number}`)) parts.push(piece);
  return Buffer.concat(parts);
}

/** Mulberry32: a small seeded generator, so that a failing round can be run again. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
