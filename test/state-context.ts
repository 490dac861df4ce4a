import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Context, NewJob, Tx } from '../src/areas/handler.ts';
import { systemActor } from '../src/core/access.ts';
import { fixedClock } from '../src/core/clock.ts';
import { systemRandom } from '../src/core/id.ts';
import type { Jurisdiction } from '../src/core/jurisdiction.ts';
import type { Upload } from '../src/core/operation.ts';
import { enqueue } from '../src/store/jobs.ts';
import { migrate } from '../src/store/migrations/index.ts';
import { emit } from '../src/store/outbox.ts';
import { openSqliteStore } from '../src/store/sqlite.ts';
import { testAudit } from './test-audit.ts';
import { testDecide, testPolicies } from './test-policies.ts';

/** The folder of a state that comes with the program. */
export const exampleState = fileURLToPath(new URL('../examples/connecticut', import.meta.url));
/** A second, invented state: `test/golden/second-state`. */
export const secondState = fileURLToPath(new URL('./golden/second-state', import.meta.url));

export interface StateContext extends Context {
  readonly clock: ReturnType<typeof fixedClock>;
  /** The same world with a file on its way in. */
  withUpload(text: string, filename: string): Context;
  /** The same, with a file of a state. */
  withFile(folder: string, path: string): Promise<Context>;
  close(): Promise<void>;
}

/**
 * A context over a real, empty, migrated store for the areas that need no rows: agencies, law and plan. The engine and
 * the lake refuse to be used. `at` is an ISO instant.
 */
export async function openStateContext(at: string, timeZone = 'America/New_York'): Promise<StateContext> {
  const folder = await mkdtemp(join(tmpdir(), 'oak-state-'));
  const store = await openSqliteStore({ file: join(folder, 'store.db') });
  const clock = fixedClock(at, timeZone);
  await migrate(store);
  const unused = new Proxy(
    {},
    {
      get: (_, name) => () => {
        throw new Error(`${String(name)}: no rows in this test`);
      },
    },
  );
  const context = {
    actor: systemActor,
    requestId: 'test',
    clock,
    random: systemRandom,
    jurisdiction: { id: 'test', name: 'Test' } as Jurisdiction,
    store,
    engine: unused,
    engineApart: unused,
    lake: unused,
    enqueue: (tx: Tx, job: NewJob) => enqueue(tx, clock, job),
    emit: (async (tx, name, payload) => {
      await emit(tx, clock, name, payload);
    }) satisfies Context['emit'],
    decide: testDecide({ actor: systemActor, clock }),
    policies: testPolicies,
    audit: testAudit(store, clock, { actor: systemActor, requestId: 'test' }),
    log: () => {},
    fault: () => {},
    signal: new AbortController().signal,
  } as unknown as Context & { clock: typeof clock };
  const withUpload = (text: string, filename: string): Context => {
    const upload: Upload = { filename, stream: new Blob([text]).stream() };
    return { ...context, upload };
  };
  return {
    ...context,
    withUpload,
    withFile: async (state, path) =>
      withUpload(await readFile(join(state, path), 'utf8'), path.split('/').at(-1)!),
    async close() {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}
