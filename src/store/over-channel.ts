import type { ChildProcess } from 'node:child_process';
import { CompiledQuery, Kysely, type Transaction } from 'kysely';
import { OakError, reviveError } from '../core/error.ts';
import type { Database, Store } from './database.ts';
import { storeUnavailable, transactionTimedOut } from './errors.ts';
import { oneTransaction } from './one-transaction.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import { type StatementAnswer, type StatementSession, statementDriver } from './statement-driver.ts';

/** What a child sends. `tx` names one of its transactions; without it a statement reads. Plain JSON, both ways. */
type Request = { readonly kind: 'store'; readonly id: number } & (
  | {
      readonly ask: 'run';
      readonly tx?: number;
      readonly sql: string;
      readonly parameters: readonly unknown[];
    }
  | { readonly ask: 'begin'; readonly tx: number; readonly side: Side }
  | { readonly ask: 'commit' | 'rollback'; readonly tx: number }
);
/** A transaction that reads sees one moment and holds up nobody; one that writes is alone among writers. */
type Side = 'read' | 'write';
type Ask = Request extends infer R ? (R extends Request ? Omit<R, 'kind' | 'id'> : never) : never;

type Reply = { readonly kind: 'store-reply'; readonly id: number } & (
  | { readonly answer: StatementAnswer }
  | { readonly error: ReturnType<OakError['toJSON']> | { readonly message: string } }
);

/** The end of a channel as a parent or a child holds it: `ChildProcess` and `process` both are one. */
type Channel = Pick<ChildProcess, 'on' | 'off' | 'connected'> & {
  send?(message: unknown, done?: (error: Error | null) => void): boolean;
};

/** A child that asks nothing for this long inside a transaction loses it: others wait for the writer. */
const idleMs = 10_000;

/**
 * The parent's end: runs what `child` asks on the parent's own SQLite store. When the child dies, goes quiet inside a
 * transaction, or the answered function is called, its open transactions are rolled back.
 */
export function serveStoreTo(
  child: ChildProcess,
  store: Store,
  options: { idleMs?: number } = {},
): () => void {
  if (store.kind !== 'sqlite') throw new Error('a child opens PostgreSQL itself');
  const limit = options.idleMs ?? idleMs;
  const open = new Map<number, RemoteTransaction>();

  const answer = async (request: Request): Promise<StatementAnswer> => {
    if (request.ask === 'run') {
      const query = CompiledQuery.raw(request.sql, [...request.parameters]);
      if (request.tx === undefined) return statementAnswer(await store.read.executeQuery(query));
      return transaction(request.tx).run(query);
    }
    if (request.ask === 'begin') {
      const remote = new RemoteTransaction(store, request.side, limit);
      open.set(request.tx, remote);
      await remote.begun;
    } else {
      const remote = transaction(request.tx);
      open.delete(request.tx);
      await remote.end(request.ask);
    }
    return { rows: [] };
  };
  const transaction = (id: number) => {
    const found = open.get(id);
    if (!found) throw new Error('this transaction has ended');
    return found;
  };

  const onMessage = (message: unknown) => {
    const request = message as Request;
    if (request?.kind !== 'store') return;
    void answer(request)
      .then(
        (found): Reply => ({ kind: 'store-reply', id: request.id, answer: found }),
        (error: unknown): Reply => ({ kind: 'store-reply', id: request.id, error: asJson(error) }),
      )
      .then((reply) => {
        // Without a listener for its failure, sending to a child that has just died would throw.
        if (child.connected) child.send(reply, () => {});
      });
  };
  const stop = () => {
    child.off('message', onMessage);
    child.off('exit', stop);
    child.off('disconnect', stop);
    for (const remote of open.values()) remote.abandon(storeUnavailable.with({ why: 'the process ended' }));
    open.clear();
  };
  child.on('message', onMessage);
  child.on('exit', stop);
  child.on('disconnect', stop);
  return stop;
}

/** A transaction of the parent's store, driven from outside, one request after another. */
class RemoteTransaction {
  readonly begun: Promise<void>;
  readonly #limitMs: number;
  readonly #done: Promise<void>;
  #transaction: Transaction<Database> | undefined;
  #finish!: (how: 'commit' | Error) => void;
  #timer: NodeJS.Timeout | undefined;
  #lost: Error | undefined;
  #running = 0;

  constructor(store: Store, side: Side, limitMs: number) {
    this.#limitMs = limitMs;
    const finished = new Promise<'commit' | Error>((resolve) => {
      this.#finish = resolve;
    });
    const begun = Promise.withResolvers<void>();
    this.begun = begun.promise;
    const work = async (transaction: Transaction<Database>) => {
      if (this.#lost) throw this.#lost;
      this.#transaction = transaction;
      this.#watch();
      begun.resolve();
      const how = await finished;
      if (how !== 'commit') throw how;
    };
    this.#done = side === 'write' ? store.write(work) : store.read.transaction().execute(work);
    // Told to whoever asks next; nobody may be asking now.
    this.begun.catch(() => {});
    this.#done.catch(begun.reject);
  }

  async run(query: CompiledQuery): Promise<StatementAnswer> {
    if (this.#lost) throw this.#lost;
    clearTimeout(this.#timer);
    this.#running += 1;
    try {
      return statementAnswer(await this.#transaction!.executeQuery(query));
    } finally {
      this.#running -= 1;
      this.#watch();
    }
  }

  async end(how: 'commit' | 'rollback'): Promise<void> {
    clearTimeout(this.#timer);
    if (how === 'commit' && this.#lost) throw this.#lost;
    const rolledBack = new Error('rolled back by the child');
    this.#finish(how === 'commit' ? 'commit' : rolledBack);
    await this.#done.catch((error) => {
      if (how === 'commit') throw error;
    });
  }

  abandon(why: Error): void {
    clearTimeout(this.#timer);
    this.#lost ??= why;
    this.#finish(why);
  }

  #watch(): void {
    clearTimeout(this.#timer);
    if (this.#running > 0 || this.#lost) return;
    this.#timer = setTimeout(
      () => this.abandon(transactionTimedOut.with({ seconds: this.#limitMs / 1000 })),
      this.#limitMs,
    );
  }
}

/** The child's end: the parent's store, for a process that was forked with a channel. */
export async function openParentStore(parent: NodeJS.Process): Promise<Store> {
  const channel = parent as unknown as Channel;
  if (!channel.connected) throw storeUnavailable.with({ why: 'this process was started without a parent' });
  const waiting = new Map<number, { resolve(answer: StatementAnswer): void; reject(error: Error): void }>();
  let asked = 0;
  let begun = 0;
  let closed: Error | undefined;

  const onMessage = (message: unknown) => {
    const reply = message as Reply;
    if (reply?.kind !== 'store-reply') return;
    const waiter = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ('answer' in reply) waiter?.resolve(reply.answer);
    else waiter?.reject('code' in reply.error ? reviveError(reply.error) : new Error(reply.error.message));
  };
  const end = (why: string) => {
    closed ??= storeUnavailable.with({ why });
    for (const { reject } of waiting.values()) reject(closed);
    waiting.clear();
    channel.off('message', onMessage);
    channel.off('disconnect', onDisconnect);
  };
  const onDisconnect = () => end('its process has ended');
  channel.on('message', onMessage);
  channel.on('disconnect', onDisconnect);

  const ask = (what: Ask): Promise<StatementAnswer> => {
    if (closed) return Promise.reject(closed);
    return new Promise((resolve, reject) => {
      asked += 1;
      waiting.set(asked, { resolve, reject });
      channel.send!({ kind: 'store', id: asked, ...what }, (error) => {
        if (error) end('its process cannot be reached');
      });
    });
  };
  const done = async (what: Ask) => void (await ask(what));
  const session = (side: Side): StatementSession => {
    let tx: number | undefined;
    return {
      run: (sql, parameters) => ask({ ask: 'run', sql, parameters, ...(tx === undefined ? {} : { tx }) }),
      begin: () => {
        begun += 1;
        tx = begun;
        return done({ ask: 'begin', tx, side });
      },
      commit: () => done({ ask: 'commit', tx: tx! }),
      rollback: () => done({ ask: 'rollback', tx: tx! }),
    };
  };
  const [read, write] = (['read', 'write'] as const).map(
    (side) =>
      new Kysely<Database>({ dialect: sqliteDialect(() => statementDriver(() => session(side)), 'many') }),
  ) as [Kysely<Database>, Kysely<Database>];
  return {
    kind: 'sqlite',
    read,
    write: (work) => oneTransaction(() => write.transaction().execute(work)),
    close: async () => end('it has been closed'),
  };
}

const statementAnswer = (result: { rows: unknown[]; numAffectedRows?: bigint }): StatementAnswer => ({
  rows: result.rows,
  ...(result.numAffectedRows === undefined ? {} : { affected: Number(result.numAffectedRows) }),
});

const asJson = (error: unknown): ReturnType<OakError['toJSON']> | { message: string } =>
  error instanceof OakError ? error.toJSON() : { message: error instanceof Error ? error.message : 'failed' };
