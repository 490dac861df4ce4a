import { randomBytes } from 'node:crypto';
import type { Context as Exchange, Hono } from 'hono';
import type { App } from '../app.ts';
import { type Actor, openActor } from '../core/access.ts';
import { OakError } from '../core/error.ts';
import { dropCookie, readCookie, writeCookie } from './cookies.ts';
import { checkFormToken, checkOrigin } from './guard.ts';
import { browserOf } from './pages.ts';
import type { Env } from './server.ts';

const sessionCookie = 'oak-session';
/** Binds a way to the provider to the browser that began it. */
const attemptCookie = 'oak-sign-in';

/**
 * Who sends a request: the holder of the token in `Authorization: Bearer`, else of the session's cookie, else a visitor.
 * A token that does not hold is refused; a session that has ended makes a visitor.
 */
export async function whoAsks(
  app: App,
  exchange: Exchange<Env>,
): Promise<{ actor: Actor; purpose?: string }> {
  const token = /^Bearer (\S+)$/i.exec(exchange.req.header('authorization') ?? '')?.[1];
  if (token !== undefined) {
    try {
      return (await app.door.who({ token })) ?? { actor: openActor };
    } catch (thrown) {
      if (!(thrown instanceof OakError)) throw thrown;
      const asking = {
        actor: openActor,
        requestId: exchange.get('requestId'),
        client: exchange.get('client'),
      };
      const instead = await app.refused(asking, { operation: 'access.use-token', code: thrown.code });
      throw instead ?? thrown;
    }
  }
  const session = readCookie(exchange, sessionCookie);
  if (session === undefined) return { actor: openActor };
  return (await app.door.who({ session })) ?? { actor: openActor };
}

/** The addresses by which people come in and leave. They set and drop cookies, which no page or operation can. */
export function serveSignIn(server: Hono<Env>, app: App): void {
  const lasting = { httpOnly: true, sameSite: 'Lax' } as const;

  const begin = async (exchange: Exchange<Env>, stepUp?: string) => {
    const browser = randomBytes(32).toString('base64url');
    const url = await app.door.begin({
      browser,
      returnTo: exchange.req.query('return_to'),
      ...(stepUp === undefined ? {} : { stepUp }),
      ...(exchange.req.query('as') === undefined ? {} : { hint: exchange.req.query('as') }),
    });
    writeCookie(exchange, attemptCookie, browser, { ...lasting, maxAge: 600 });
    return exchange.redirect(url.href, 303);
  };

  server.get('/sign-in/start', (exchange) => begin(exchange));

  server.get('/sign-in/again', (exchange) => {
    const actor = exchange.get('actor');
    // Who is a visitor signs in as usual.
    if (actor.kind !== 'person') return begin(exchange);
    return begin(exchange, actor.id);
  });

  server.get('/sign-in/callback', async (exchange) => {
    const session = readCookie(exchange, sessionCookie);
    const browser = readCookie(exchange, attemptCookie);
    dropCookie(exchange, attemptCookie);
    const { secret, returnTo } = await app.door.finish({
      browser,
      answer: new URL(exchange.req.url),
      ...(session === undefined ? {} : { session }),
    });
    writeCookie(exchange, sessionCookie, secret, lasting);
    exchange.header('cache-control', 'no-store');
    return exchange.redirect(returnTo, 303);
  });

  server.post('/sign-out', async (exchange) => {
    checkOrigin(exchange.req.raw.headers, exchange.req.header('host'));
    const form = await exchange.req.formData();
    checkFormToken(app.secret, browserOf(exchange), form.get('form-token'), Date.now());
    const session = readCookie(exchange, sessionCookie);
    if (session !== undefined) await app.door.end(session);
    dropCookie(exchange, sessionCookie);
    // Who leaves on purpose leaves no drafts behind; a session that runs out keeps them.
    exchange.header('clear-site-data', '"storage"');
    return exchange.redirect('/sign-in?out=1', 303);
  });
}
