import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, areas, compose } from '../src/app.ts';
import type { JobContext } from '../src/areas/handler.ts';
import { type Actor, operatorActor, systemActor } from '../src/core/access.ts';
import { fixedClock } from '../src/core/clock.ts';
import type { Jurisdiction } from '../src/core/jurisdiction.ts';
import type { AnswerOf, CallOf, Operation, Upload } from '../src/core/operation.ts';
import { openDuckdb } from '../src/engine/duckdb/open.ts';
import { openLake } from '../src/engine/lake.ts';
import { httpServer } from '../src/http/server.ts';
import { claimJob, failJob, succeedJob } from '../src/store/job-lease.ts';
import { migrate } from '../src/store/migrations/index.ts';
import { deliver } from '../src/store/outbox.ts';
import { openVault } from '../src/store/sealed/vault.ts';
import { openSqliteStore } from '../src/store/sqlite.ts';
import { testState } from './context.ts';
import { openTestLog } from './test-audit.ts';
import { testPolicies } from './test-policies.ts';

export interface WholeApp {
  readonly app: App;
  readonly home: string;
  readonly clock: ReturnType<typeof fixedClock>;
  /** Asks an operation as someone, for a purpose. */
  ask<O extends Operation>(
    op: O,
    input: CallOf<O>,
    by?: { actor?: Actor; purpose?: string; upload?: Upload },
  ): Promise<AnswerOf<O>>;
  /** An address as a visitor who has not signed in. */
  visit(path: string, init?: RequestInit): Promise<Response>;
  /** Delivers events and does queued jobs until nothing waits; answers what the jobs answered, by kind. */
  work(): Promise<Map<string, unknown>>;
  close(): Promise<void>;
}

/** The whole program in this process: all areas, policies, pages and jobs, over a real store, engine and lake. */
export async function openWholeApp(jurisdiction: Partial<Jurisdiction> = {}): Promise<WholeApp> {
  const home = await mkdtemp(join(tmpdir(), 'oak-whole-'));
  const store = await openSqliteStore({ file: join(home, 'store.db') });
  await migrate(store);
  const clock = fixedClock('2026-11-23T12:00:00.000Z', testState.timeZone);
  const engine = await openDuckdb({ memoryLimitMb: 400, threads: 2, tempFolder: join(home, 'private') });
  const app = compose({
    clock,
    jurisdiction: { ...testState, ...jurisdiction } as Jurisdiction,
    store,
    engine,
    engineApart: engine,
    lake: openLake(join(home, 'lake')),
    vault: openVault({ keys: join(home, 'keys'), private: join(home, 'private') }),
    audit: openTestLog(store, clock),
    policies: testPolicies,
    log: () => {},
    version: 'test',
    home,
    secret: 'a secret of tests',
  });
  const server = httpServer(app);
  const kinds = new Map(areas.flatMap((area) => Object.entries(area.jobs ?? {})));
  const subscribers = areas.flatMap((area) => area.subscribers ?? []);
  return {
    app,
    home,
    clock,
    ask: (op, input, by = {}) => app.ask(op, input, { actor: operatorActor, purpose: 'a test', ...by }),
    visit: (path, init) =>
      Promise.resolve(
        server.request(`http://127.0.0.1:8080${path}`, {
          ...init,
          headers: {
            host: '127.0.0.1:8080',
            accept: 'text/html',
            ...(init?.headers as Record<string, string>),
          },
        }),
      ),
    async work() {
      const answers = new Map<string, unknown>();
      for (;;) {
        await deliver(store, subscribers, clock, () => app.contextFor({ actor: systemActor }));
        const held = await claimJob(store, clock, { worker: 'test', leaseSeconds: 600 });
        if (held === undefined) return answers;
        const context: JobContext = {
          ...app.contextFor({ actor: systemActor, operation: held.kind }),
          job: { id: held.id, attempt: held.attempt, progress: () => {}, note: () => {} },
        };
        try {
          const answer = await kinds.get(held.kind)!(context, held.input as never);
          answers.set(held.kind, answer);
          await succeedJob(store, clock, held, answer);
        } catch (error) {
          await failJob(store, clock, held, { code: 'test.failed', message: String(error) } as never);
          throw error;
        }
      }
    },
    async close() {
      await engine.close();
      await app.audit.close();
      await store.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}
