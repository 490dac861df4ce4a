import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, compose } from '../../src/app.ts';
import type { IdentityProvider } from '../../src/areas/access/index.ts';
import { loadAgencies } from '../../src/areas/agencies/contract.ts';
import { loadLaw } from '../../src/areas/law/contract.ts';
import { loadPlan } from '../../src/areas/plan/contract.ts';
import { type Actor, openActor, operatorActor } from '../../src/core/access.ts';
import { fixedClock } from '../../src/core/clock.ts';
import type { Jurisdiction } from '../../src/core/jurisdiction.ts';
import { loadJurisdiction } from '../../src/core/load-jurisdiction.ts';
import type { AnswerOf, CallOf, Operation, Upload } from '../../src/core/operation.ts';
import { openLake } from '../../src/engine/lake.ts';
import { httpServer } from '../../src/http/server.ts';
import type { Store } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrations/index.ts';
import { openVault } from '../../src/store/sealed/vault.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { exampleState } from '../state-context.ts';
import { openTestLog } from '../test-audit.ts';
import { testPolicies } from '../test-policies.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads an answer as a client does, by its fields
  readonly json: any;
}

export interface PlanWorld {
  readonly app: App;
  readonly clock: ReturnType<typeof fixedClock>;
  /** Asks as the operator, or as another. */
  readonly ask: <O extends Operation>(
    op: O,
    input: CallOf<O>,
    by?: { actor?: Actor; upload?: Upload },
  ) => Promise<AnswerOf<O>>;
  /** One HTTP request, as the public unless another asks. A body that is an object is sent as JSON. */
  readonly http: (
    method: 'GET' | 'POST',
    path: string,
    options?: { body?: unknown; as?: Actor; accept?: string; type?: string },
  ) => Promise<HttpAnswer>;
  readonly moveTo: (instant: string) => void;
  readonly close: () => Promise<void>;
}

const inOneFile = (text: string | Uint8Array, filename: string): Upload => ({
  filename,
  stream: new Blob([text as BlobPart]).stream(),
});
export const uploaded = inOneFile;

/**
 * The whole program over a real store, with a clock that stands where it is put, and the example state's law, agencies and
 * plan taken over. Only rows are missing: engine and lake are not used by the plan.
 */
export async function openPlanWorld(
  at: string,
  options: {
    readonly plan?: 'draft' | 'in-force' | 'none' | 'nothing';
    readonly law?: (text: string) => string;
    readonly planText?: (text: string) => string;
    /** Where people sign in, where a test has them do so. */
    readonly identity?: IdentityProvider;
    /** Another store than SQLite: empty, and closed with the world. */
    readonly store?: Store;
  } = {},
): Promise<PlanWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'oak-plan-'));
  const store = options.store ?? (await openSqliteStore({ file: join(folder, 'store.db') }));
  await migrate(store);
  const clock = fixedClock(at, 'America/New_York');
  const unused = new Proxy(
    {},
    { get: (_, name) => () => Promise.reject(new Error(`${String(name)}: no rows here`)) },
  );
  const app = compose({
    clock,
    store,
    jurisdiction: {
      id: 'connecticut',
      name: 'Connecticut',
      planTitle: 'Connecticut State Data Plan',
      timeZone: 'America/New_York',
      dateOrder: 'month-first',
      twoDigitYearPivot: 49,
      placeNoun: { one: 'town', many: 'towns' },
      places: [],
      regions: [],
      custody: (await loadJurisdiction(exampleState)).custody,
    } as unknown as Jurisdiction,
    engine: unused as never,
    engineApart: unused as never,
    lake: await openLake(join(folder, 'lake')),
    vault: openVault({ keys: join(folder, 'keys'), private: join(folder, 'private') }),
    audit: openTestLog(store, clock),
    policies: testPolicies,
    ...(options.identity === undefined ? {} : { identity: options.identity }),
    log: () => {},
    version: 'test',
    home: folder,
    secret: 'only for this test',
  });
  const ask: PlanWorld['ask'] = (op, input, by = {}) =>
    app.ask(op, input, { actor: by.actor ?? operatorActor, purpose: 'test', upload: by.upload });
  const doors = new Map<Actor, ReturnType<typeof httpServer>>();
  const http: PlanWorld['http'] = async (method, path, { body, as = openActor, accept, type } = {}) => {
    const door = doors.get(as) ?? httpServer(app, { trusted: true, actor: as });
    doors.set(as, door);
    const answer = await door.request(`http://localhost${path}`, {
      method,
      headers: {
        accept: accept ?? '*/*',
        ...(body === undefined ? {} : { 'content-type': type ?? 'application/json' }),
      },
      ...(body === undefined
        ? {}
        : {
            body:
              typeof body === 'string' || body instanceof Uint8Array
                ? (body as BodyInit)
                : JSON.stringify(body),
          }),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
    return {
      status: answer.status,
      text,
      headers: answer.headers,
      json: isJson ? JSON.parse(text) : undefined,
    };
  };
  const file = async (path: string, change: (text: string) => string = (text) => text) =>
    inOneFile(change(await readFile(join(exampleState, path), 'utf8')), path.split('/').at(-1)!);
  if (options.plan !== 'nothing') {
    for (const path of ['law/data-act.yaml', 'law/later-law.yaml', 'law/calendar.yaml'])
      await ask(
        loadLaw,
        {},
        { upload: await file(path, path.endsWith('data-act.yaml') ? options.law : undefined) },
      );
    await ask(loadAgencies, {}, { upload: await file('agencies.yaml') });
  }
  if (options.plan !== 'none' && options.plan !== 'nothing')
    await ask(loadPlan, options.plan === 'in-force' ? {} : { draft: true }, {
      upload: await file('plan/plan.yaml', options.planText),
    });
  return {
    app,
    clock,
    ask,
    http,
    moveTo: (instant) => clock.moveTo(instant),
    close: async () => {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Someone of the chief data officer's office, and an agency's data officer. */
export const office: Actor = {
  id: 'person-office',
  kind: 'person',
  name: 'R. Calloway',
  roles: [{ role: 'office' }],
};
export const officerOf = (agency: string): Actor => ({
  id: `person-${agency}`,
  kind: 'person',
  name: `Data officer of ${agency}`,
  roles: [{ role: 'officer', agency }],
});
export const board: Actor = {
  id: 'person-board',
  kind: 'person',
  name: 'Clerk of the board',
  roles: [{ role: 'board' }],
};

/** Someone who has signed in, a member of the board unless another: the office can bind the account to a seat. */
export async function signedInMember(world: PlanWorld, who: string | Actor): Promise<Actor> {
  const at = world.clock.now();
  const member: Actor =
    typeof who === 'string'
      ? { id: who, kind: 'person', name: `Member ${who}`, roles: [{ role: 'board' }] }
      : who;
  const { id, name, roles = [] } = member;
  await world.app.store.write(async (tx) => {
    await tx
      .insertInto('account')
      .values({
        ...{ id, issuer: 'test', subject: id, name: name!, email: null, person: null, example: 1 },
        ...{ created_at: at, signed_in_at: at },
      })
      .execute();
    for (const { role } of roles)
      await tx
        .insertInto('account_role')
        .values({ id: `${id}-${role}`, account: id, role, source: 'group', given_by: 'system', from_at: at })
        .execute();
  });
  return member;
}
