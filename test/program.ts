import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The real program in processes of its own, as a person runs it. */

const bundle = () => process.env['OAK_BUNDLE'] ?? join(import.meta.dirname, '..', 'dist', 'oak.mjs');
const quiet = '--disable-warning=ExperimentalWarning';

/** A folder that is gone after the test. */
export function temporaryFolder(): { path: string; [Symbol.dispose](): void } {
  const path = mkdtempSync(join(tmpdir(), 'oak-test-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** The answer of a command run with `--json`. */
  json<T = Record<string, unknown>>(): T;
}

/** `oak …` with a home, to its end. */
export function oak(
  home: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Finished> {
  const child = spawn(process.execPath, [quiet, bundle(), ...args], {
    // The operator says what for: protected data is shown for a purpose only.
    env: { ...process.env, OAK_BUNDLE: bundle(), OAK_HOME: home, OAK_PURPOSE: 'a test', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return ended(child);
}

export function ended(child: ChildProcess): Promise<Finished> {
  let out = '';
  let err = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, out, err, json: () => JSON.parse(out) }));
  });
}

export interface RunningServer {
  readonly url: string;
  readonly home: string;
  readonly pid: number;
  /** Everything it has printed so far. */
  printed(): string;
  /** Ctrl-C, then its exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL: no chance to tidy. */
  kill(): Promise<void>;
}

/** `oak serve` on a free port; resolves when it says that it is ready. */
export async function serve(
  home: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<RunningServer> {
  const child = spawn(process.execPath, [quiet, bundle(), 'serve', '--home', home, '--port', '0', ...args], {
    env: { ...process.env, OAK_BUNDLE: bundle(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (text: string) => {
      printed += text;
      const address = /ready at (http:\/\/127\.0\.0\.1:\d+)/.exec(printed)?.[1];
      if (address !== undefined) resolve(address);
    };
    child.stdout.setEncoding('utf8').on('data', hear);
    child.stderr.setEncoding('utf8').on('data', hear);
    void exited.then((code) => reject(new Error(`the server ended with ${code}:\n${printed}`)));
  });
  return {
    url,
    home,
    pid: child.pid!,
    printed: () => printed,
    stop: () => {
      child.kill('SIGINT');
      return exited;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
