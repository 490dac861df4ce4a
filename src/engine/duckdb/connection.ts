import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { Engine, StatementOptions } from '../engine.ts';
import type { Sql } from '../sql.ts';
import { codedColumns } from './coded-columns.ts';
import { failureOf, type InterruptReason } from './failure.ts';
import { jsonTexts } from './json-rows.ts';
import { plainRows } from './plain-rows.ts';
import { runPrepared } from './prepared.ts';
import { boundValue } from './values.ts';

type OnError = ((error: unknown, statement: string) => void) | undefined;

interface Around {
  readonly onError: OnError;
  /** Opens the instance of one thread, when a statement first asks for it. */
  readonly beside: () => Promise<DuckDBInstance>;
}

/** The {@link Engine} over one DuckDB instance. Connections are reused; each runs one statement at a time. */
export function duckdbEngine(instance: DuckDBInstance, { onError, beside }: Around): Engine {
  const own = connectionsOf(instance);
  let oneThread: Promise<Connections> | undefined;
  const borrowed: Borrow = async (work, options) => {
    if (!options?.oneThread) return own.borrow(work);
    oneThread ??= beside().then(connectionsOf);
    return (await oneThread).borrow(work);
  };
  const session: Engine['session'] = async (work) => {
    const connection = await instance.connect();
    try {
      return await work(
        onConnection(
          (run) => run(connection),
          session,
          onError,
          async () => {},
        ),
      );
    } finally {
      connection.disconnectSync();
    }
  };
  return onConnection(borrowed, session, onError, async () => {
    own.close();
    (await oneThread)?.close();
  });
}

type Work<T> = (connection: DuckDBConnection) => Promise<T>;
type Borrow = <T>(work: Work<T>, options?: StatementOptions) => Promise<T>;

interface Connections {
  borrow<T>(work: Work<T>): Promise<T>;
  close(): void;
}

function connectionsOf(instance: DuckDBInstance): Connections {
  const idle: DuckDBConnection[] = [];
  return {
    async borrow(work) {
      const connection = idle.pop() ?? (await instance.connect());
      try {
        return await work(connection);
      } finally {
        idle.push(connection);
      }
    },
    close() {
      for (const connection of idle.splice(0)) connection.disconnectSync();
      instance.closeSync();
    },
  };
}

function onConnection(
  borrow: Borrow,
  session: Engine['session'],
  onError: OnError,
  close: () => Promise<void>,
): Engine {
  const ask = <T>(
    statement: Sql,
    options: StatementOptions | undefined,
    work: (connection: DuckDBConnection) => Promise<T>,
  ) =>
    borrow(
      (connection) => interruptible(connection, statement, options, onError, () => work(connection)),
      options,
    );
  return {
    rows: <Row extends object>(statement: Sql, options?: StatementOptions) =>
      ask(statement, options, async (connection) => {
        const { values, types } = bound(statement);
        const read = options?.repeated
          ? await runPrepared(connection, statement.text, values, types)
          : await connection.runAndReadAll(statement.text, values, types);
        return plainRows(read) as Row[];
      }),
    json: (statement, options) =>
      ask(statement, options, async (connection) => {
        const { values, types } = bound(statement);
        return `[${(await jsonTexts(connection, statement.text, values, types)).join(',\n')}]`;
      }),
    columns: (statement, options) =>
      ask(statement, options, (connection) => {
        const { values, types } = bound(statement);
        return codedColumns(connection, statement.text, values, types);
      }),
    run: (statement, options) =>
      ask(statement, options, async (connection) => {
        const { values, types } = bound(statement);
        await connection.run(statement.text, values, types);
      }),
    session,
    close,
  };
}

function bound(statement: Sql) {
  const all = statement.values.map(boundValue);
  return { values: all.map((one) => one.value), types: all.map((one) => one.type) as never[] };
}

async function interruptible<T>(
  connection: DuckDBConnection,
  statement: Sql,
  options: StatementOptions | undefined,
  onError: OnError,
  work: () => Promise<T>,
): Promise<T> {
  const step = options?.step ?? 'statement';
  let reason: InterruptReason | undefined;
  const interrupt = (why: InterruptReason) => {
    reason ??= why;
    connection.interrupt();
  };
  if (options?.signal?.aborted) throw failureOf(undefined, step, { kind: 'signal' });
  const { timeoutMs } = options ?? {};
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => interrupt({ kind: 'timeout', timeoutMs }), timeoutMs);
  const onAbort = () => interrupt({ kind: 'signal' });
  options?.signal?.addEventListener('abort', onAbort, { once: true });
  let watching: NodeJS.Timeout | undefined;
  try {
    if (options?.onProgress) watching = await watchProgress(connection, options.onProgress);
    return await work();
  } catch (error) {
    onError?.(error, statement.text);
    throw failureOf(error, step, reason);
  } finally {
    clearTimeout(timer);
    clearInterval(watching);
    options?.signal?.removeEventListener('abort', onAbort);
  }
}

async function watchProgress(
  connection: DuckDBConnection,
  onProgress: (share: number) => void,
): Promise<NodeJS.Timeout> {
  // Progress is counted only for a bar; the bar itself is never printed.
  await connection.run('SET enable_progress_bar_print = false');
  await connection.run('SET enable_progress_bar = true');
  return setInterval(() => {
    const { percentage } = connection.progress;
    // -1 while nothing is known.
    if (percentage > 0) onProgress(Math.min(1, percentage / 100));
  }, 100);
}
