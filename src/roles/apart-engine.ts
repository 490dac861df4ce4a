import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { reviveError } from '../core/error.ts';
import type { Engine, StatementOptions } from '../engine/engine.ts';
import type { Sql } from '../engine/sql.ts';
import { programFile } from './program.ts';
import type { QueryAnswer, QueryOpening, QueryRequest } from './query.ts';
import { noSession, queryStopped } from './role-errors.ts';

const seconds = 10;
const memoryLimitMb = 300;
/** Above this the process is killed from outside: an engine's own limit does not cover everything it allocates. */
const killAboveMb = 1200;
const idleMs = 30_000;

/**
 * An engine in a process of its own (role `query`), for statements whose cost cannot be judged beforehand. One runs at a
 * time; one that outlives its time or its memory is killed with the process, and the next gets a new one.
 */
export function apartEngine(folders: {
  readonly readable: readonly string[];
  readonly tempFolder: string;
}): Engine {
  let child: Promise<ChildProcess> | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let number = 0;
  let idle: NodeJS.Timeout | undefined;

  const start = async (): Promise<ChildProcess> => {
    const process_ = fork(programFile(), ['@query'], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      serialization: 'advanced',
    });
    process_.once('exit', () => {
      child = undefined;
    });
    process_.send({ open: { ...folders, memoryLimitMb } } satisfies QueryOpening);
    await new Promise<void>((resolve, reject) => {
      process_.once('message', () => resolve());
      process_.once('exit', () => reject(queryStopped.with({ seconds })));
    });
    return process_;
  };

  const ask = async (
    want: QueryRequest['want'],
    statement: Sql,
    options: StatementOptions,
  ): Promise<unknown> => {
    clearTimeout(idle);
    child ??= start();
    const runs = await child.catch((error) => {
      child = undefined;
      throw error;
    });
    const mine = ++number;
    const timeoutMs = options.timeoutMs ?? seconds * 1000;
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        clearTimeout(late);
        clearInterval(watch);
        options.signal?.removeEventListener('abort', kill);
        runs.off('message', heard);
        runs.off('exit', died);
        idle = setTimeout(() => runs.kill(), idleMs).unref();
        settle();
      };
      const kill = () => runs.kill('SIGKILL');
      const died = () => end(() => reject(queryStopped.with({ seconds: Math.round(timeoutMs / 1000) })));
      const heard = (message: QueryAnswer) => {
        if (message.number !== mine) return;
        end(() => ('error' in message ? reject(reviveError(message.error)) : resolve(message.answer)));
      };
      const late = setTimeout(kill, timeoutMs + 1000);
      const watch = setInterval(() => residentMb(runs.pid) > killAboveMb && kill(), 250);
      options.signal?.addEventListener('abort', kill);
      runs.on('message', heard);
      runs.once('exit', died);
      runs.send({
        number: mine,
        want,
        texts: statement.texts,
        values: statement.values,
        step: options.step,
        timeoutMs,
      } satisfies QueryRequest);
    });
  };

  const inTurn = <T>(
    want: QueryRequest['want'],
    statement: Sql,
    options: StatementOptions = {},
  ): Promise<T> => {
    const result = turn.then(() => ask(want, statement, options)) as Promise<T>;
    turn = result.catch(() => {});
    return result;
  };

  const engine: Engine = {
    rows: (statement, options) => inTurn('rows', statement, options),
    json: (statement, options) => inTurn('json', statement, options),
    run: (statement, options) => inTurn('run', statement, options),
    // Whole columns do not cross a process border.
    columns: () => Promise.reject(noSession.with({})),
    // Each statement may meet a new process, so nothing can be shared between two.
    session: () => Promise.reject(noSession.with({})),
    async close() {
      clearTimeout(idle);
      (await child?.catch(() => undefined))?.kill('SIGKILL');
    },
  };
  return engine;
}

/** Resident megabytes of a process, 0 where the system does not say. */
function residentMb(pid: number | undefined): number {
  if (process.platform !== 'linux' || pid === undefined) return 0;
  try {
    return (Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096) / 1024 / 1024;
  } catch {
    return 0;
  }
}
