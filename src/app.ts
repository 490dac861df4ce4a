import { type Admission, openAdmission } from './admission.ts';
import {
  accessArea,
  decideData,
  type IdentityProvider,
  type PoliciesInForce,
  type SignInDoor,
  signInDoor,
} from './areas/access/index.ts';
import { area as agencies } from './areas/agencies/index.ts';
import type { Area } from './areas/area.ts';
import { area as audit } from './areas/audit/index.ts';
import { area as catalog, datasetFacts } from './areas/catalog/index.ts';
import { area as disclosure, leastCell } from './areas/disclosure/index.ts';
import type { AuditSubject, Context, NewJob, Tx } from './areas/handler.ts';
import { area as law } from './areas/law/index.ts';
import { area as linkage } from './areas/linkage/index.ts';
import { planArea } from './areas/plan/index.ts';
import { catalogueRoutes, noteVisit, area as portal, sodaRoutes } from './areas/portal/index.ts';
import { area as quality } from './areas/quality/index.ts';
import { searchArea } from './areas/search/index.ts';
import { area as standards } from './areas/standards/index.ts';
import { area as keeping } from './areas/store/index.ts';
import { area as work } from './areas/work/index.ts';
import { auditOf, doneOf, isRefusal, refused, subjectOf } from './audited.ts';
import type { Actor } from './core/access.ts';
import type { Clock } from './core/clock.ts';
import type { OakError } from './core/error.ts';
import { newId, systemRandom } from './core/id.ts';
import type { Jurisdiction } from './core/jurisdiction.ts';
import { type Meter, newMeter } from './core/meter.ts';
import type { AnswerOf, CallOf, Operation, Upload } from './core/operation.ts';
import { fixedWordsFirst, type Page } from './core/page.ts';
import type { SessionTimes } from './core/session-times.ts';
import type { Engine } from './engine/engine.ts';
import type { Lake } from './engine/lake.ts';
import type { AuditLog } from './store/audit-log/audit-log.ts';
import type { Store } from './store/database.ts';
import { enqueue } from './store/jobs.ts';
import { emit } from './store/outbox.ts';
import type { Vault } from './store/sealed/vault.ts';
import { pages as deskPages } from './web/desks/pages.ts';

const access = accessArea({
  things: () => [
    ...areas.flatMap((area) =>
      Object.values(area.operations).map(({ name, summary, access: rule, effect }) => ({
        kind: 'operation' as const,
        name,
        summary,
        rule,
        effect,
      })),
    ),
    ...allPages.map(({ path, access: rule }) => ({
      kind: 'page' as const,
      name: path,
      summary: path,
      rule,
      effect: 'read' as const,
    })),
  ],
  owned: () => areas.flatMap((area) => area.owned ?? []),
  dataset: datasetFacts,
});

/** The areas, left to right: each may import only those before it. The one place that knows them all. */
const measuring: readonly Area[] = [
  work,
  audit,
  keeping,
  agencies,
  access,
  law,
  catalog,
  standards,
  quality,
  linkage,
  disclosure,
  portal,
];
// The plan measures all the others, and the search finds what all of them hold.
const searched: readonly Area[] = [...measuring, planArea(measuring)];
export const areas: readonly Area[] = [...searched, searchArea(searched)];

/** What the world hands to the application: one of each, opened by a role. */
export interface World {
  readonly clock: Clock;
  readonly jurisdiction: Jurisdiction;
  readonly store: Store;
  readonly engine: Engine;
  readonly engineApart: Engine;
  readonly lake: Lake;
  readonly vault: Vault;
  readonly audit: AuditLog;
  readonly policies: PoliciesInForce;
  /** Where people sign in; nobody can without. */
  readonly identity?: IdentityProvider;
  readonly sessionTimes?: SessionTimes;
  readonly log: Context['log'];
  readonly fault?: Context['fault'];
  readonly version: string;
  /** The home's folder. */
  readonly home: string;
  /** Signs form tokens. */
  readonly secret: string;
  /** Called after a transaction that queued work has been asked for. */
  readonly wake?: () => void;
}

export interface Asking {
  readonly actor: Actor;
  readonly purpose?: string;
  /** A page asks, to show it. */
  readonly page?: true;
  readonly requestId?: string;
  /** Tells one client from another: a keyed fingerprint of its address, never the address. */
  readonly client?: string;
  /** What is being done, where no operation is: a job's kind, a subscriber's name. */
  readonly operation?: string;
  readonly signal?: AbortSignal;
  readonly upload?: Upload;
}

export type Ask = <O extends Operation>(op: O, input: CallOf<O>, asking: Asking) => Promise<AnswerOf<O>>;

export interface App extends World {
  readonly operations: readonly Operation[];
  readonly pages: readonly Page[];
  /** Sub-applications that speak another system's protocol, by the path they hang under. */
  readonly adapters: readonly { readonly path: string; readonly routes: unknown }[];
  readonly ask: Ask;
  readonly admission: Admission;
  /** Sign-in, sign-out, and who is behind a request. */
  readonly door: SignInDoor;
  readonly contextFor: (asking: Asking) => Context;
  /** Writes down a refusal that no operation made; answers the error to throw instead when there were too many. */
  readonly refused: (
    asking: Asking,
    what: AuditSubject & { readonly operation: string; readonly code: string },
  ) => Promise<OakError | undefined>;
  /** Counts that the page of a dataset was shown. */
  readonly visited: (actor: Actor, dataset: string) => void;
  readonly meter: Meter;
  /** Goes with every asset address: changes when the program does. */
  readonly fingerprint: string;
}

export const allPages: readonly Page[] = fixedWordsFirst([
  ...deskPages,
  ...areas.flatMap((area) => area.pages ?? []),
]);

const never = new AbortController().signal;

const identified = (asking: Asking) => ({ ...asking, requestId: asking.requestId ?? newId() });
type Identified = ReturnType<typeof identified>;

/** Puts the areas and the world together. */
export function compose(world: World): App {
  const handlers = new Map(
    areas.flatMap((area) =>
      Object.entries(area.operations).map(
        ([verb, op]) => [op.name, { op, handle: area.handlers[verb]! }] as const,
      ),
    ),
  );

  const meter = newMeter();
  const running = { home: world.home, version: world.version, meter };
  const contextWith = (asking: Identified, { audit, store }: Pick<Context, 'audit' | 'store'>): Context => ({
    actor: asking.actor,
    purpose: asking.purpose,
    ...(asking.page && { page: true }),
    decide: (question) =>
      decideData(
        world.policies.current(),
        { actor: asking.actor, purpose: asking.purpose, now: world.clock.now() },
        question,
      ),
    policies: world.policies,
    leastCell: (agencies) => leastCell(agencies, world.clock.today()),
    ...(world.identity === undefined ? {} : { identity: world.identity }),
    ...(world.sessionTimes === undefined ? {} : { sessionTimes: world.sessionTimes }),
    requestId: asking.requestId,
    clock: world.clock,
    random: systemRandom,
    jurisdiction: world.jurisdiction,
    store,
    engine: world.engine,
    engineApart: world.engineApart,
    lake: world.lake,
    vault: world.vault,
    enqueue: async (tx: Tx, job: NewJob) => {
      const id = await enqueue(tx, world.clock, { actor: asking.actor.id, ...job });
      world.wake?.();
      return id;
    },
    emit: async (tx, name, payload) => {
      await emit(tx, world.clock, name, payload);
      world.wake?.();
    },
    log: (message, fields) => world.log(message, { request: asking.requestId, ...fields }),
    audit,
    running,
    fault: world.fault ?? (() => {}),
    upload: asking.upload,
    signal: asking.signal ?? never,
  });
  const contextFor = (given: Asking): Context => {
    const asking = identified(given);
    const { audit } = auditOf(world.audit, world.store, asking, asking.operation ?? 'work.background');
    return contextWith(asking, { audit, store: world.store });
  };

  const admission = openAdmission({ ...world, areas });

  const askKnown: Ask = async (op, input, given) => {
    const known = handlers.get(op.name);
    if (known === undefined) throw new Error(`no handler for ${op.name}`);
    const data = await admission.operation(op, input, given.actor);
    const asking = identified(given);
    const { audit, carrying, done } = auditOf(world.audit, world.store, asking, op.name);
    audit.about({ ...subjectOf(data), detail: doneOf(op, data) });
    const changes = op.effect !== 'read';
    const context = contextWith(asking, { audit, store: changes ? carrying : world.store });
    const answer = await known.handle(context, data as never);
    if (changes) await done();
    // In tests every answer is held to its schema; in use the schema has already been proved and costs nothing.
    if (process.env['OAK_CHECK_ANSWERS'] === '1' && op.output.kind === 'json') op.output.schema.parse(answer);
    return answer as never;
  };
  const ask: Ask = async (op, input, asking) => {
    try {
      return await askKnown(op, input, asking);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      // What someone known here tried; a visitor's own codes are not written down.
      const tried = asking.actor.kind === 'person' ? { detail: doneOf(op, input) } : {};
      const what = { ...subjectOf(input), ...tried, operation: op.name, code: error.code };
      throw (await refused(world.audit, identified(asking), what)) ?? error;
    }
  };

  return {
    ...world,
    operations: areas.flatMap((area) => Object.values(area.operations)),
    pages: allPages,
    adapters: [
      { path: '/', routes: sodaRoutes(ask) },
      { path: '/', routes: catalogueRoutes(ask) },
    ],
    ask,
    admission,
    door: signInDoor(world, contextFor),
    contextFor,
    refused: (asking, what) => refused(world.audit, identified(asking), what),
    visited: (actor, dataset) => noteVisit(contextFor({ actor }), dataset),
    meter,
    fingerprint: newId(),
  };
}
