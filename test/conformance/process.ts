import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface TestChild {
  readonly child: ChildProcess;
  /** The next line it says. */
  line(): Promise<string>;
  /** Kills it as `kill -9` does, and answers the lines it had said by then. */
  kill(): Promise<string[]>;
  /** How it ended. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** Starts one part of `child.ts` in a process of its own. */
export function startChild(part: string, ...given: string[]): TestChild {
  const child = fork(fileURLToPath(new URL('./child.ts', import.meta.url)), [part, ...given], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const said: string[] = [];
  const waiting: ((line: string) => void)[] = [];
  let read = 0;
  const lines = createInterface({ input: child.stdout! });
  lines.on('line', (line) => {
    said.push(line);
    const next = waiting.shift();
    if (next) {
      read += 1;
      next(line);
    }
  });
  const closed = new Promise((resolve) => lines.once('close', resolve));
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  );
  return {
    child,
    ended,
    line: () =>
      new Promise((resolve) => {
        if (read < said.length) {
          read += 1;
          resolve(said[read - 1]!);
        } else waiting.push(resolve);
      }),
    async kill() {
      child.kill('SIGKILL');
      await Promise.all([ended, closed]);
      return said;
    },
  };
}
