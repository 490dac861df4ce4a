import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';

export interface Measured {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Highest sum of resident memory over the process and everything it started, in MB (10⁶ bytes). */
  readonly peakMB: number;
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const pageBytes = 4096;
const ticksPerSecond = 100;

interface ProcessNow {
  readonly parent: number;
  readonly session: number;
  readonly cpuTicks: number;
  readonly rssBytes: number;
}

/** Every process as `/proc/PID/stat` shows it. Field numbers are those of proc(5), counted after the name. */
function processes(): Map<number, ProcessNow> {
  const found = new Map<number, ProcessNow>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      const field = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number);
      found.set(pid, {
        parent: field[1]!,
        session: field[3]!,
        cpuTicks: field[11]! + field[12]!,
        rssBytes: field[21]! * pageBytes,
      });
    } catch {
      // It ended between the listing and the reading.
    }
  }
  return found;
}

/** The process, its descendants, and whatever else lives in their sessions (a daemon's parent is gone). */
function tree(root: number): Map<number, ProcessNow> {
  const all = processes();
  const inside = new Map<number, ProcessNow>();
  const sessions = new Set([root]);
  for (let size = -1; size !== inside.size; ) {
    size = inside.size;
    for (const [pid, now] of all) {
      if (inside.has(pid) || !(pid === root || inside.has(now.parent) || sessions.has(now.session))) continue;
      inside.set(pid, now);
      if (now.session === pid) sessions.add(pid);
    }
  }
  return inside;
}

/** Resident memory of a process and everything it started, in MB (10⁶ bytes). Shared pages count for each. */
export function treeMB(root: number): number {
  let bytes = 0;
  for (const now of tree(root).values()) bytes += now.rssBytes;
  return bytes / 1e6;
}

/** Samples a running process tree until stopped. */
export function watch(root: number, everyMs = 50) {
  const cpuTicks = new Map<number, number>();
  let peakMB = 0;
  const sample = () => {
    let bytes = 0;
    for (const [pid, now] of tree(root)) {
      bytes += now.rssBytes;
      cpuTicks.set(pid, now.cpuTicks);
    }
    peakMB = Math.max(peakMB, bytes / 1e6);
  };
  sample();
  const timer = setInterval(sample, everyMs);
  return {
    /** Highest so far. */
    peakMB: () => peakMB,
    cpuSeconds: () => [...cpuTicks.values()].reduce((sum, ticks) => sum + ticks, 0) / ticksPerSecond,
    stop: () => clearInterval(timer),
  };
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Ends the run, and the bench with it. Minutes, for the slowest peers take that long. */
  readonly timeoutMinutes?: number;
  /** Given to its standard input. */
  readonly input?: string;
}

/** Runs a command to its end and measures it. A failure is thrown with the last lines it said. */
export async function measured(
  command: string,
  parameters: readonly string[],
  options: RunOptions = {},
): Promise<Measured> {
  const started = performance.now();
  const child = start(command, parameters, options);
  const memory = watch(child.pid!);
  const output = { stdout: '', stderr: '' };
  child.stdout!.on('data', (part: Buffer) => {
    output.stdout += part.toString();
  });
  child.stderr!.on('data', (part: Buffer) => {
    output.stderr += part.toString();
  });
  const tooLong = setTimeout(() => stop(child), (options.timeoutMinutes ?? 10) * 60_000);
  const exited = once(child, 'exit').then(([code]) => ({
    code,
    seconds: (performance.now() - started) / 1000,
  }));
  await once(child, 'close');
  const { code, seconds } = await exited;
  clearTimeout(tooLong);
  memory.stop();
  if (code !== 0) {
    const said = `${output.stdout}\n${output.stderr}`.trim().split('\n').slice(-8).join('\n');
    throw new Error(`${command} ${parameters.join(' ')} ended with ${code}:\n${said}`);
  }
  return { seconds, cpuSeconds: memory.cpuSeconds(), peakMB: memory.peakMB(), exitCode: code, ...output };
}

/** Starts a process in a session of its own, so that it can be watched and ended whole. */
export function start(
  command: string,
  parameters: readonly string[],
  options: RunOptions = {},
): ChildProcess {
  const child = spawn(command, [...parameters], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  child.stdin?.end(options.input);
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

const running = new Set<ChildProcess>();
// A bench that ends has no more questions: what still runs is ended at once, before its folders are removed.
process.prependListener('exit', () => {
  for (const child of running) stop(child, 'SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));

/** Ends a process that {@link start} started, with everything in its group. */
export function stop(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): void {
  if (child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid!, signal);
  } catch {
    // Already gone.
  }
}

/** Seconds from now until `address` answers with a status under 500; throws after `timeoutSeconds`. */
export async function answers(address: string, timeoutSeconds = 60): Promise<number> {
  const started = performance.now();
  while (performance.now() - started < timeoutSeconds * 1000) {
    try {
      const answer = await fetch(address);
      await answer.arrayBuffer();
      if (answer.status < 500) return (performance.now() - started) / 1000;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${address} did not answer within ${timeoutSeconds} s`);
}
