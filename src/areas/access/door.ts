import type { Actor } from '../../core/access.ts';
import { type SessionTimes, usualSessionTimes } from '../../core/session-times.ts';
import type { Context } from '../handler.ts';
import { badToken } from './errors.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { type Credentials, readActor } from './read-actor.ts';
import { beginSignIn, finishSignIn, type SignInWorld, signOut } from './sign-in.ts';

/** Sign-in, sign-out, and who is behind a request: what the server's front door asks. */
export interface SignInDoor {
  readonly identity?: IdentityProvider;
  /** Nobody when a session has ended; throws `access.bad-token` for a token that does not hold. */
  who(credentials: Credentials): ReturnType<typeof readActor>;
  begin(asked: Parameters<typeof beginSignIn>[1]): ReturnType<typeof beginSignIn>;
  finish(asked: Parameters<typeof finishSignIn>[1]): ReturnType<typeof finishSignIn>;
  end(secret: string): Promise<void>;
}

export function signInDoor(
  given: Pick<Context, 'store' | 'clock' | 'log'> & {
    readonly identity?: IdentityProvider;
    readonly sessionTimes?: SessionTimes;
  },
  contextFor: (asking: { actor: Actor; operation: string }) => Context,
): SignInDoor {
  const world = { ...given, sessionTimes: given.sessionTimes ?? usualSessionTimes };
  const context = contextFor({ actor: { id: 'system', kind: 'system' }, operation: 'access.sign-in' });
  const signIn: SignInWorld = {
    store: world.store,
    clock: world.clock,
    random: context.random,
    log: world.log,
    sessionTimes: world.sessionTimes,
    ...(world.identity === undefined ? {} : { identity: world.identity }),
    record: (tx, { operation, account }) =>
      contextFor({ actor: { id: account, kind: 'person' }, operation }).audit.record(tx, { operation }),
  };
  return {
    ...(world.identity === undefined ? {} : { identity: world.identity }),
    who: async (credentials) => {
      const found = await readActor(world, credentials);
      if (found === undefined && credentials.token !== undefined) throw badToken.with({});
      return found;
    },
    begin: (asked) => beginSignIn(signIn, asked),
    finish: (asked) => finishSignIn(signIn, asked),
    end: (secret) => signOut(signIn, secret),
  };
}
