import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import type { App } from '../app.ts';
import { type Actor, openActor } from '../core/access.ts';
import { pageNotFound } from '../core/request-errors.ts';
import { serveAssets } from './assets.ts';
import { checkHost, securityHeaders } from './guard.ts';
import { openapi } from './openapi.ts';
import { serveOperations } from './operations.ts';
import { errorAnswer, servePages } from './pages.ts';
import { asOakError, problem } from './problem.ts';
import { serveSignIn, whoAsks } from './sign-in.ts';

export interface Env {
  Variables: { actor: Actor; purpose?: string; requestId: string };
}

/** The purpose a request states, percent-encoded as headers must be; one that cannot be read states none. */
function purposeIn(header: string | undefined): string | undefined {
  try {
    return header === undefined ? undefined : decodeURIComponent(header).slice(0, 200);
  } catch {
    return undefined;
  }
}

/**
 * The contract over HTTP. `trusted` is the door of the home's owner (the socket, or this process itself): it carries the
 * operator; the door on the network asks who has signed in. `publicUrl` is the address that others reach this server by.
 */
export function httpServer(
  app: App,
  door: { trusted: boolean; actor?: Actor; publicUrl?: string } = { trusted: false },
): Hono<Env> {
  const server = new Hono<Env>();

  server.use(async (exchange, next) => {
    const requestId = randomBytes(6).toString('hex');
    exchange.set('requestId', requestId);
    exchange.set('actor', door.actor ?? openActor);
    if (!door.trusted) {
      checkHost(exchange.req.header('host'), door.publicUrl);
      if (!exchange.req.path.startsWith('/assets/')) {
        const { actor, purpose } = await whoAsks(app, exchange);
        exchange.set('actor', actor);
        exchange.set('purpose', purpose);
      }
    }
    const purpose = purposeIn(exchange.req.header('oak-purpose'));
    if (purpose !== undefined) exchange.set('purpose', purpose);
    await next();
    for (const [name, value] of Object.entries(securityHeaders)) exchange.res.headers.set(name, value);
    exchange.res.headers.set('x-request-id', requestId);
  });

  server.onError((thrown, exchange) => {
    const reference = exchange.get('requestId');
    const error = asOakError(thrown, reference, app.log);
    const wantsPage = exchange.req.method === 'GET' ? !exchange.req.path.startsWith('/api/') : true;
    if (wantsPage && exchange.req.header('accept')?.includes('text/html'))
      return errorAnswer(app, exchange, error);
    return problem(error, reference);
  });

  server.notFound((exchange) => {
    throw pageNotFound.with({ path: exchange.req.path });
  });

  const operations = app.operations;
  const described = JSON.stringify(
    openapi(operations, { title: app.jurisdiction.planTitle, version: app.version }),
  );
  server.get(
    '/api/openapi.json',
    () => new Response(described, { headers: { 'content-type': 'application/json; charset=utf-8' } }),
  );
  serveAssets(server);
  serveSignIn(server, app, door.publicUrl?.startsWith('https:') ?? false);
  for (const { path, routes } of app.adapters) server.route(path, routes as never);
  serveOperations(server, operations, app.ask);
  servePages(server, app);
  return server;
}
