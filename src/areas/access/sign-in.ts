import type { Clock } from '../../core/clock.ts';
import type { RandomSource } from '../../core/id.ts';
import { hourMs, minuteMs, type SessionTimes } from '../../core/session-times.ts';
import type { Store } from '../../store/database.ts';
import type { Tx } from '../handler.ts';
import { accessEnded, noProvider, signInFailed } from './errors.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { hasLeft } from './read-actor.ts';
import { safeReturnPath } from './return-path.ts';
import { digestOfSecret, newSecret } from './secret.ts';
import { sampleIssuer, writeAccount } from './write-account.ts';

export interface SignInWorld {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly identity?: IdentityProvider;
  readonly sessionTimes: SessionTimes;
  /** Writes down that someone signed in, or out. */
  readonly record: (tx: Tx, entry: { operation: string; account: string }) => Promise<void>;
  readonly log: (message: string, fields?: Record<string, string>) => void;
}

/**
 * Sends a browser to the provider. `browser` is a secret of this browser alone: the answer counts only when the same one
 * brings it. `stepUp` is the account that must come back, when someone signs in again for a step.
 */
export async function beginSignIn(
  world: SignInWorld,
  asked: {
    readonly browser: string;
    readonly returnTo?: string;
    readonly stepUp?: string;
    readonly hint?: string;
  },
): Promise<URL> {
  const { store, clock, random, identity } = world;
  const attemptMs = world.sessionTimes.signInMinutes * minuteMs;
  if (identity === undefined) throw noProvider.with({});
  const [state, nonce, verifier] = [newSecret(random), newSecret(random), newSecret(random)];
  const oldest = new Date(Date.parse(clock.now()) - attemptMs).toISOString();
  const hint = asked.hint ?? (asked.stepUp === undefined ? undefined : await hintOf(store, asked.stepUp));
  const url = await identity
    .begin({
      state,
      nonce,
      verifier,
      anew: asked.stepUp !== undefined,
      ...(hint ? { hint } : {}),
    })
    .catch((fault) => failed(world, 'the provider does not answer', fault));
  await store.write(async (tx) => {
    await tx.deleteFrom('sign_in_attempt').where('begun_at', '<', oldest).execute();
    await tx
      .insertInto('sign_in_attempt')
      .values({
        state_hash: digestOfSecret(state),
        browser_hash: digestOfSecret(asked.browser),
        nonce,
        verifier,
        return_to: safeReturnPath(asked.returnTo),
        step_up: asked.stepUp ?? null,
        begun_at: clock.now(),
      })
      .execute();
  });
  return url;
}

/**
 * Takes the provider's answer and opens a session under a new secret; the one the browser had before ends. Throws
 * `access.sign-in-failed` for an answer that was not asked for by this browser, comes twice or too late, or does not hold.
 */
export async function finishSignIn(
  world: SignInWorld,
  asked: { readonly browser: string | undefined; readonly answer: URL; readonly session?: string },
): Promise<{ readonly secret: string; readonly returnTo: string }> {
  const { store, clock, random, identity } = world;
  if (identity === undefined) throw noProvider.with({});
  const state = asked.answer.searchParams.get('state');
  if (state === null || asked.browser === undefined) throw failed(world, 'it was not begun here');
  const attempt = await takeAttempt(store, digestOfSecret(state));
  if (attempt === undefined) throw failed(world, 'it was used before, or never begun');
  if (attempt.browser_hash !== digestOfSecret(asked.browser)) throw failed(world, 'another browser began it');
  if (Date.parse(clock.now()) - Date.parse(attempt.begun_at) > world.sessionTimes.signInMinutes * minuteMs)
    throw failed(world, 'it took too long');
  const stepUp = attempt.step_up !== null;
  const claims = await identity
    .finish(asked.answer, { state, nonce: attempt.nonce, verifier: attempt.verifier, anew: stepUp })
    .catch((fault) => failed(world, 'the provider’s answer does not hold', fault));
  const now = clock.now();
  const secret = newSecret(random);
  await store.write(async (tx) => {
    const account = await writeAccount(tx, world, claims);
    if (attempt.step_up !== null && account.id !== attempt.step_up)
      throw failed(world, 'someone else signed in');
    if (await hasLeft(world, account)) throw accessEnded.with({});
    if (asked.session !== undefined)
      await tx
        .updateTable('session')
        .set({ ended_at: now })
        .where('hash', '=', digestOfSecret(asked.session))
        .where('ended_at', 'is', null)
        .execute();
    await tx
      .insertInto('session')
      .values({
        hash: digestOfSecret(secret),
        account: account.id,
        signed_in_at: now,
        stepped_up_at: stepUp ? now : null,
        seen_at: now,
        ends_at: new Date(Date.parse(now) + world.sessionTimes.sessionHours * hourMs).toISOString(),
      })
      .execute();
    await world.record(tx, { operation: stepUp ? 'access.step-up' : 'access.sign-in', account: account.id });
  });
  return { secret, returnTo: attempt.return_to };
}

/** What tells the provider who signs in again, so that nobody has to choose anew. */
async function hintOf(store: Store, account: string): Promise<string | undefined> {
  const row = await store.read
    .selectFrom('account')
    .select(['issuer', 'subject', 'email'])
    .where('id', '=', account)
    .executeTakeFirst();
  return row?.issuer === sampleIssuer ? row.subject : (row?.email ?? undefined);
}

/** Ends a session at once, whoever asks: who holds the secret may. */
export async function signOut(world: SignInWorld, secret: string): Promise<void> {
  const hash = digestOfSecret(secret);
  await world.store.write(async (tx) => {
    const row = await tx
      .selectFrom('session')
      .select('account')
      .where('hash', '=', hash)
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    if (row === undefined) return;
    await tx.updateTable('session').set({ ended_at: world.clock.now() }).where('hash', '=', hash).execute();
    await world.record(tx, { operation: 'access.sign-out', account: row.account });
  });
}

/** Taken away as it is read: the same answer brought twice finds nothing. */
const takeAttempt = (store: Store, hash: string) =>
  store.write(async (tx) => {
    const row = await tx
      .selectFrom('sign_in_attempt')
      .selectAll()
      .where('state_hash', '=', hash)
      .executeTakeFirst();
    if (row !== undefined) await tx.deleteFrom('sign_in_attempt').where('state_hash', '=', hash).execute();
    return row;
  });

/** What went wrong inside the provider's answer stays in the log, by its kind; it may hold what must not be shown. */
function failed(world: SignInWorld, because: string, fault?: unknown): never {
  world.log('sign-in failed', {
    because,
    ...(fault instanceof Error ? { fault: (fault as { code?: string }).code ?? fault.name } : {}),
  });
  throw signInFailed.with({ because });
}
