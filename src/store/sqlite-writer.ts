import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { storeUnavailable } from './errors.ts';
import type { StatementAnswer, StatementSession } from './statement-driver.ts';
import { sqliteError } from './statement-error.ts';
import type { WriterReply, WriterRequest } from './writer-worker.ts';

/** The writing connection, in a thread of its own, so that the event loop never waits on a disk. */
export interface SqliteWriter {
  readonly session: StatementSession;
  close(): Promise<void>;
}

/** `new URL` with a variable: a bundler must leave it alone. In the bundle the thread's code lies beside the program. */
function workerFile(): string {
  const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const bundled = beside('writer-worker.mjs');
  return existsSync(bundled) ? bundled : beside('writer-worker.ts');
}

type Ask =
  | { ask: 'run'; sql: string; parameters: readonly unknown[] }
  | { ask: 'begin' | 'commit' | 'rollback' | 'close' };

export function startWriter(file: string): SqliteWriter {
  const worker = new Worker(workerFile(), {
    workerData: { file },
    name: 'store-writer',
    stdin: false,
    // It passes statements on and holds nothing: a young heap of its own size would be empty room.
    resourceLimits: { maxYoungGenerationSizeMb: 4 },
  });
  const waiting = new Map<number, { resolve(answer: StatementAnswer): void; reject(error: Error): void }>();
  let asked = 0;
  let stopped: Error | undefined;

  const stop = (error: Error) => {
    stopped ??= error;
    for (const { reject } of waiting.values()) reject(stopped);
    waiting.clear();
  };
  worker.on('message', (reply: WriterReply) => {
    const waiter = waiting.get(reply.id);
    waiting.delete(reply.id);
    // An idle writer does not keep a finished program alive: everything acknowledged is on the disk.
    if (waiting.size === 0) worker.unref();
    if ('answer' in reply) waiter?.resolve(reply.answer);
    else waiter?.reject(sqliteError(reply.error));
  });
  worker.on('error', (error) => stop(storeUnavailable.with({ why: 'its writer stopped' }, error)));
  worker.on('exit', () => stop(storeUnavailable.with({ why: 'it has been closed' })));
  worker.unref();

  const ask = (what: Ask): Promise<StatementAnswer> => {
    if (stopped) return Promise.reject(stopped);
    return new Promise((resolve, reject) => {
      const request: WriterRequest = { id: ++asked, ...what };
      waiting.set(request.id, { resolve, reject });
      worker.ref();
      worker.postMessage(request);
    });
  };
  const done = async (what: Ask) => void (await ask(what));

  return {
    session: {
      run: (sql, parameters) => ask({ ask: 'run', sql, parameters }),
      begin: () => done({ ask: 'begin' }),
      commit: () => done({ ask: 'commit' }),
      rollback: () => done({ ask: 'rollback' }),
    },
    async close() {
      if (stopped) return;
      await done({ ask: 'close' });
      stopped = storeUnavailable.with({ why: 'it has been closed' });
      await worker.terminate();
    },
  };
}
