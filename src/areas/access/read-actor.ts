import type { Actor, SignedIn } from '../../core/access.ts';
import type { Clock } from '../../core/clock.ts';
import { minuteMs, type SessionTimes, usualSessionTimes } from '../../core/session-times.ts';
import type { Store } from '../../store/database.ts';
import { heldRoles } from './held-roles.ts';
import { digestOfSecret } from './secret.ts';

/** What a request brings to say who sends it. */
export interface Credentials {
  /** The secret of a session's cookie. */
  readonly session?: string;
  /** A personal access token. */
  readonly token?: string;
}

type World = { readonly store: Store; readonly clock: Clock };
type Door = World & { readonly sessionTimes?: SessionTimes };

/** A use is written down at most this often, so that reading pages writes nothing. */
const noteUseEveryMs = 60_000;

/**
 * The person behind a request, with the roles held at this moment, or nothing when the session or token is unknown, has
 * ended, or belongs to someone whose access has. Asked at every request, so an end counts at once.
 */
export async function readActor(
  world: Door,
  { session, token }: Credentials,
): Promise<{ readonly actor: Actor; readonly purpose?: string } | undefined> {
  if (token !== undefined) return readToken(world, token);
  if (session !== undefined) return readSession(world, session);
  return undefined;
}

async function readSession({ store, clock, sessionTimes = usualSessionTimes }: Door, secret: string) {
  const now = clock.now();
  const row = await store.read
    .selectFrom('session')
    .selectAll()
    .where('hash', '=', digestOfSecret(secret))
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined || now >= row.ends_at) return undefined;
  const idle = Date.parse(now) - Date.parse(row.seen_at);
  const idleMs = sessionTimes.idleMinutes * minuteMs;
  if (idle >= idleMs) return undefined;
  // From this request on, if no other comes.
  const idleEnd = new Date(Date.parse(now) + idleMs).toISOString();
  const actor = await actorOf({ store, clock }, row.account, {
    by: 'session',
    at: row.signed_in_at,
    until: idleEnd < row.ends_at ? idleEnd : row.ends_at,
    ...(row.stepped_up_at === null ? {} : { steppedUpAt: row.stepped_up_at }),
  });
  if (actor === undefined) return undefined;
  if (idle >= noteUseEveryMs)
    await store.write((tx) =>
      tx.updateTable('session').set({ seen_at: now }).where('hash', '=', row.hash).execute(),
    );
  return { actor, ...(row.purpose === null ? {} : { purpose: row.purpose }) };
}

async function readToken({ store, clock }: World, secret: string) {
  const now = clock.now();
  const row = await store.read
    .selectFrom('access_token')
    .selectAll()
    .where('hash', '=', digestOfSecret(secret))
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined || now >= row.ends_at) return undefined;
  const actor = await actorOf({ store, clock }, row.account, {
    by: 'token',
    at: row.created_at,
    scope: row.scope,
  });
  if (actor === undefined) return undefined;
  if (row.used_at === null || Date.parse(now) - Date.parse(row.used_at) >= noteUseEveryMs)
    await store.write((tx) =>
      tx.updateTable('access_token').set({ used_at: now }).where('id', '=', row.id).execute(),
    );
  return { actor };
}

async function actorOf({ store, clock }: World, id: string, signedIn: SignedIn): Promise<Actor | undefined> {
  const account = await store.read
    .selectFrom('account')
    .select(['id', 'name', 'person'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (account === undefined || (await hasLeft({ store, clock }, account))) return undefined;
  return {
    id: account.id,
    kind: 'person',
    name: account.name,
    roles: await heldRoles(store.read, clock, account),
    signedIn,
  };
}

/** Whether notice was given that this person leaves, and access has ended. */
export async function hasLeft(
  { store, clock }: World,
  { id, person }: { readonly id: string; readonly person: string | null },
): Promise<boolean> {
  const row = await store.read
    .selectFrom('leaving')
    .select('id')
    .where((where) =>
      person === null
        ? where('account', '=', id)
        : where.or([where('account', '=', id), where('person', '=', person)]),
    )
    .where('withdrawn_at', 'is', null)
    .where('ends_at', '<=', clock.now())
    .executeTakeFirst();
  return row !== undefined;
}
