import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { availableParallelism, hostname } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { type App, areas, compose } from '../app.ts';
import type { IdentityProvider } from '../areas/access/index.ts';
import { writeUse } from '../areas/portal/index.ts';
import { operatorActor, systemActor } from '../core/access.ts';
import { systemClock } from '../core/clock.ts';
import { loadJurisdiction } from '../core/load-jurisdiction.ts';
import { homeEmpty } from '../core/request-errors.ts';
import { openDuckdb } from '../engine/duckdb/open.ts';
import { openLake } from '../engine/lake.ts';
import { httpServer } from '../http/server.ts';
import { keepBeforeUpgrade } from '../store/backup/before-upgrade.ts';
import type { Store } from '../store/database.ts';
import type { HomeClaim } from '../store/home.ts';
import { migrate } from '../store/migrations/index.ts';
import { deliver } from '../store/outbox.ts';
import { openPostgresStore } from '../store/postgres.ts';
import { freshPrivateFolder, removePrivateFolder } from '../store/sealed/private-folder.ts';
import { openVault } from '../store/sealed/vault.ts';
import { readSetting, writeSetting } from '../store/settings.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import { version } from '../version.ts';
import { apartEngine } from './apart-engine.ts';
import { startDelivering } from './delivering.ts';
import { faultFromEnvironment } from './fault.ts';
import { openHomeLog } from './home-log.ts';
import { keyFolder } from './key-folder.ts';
import { lazyEngine } from './lazy-engine.ts';
import { lineLog, nameOf } from './log.ts';
import { startMailing } from './mailing.ts';
import { openPolicies } from './open-policies.ts';
import { startRunner } from './runner.ts';
import { sessionTimes } from './settings.ts';

type OwnedClaim = Extract<HomeClaim, { owned: true }>;

export interface Owner {
  readonly app: App;
  readonly home: string;
  close(): Promise<void>;
}

const memoryLimitMb = 512;

/** Opens everything one home has, as its only owner: store, lake, engine, runner, and the door for `oak` commands. */
export async function ownHome(claim: OwnedClaim, identity?: IdentityProvider): Promise<Owner> {
  const home = claim.home.dir;
  const state = join(home, 'state');
  if (!existsSync(join(state, 'jurisdiction.yaml'))) {
    await claim.release();
    throw homeEmpty.with({ home });
  }
  const databaseUrl = process.env['OAK_DATABASE_URL'];
  const jurisdiction = await loadJurisdiction(state);
  const clock = systemClock(jurisdiction.timeZone);
  const log = lineLog('serve');
  // What a session left behind when it was killed is plain text: it goes before anything else happens.
  freshPrivateFolder(home);
  const session = join(home, 'private', 'serve');
  const kept = databaseUrl === undefined ? await keepBeforeUpgrade(home) : undefined;
  if (kept !== undefined) log('the store is brought to the shape of this release', { kept });
  const store =
    databaseUrl === undefined
      ? await openSqliteStore({ file: join(home, 'store.sqlite') })
      : await openPostgresStore({ url: databaseUrl });
  await migrate(store);
  const engine = lazyEngine(() =>
    openDuckdb({
      memoryLimitMb,
      threads: availableParallelism(),
      tempFolder: session,
    }),
  );
  const engineApart = apartEngine({
    readable: [join(home, 'lake'), session],
    tempFolder: join(home, 'private', 'query'),
  });
  let wakeRunner = () => {};
  const audit = await openHomeLog({ home, store, clock, state: jurisdiction.id, log });
  const policies = await openPolicies({ store, clock, home, say: (line) => console.error(line) });
  const app = compose({
    clock,
    policies,
    ...(identity === undefined ? {} : { identity }),
    sessionTimes: sessionTimes(),
    audit,
    jurisdiction,
    store,
    engine,
    engineApart,
    lake: await openLake(join(home, 'lake')),
    vault: openVault({ keys: keyFolder(home), private: session }),
    log,
    fault: faultFromEnvironment(),
    version,
    home,
    secret: await secretOf(store),
    wake: () => delivering.wake(),
  });
  // After the application: until then there is nobody to deliver to.
  const subscribers = areas.flatMap((area) => area.subscribers ?? []);
  const delivering = startDelivering(
    async () => {
      await deliver(store, subscribers, clock, () => app.contextFor({ actor: systemActor }));
      wakeRunner();
    },
    (error) => log('events could not be delivered', { error: nameOf(error) }),
  );
  const runner = await startRunner(app, {
    home,
    parallel: Math.min(2, availableParallelism()),
    worker: `${hostname()}:${home}`,
    databaseUrl,
  });
  wakeRunner = runner.wake;
  const mailing = startMailing(app, home);
  const door = await openDoor(app, claim.socketPath);
  return {
    app,
    home,
    async close() {
      await new Promise((resolve) => {
        door.close(resolve);
        door.closeAllConnections();
      });
      await mailing.close();
      await delivering.close();
      await runner.close();
      await writeUse(store);
      await engineApart.close();
      await engine.close();
      await audit.close();
      await store.close();
      removePrivateFolder(home);
      await claim.release();
    },
  };
}

function openDoor(app: App, socketPath: string): Promise<Server> {
  const server = createServer(
    getRequestListener(httpServer(app, { trusted: true, actor: operatorActor }).fetch),
  );
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, () => resolve(server));
  });
}

async function secretOf(store: Store): Promise<string> {
  const known = await readSetting(store, 'form-secret');
  if (known !== undefined) return known;
  const made = randomBytes(32).toString('base64url');
  await writeSetting(store, 'form-secret', made);
  return made;
}
