import { AsyncLocalStorage } from 'node:async_hooks';
import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../../src/store/database.ts';
import { openParentStore, serveStoreTo } from '../../src/store/over-channel.ts';
import { openPostgresStore } from '../../src/store/postgres.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { startPostgres, type TestPostgres } from './postgres.ts';

/** A store of one kind, empty, and the means to open the same one again or from another place. */
export interface TestStore {
  readonly store: Store;
  /** A second store over the same records: another server's, or a child's. */
  another(): Promise<Store>;
  close(): Promise<void>;
}

export type StoreKind = 'sqlite' | 'postgres' | 'sqlite from a child';
export const storeKinds: readonly StoreKind[] = ['sqlite', 'postgres', 'sqlite from a child'];

/** Opens empty stores for a test file; one PostgreSQL serves them all. */
export function storesForTests() {
  let postgres: Promise<TestPostgres> | undefined;
  return {
    async open(kind: StoreKind): Promise<TestStore> {
      if (kind === 'postgres') {
        postgres ??= startPostgres();
        return postgresStore(await (await postgres).newDatabase());
      }
      return sqliteStore(kind === 'sqlite from a child');
    },
    async stop() {
      await (await postgres)?.stop();
    },
  };
}

async function postgresStore(url: string): Promise<TestStore> {
  const opened = [await openPostgresStore({ url })];
  return {
    store: opened[0]!,
    async another() {
      const store = await openPostgresStore({ url });
      opened.push(store);
      return store;
    },
    close: async () => void (await Promise.all(opened.map((store) => store.close()))),
  };
}

async function sqliteStore(fromChild: boolean): Promise<TestStore> {
  const dir = mkdtempSync(join(tmpdir(), 'oak-store-'));
  const parent = await openSqliteStore({ file: join(dir, 'store.sqlite') });
  const overChannel = async () => {
    const { child, process } = channel();
    serveStoreTo(child, parent);
    return openParentStore(process);
  };
  return {
    store: fromChild ? await overChannel() : parent,
    another: overChannel,
    async close() {
      await parent.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Both ends of a channel within this process. What is sent crosses as JSON text, later, as it does between processes. */
function channel(): { child: ChildProcess; process: NodeJS.Process } {
  // What one process is in the middle of, another does not know.
  const apart = AsyncLocalStorage.snapshot();
  const ends = [new EventEmitter(), new EventEmitter()] as const;
  const end = (own: EventEmitter, other: EventEmitter) =>
    Object.assign(own, {
      connected: true,
      send(message: unknown, sent?: (error: Error | null) => void) {
        const text = JSON.stringify(message);
        setImmediate(() => {
          apart(() => other.emit('message', JSON.parse(text)));
          sent?.(null);
        });
        return true;
      },
    });
  return {
    child: end(ends[0], ends[1]) as unknown as ChildProcess,
    process: end(ends[1], ends[0]) as unknown as NodeJS.Process,
  };
}
