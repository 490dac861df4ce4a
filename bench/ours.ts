/** Runs ours as a person would: `bin/oak` with a home of its own, and HTTP to the server it starts. */
import { type ChildProcess, execFileSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { overSocket } from '../src/cli/connect.ts';
import { type Measured, measured, start, treeMB } from './measure.ts';
import { oak, repository, temporaryFolder } from './places.ts';

const state = join(repository, 'examples', 'connecticut');

/** Has the program built, as the first command after a change does: that is not what is measured. */
export const build = () => execFileSync(oak, ['version'], { stdio: 'ignore' });

/** A home that knows its state and holds no dataset yet; removed when the script ends. */
export function emptyHome(): string {
  build();
  const home = temporaryFolder('home');
  const parts = ['data', 'datasets.yaml'].map((name) => join(state, name));
  cpSync(state, join(home, 'state'), { recursive: true, filter: (from) => !parts.includes(from) });
  return home;
}

/** `oak …` with `--json`: what it answered, and what it took. */
export async function oakJson<Answer>(
  home: string,
  ...words: string[]
): Promise<{ answer: Answer; run: Measured }> {
  const run = await measured(oak, [...words, '--home', home, '--json']);
  return { answer: JSON.parse(run.stdout), run };
}

/** What `oak catalog ingest --json` says of a load. */
export interface Load {
  readonly dataset: string;
  readonly version: number;
  readonly rows_in: number;
  readonly rows_stored: number;
  readonly rows_quarantined: number;
  readonly cells_rejected: number;
  /** Rows added, removed and changed since the version before. */
  readonly changes: object | null;
}

/** A new dataset is open, as the peers' are; a version of one follows it. */
export const ingest = (home: string, file: string, ...options: string[]) => {
  const open = options.includes('--dataset') ? [] : ['--ground', 'already-published'];
  return oakJson<Load>(home, 'catalog', 'ingest', file, ...open, ...options);
};

/** Loads a file as a new dataset that is protected: every file of it is sealed. */
export const ingestProtected = (home: string, file: string) => oakJson<Load>(home, 'catalog', 'ingest', file);

export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly queued_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  readonly error: { message: string } | null;
}

export const jobSeconds = (job: Job) => (Date.parse(job.finished_at!) - Date.parse(job.started_at!)) / 1000;

/** Every job of a home that no server owns, newest first. */
export async function jobsOf(home: string): Promise<readonly Job[]> {
  return (await oakJson<{ jobs: Job[] }>(home, 'work', 'list-jobs')).answer.jobs;
}

export interface OurServer {
  readonly child: ChildProcess;
  readonly root: string;
  readonly home: string;
  readonly readySeconds: number;
}

/** Starts the server and waits for the line that says it is ready. `--example` makes it load the example state first. */
export async function startOurs(home: string, port: number, ...options: string[]): Promise<OurServer> {
  const started = performance.now();
  const child = start(oak, ['serve', '--home', home, '--port', String(port), ...options]);
  let said = '';
  child.stderr!.on('data', (part: Buffer) => {
    said += part;
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout!.on('data', (part: Buffer) => {
      said += part;
      if (/ ready at /.test(said)) resolve();
    });
    child.once('exit', (code) => reject(new Error(`oak serve ended with ${code}: ${said.slice(-400)}`)));
  });
  return {
    child,
    root: `http://127.0.0.1:${port}`,
    home,
    readySeconds: (performance.now() - started) / 1000,
  };
}

/** Waits until a server that was told to stop is gone, so that another may own its home. */
export async function ended({ child }: OurServer): Promise<void> {
  while (child.exitCode === null && child.signalCode === null)
    await new Promise((done) => setTimeout(done, 50));
}

/** A server over a new home with the whole example state loaded, at rest. */
export async function startExample(port: number): Promise<OurServer> {
  build();
  const server = await startOurs(temporaryFolder('home'), port, '--example');
  await jobsDone(server);
  return server;
}

/**
 * Asks our API: reads as a visitor over the network, changes as the operator over the owner's socket. An answer that is not
 * 2xx is thrown with its words.
 */
export async function ask<Answer>(
  server: OurServer,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const sent = {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  };
  const card = join(server.home, 'owner.json');
  const answer =
    method === 'GET'
      ? await fetch(server.root + path, sent)
      : await overSocket((JSON.parse(readFileSync(card, 'utf8')) as { socket: string }).socket).fetch(
          new Request(`http://localhost${path}`, sent),
        );
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`);
  return JSON.parse(text);
}

/**
 * Waits until no job is queued or running, and says of each kind how long its jobs ran and how high the server's whole
 * tree stood meanwhile.
 */
export async function jobsDone(server: OurServer, timeoutSeconds = 600) {
  const peaks = new Map<string, number>();
  const started = performance.now();
  let quiet = 0;
  while (quiet < 20) {
    if (performance.now() - started > timeoutSeconds * 1000) throw new Error('jobs did not end in time');
    const { jobs } = await ask<{ jobs: Job[] }>(server, 'GET', '/api/v1/jobs?limit=20');
    const unfinished = jobs.filter((job) => job.state === 'queued' || job.state === 'running');
    // A finished job may cause another through the outbox: believe in rest only after two seconds of it.
    quiet = unfinished.length === 0 ? quiet + 1 : 0;
    const now = treeMB(server.child.pid!);
    for (const { kind } of unfinished) peaks.set(kind, Math.max(peaks.get(kind) ?? 0, now));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const { jobs } = await ask<{ jobs: Job[] }>(server, 'GET', '/api/v1/jobs?limit=500');
  const failed = jobs.find((job) => job.state === 'failed');
  if (failed) throw new Error(`${failed.kind} failed: ${failed.error?.message}`);
  const seconds = (chosen: readonly Job[]) => chosen.reduce((sum, job) => sum + jobSeconds(job), 0);
  const peakMB = (kind: string) => peaks.get(kind) ?? Number.NaN;
  return {
    of: (kind: string) => ({
      seconds: seconds(jobs.filter((job) => job.kind === kind)),
      peakMB: peakMB(kind),
    }),
    one: (id: string) => {
      const job = jobs.find((each) => each.id === id)!;
      return { seconds: jobSeconds(job), peakMB: peakMB(job.kind) };
    },
  };
}
