import { randomBytes } from 'node:crypto';
import { type Context as Exchange, Hono } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { App } from '../app.ts';
import { type Actor, openActor, robotActor } from '../core/access.ts';
import { pageNotFound, tooManyRequests } from '../core/request-errors.ts';
import { serveAssets } from './assets.ts';
import { limitBody } from './body-limit.ts';
import { addressOf, fingerprintOf, isLoopback } from './client.ts';
import { checkHost, headersFor } from './guard.ts';
import { serveMetrics } from './metrics.ts';
import { oneATurn } from './one-a-turn.ts';
import { openapi } from './openapi.ts';
import { serveOperations } from './operations.ts';
import { errorAnswer, servePages } from './pages.ts';
import { asOakError, problem } from './problem.ts';
import { rateLimit } from './rate-limit.ts';
import { isRobot } from './robots.ts';
import { serveSignIn, whoAsks } from './sign-in.ts';

export interface Env {
  Variables: { actor: Actor; purpose?: string; requestId: string; client?: string; secure: boolean };
}

/** What one door lets through. */
export interface DoorLimits {
  /** A file on its way in. */
  readonly uploadMegabytes: number;
  /** Of one client that is not this computer; 0 is any number. */
  readonly requestsPerMinute: number;
  /** Addresses of proxies whose word on where a request comes from is taken. */
  readonly trustedProxies: readonly string[];
  /** Addresses that may read the metrics, besides this computer. */
  readonly metricsFrom: readonly string[];
  /** Whether every request has its line in the log. */
  readonly logRequests: boolean;
}

const usualLimits: DoorLimits = {
  uploadMegabytes: 10_240,
  requestsPerMinute: 1_200,
  trustedProxies: [],
  metricsFrom: [],
  logRequests: false,
};
/** A form or a JSON document; files have a limit of their own. */
const mostFormBytes = 4 * 1024 * 1024;
/** Signing in is tried by people, guessing is done by programs. */
const signInRate = { perMinute: 30, burst: 30 };

/** The purpose a request states, percent-encoded as headers must be; one that cannot be read states none. */
function purposeIn(header: string | undefined): string | undefined {
  try {
    return header === undefined ? undefined : decodeURIComponent(header).slice(0, 200);
  } catch {
    return undefined;
  }
}

/** The pattern that answered, never the address: an address may hold what someone typed. */
function routeOf(exchange: Exchange<Env>): string {
  const matched = matchedRoutes(exchange).filter(({ path }) => !path.endsWith('*'));
  return matched.at(-1)?.path.replace(/\{[^/]*\}/g, '') ?? 'none';
}

/**
 * The contract over HTTP. `trusted` is the door of the home's owner (the socket, or this process itself): it carries the
 * operator; the door on the network asks who has signed in. `publicUrl` is the address that others reach this server by.
 */
export function httpServer(
  app: App,
  door: { trusted: boolean; actor?: Actor; publicUrl?: string; limits?: Partial<DoorLimits> } = {
    trusted: false,
  },
): Hono<Env> {
  const server = new Hono<Env>();
  const limits = { ...usualLimits, ...door.limits };
  const { requestsPerMinute: perMinute } = limits;
  const anyRate = perMinute === 0 ? undefined : rateLimit({ perMinute, burst: perMinute });
  const ofSignIn = rateLimit(signInRate);
  const uploads = new Set(
    app.operations.filter(({ upload }) => upload).map(({ path }) => path.split('{')[0]!),
  );
  const takesFile = (path: string) => [...uploads].some((start) => path.startsWith(start));
  const secureHeaders = headersFor(door.publicUrl);
  const myTurn = oneATurn();

  const limit = (exchange: Exchange<Env>, address: string | undefined): void => {
    const client = address ?? '';
    // This computer itself, unless a proxy on it says for whom it asks.
    const seconds = isLoopback(address) ? 0 : (anyRate?.(client) ?? 0);
    const signIn = exchange.req.path.startsWith('/sign-in/') ? ofSignIn(client) : 0;
    const wait = Math.max(seconds, signIn);
    if (wait > 0) throw tooManyRequests.with({ seconds: wait });
    // Reading asks without a body, and looking for one makes a whole request of its own.
    if (['GET', 'HEAD'].includes(exchange.req.method)) return;
    const bytes = takesFile(exchange.req.path) ? limits.uploadMegabytes * 1024 * 1024 : mostFormBytes;
    exchange.req.raw = limitBody(exchange.req.raw, bytes);
  };

  // Around everything, so that what is refused at the door carries the same headers and is counted too.
  server.use(async (exchange, next) => {
    const began = performance.now();
    const requestId = randomBytes(6).toString('hex');
    exchange.set('requestId', requestId);
    exchange.set('actor', door.actor ?? openActor);
    exchange.set('secure', door.publicUrl?.startsWith('https:') ?? false);
    if (exchange.req.method === 'GET') await myTurn();
    await next();
    const { headers, status } = exchange.res;
    // A picture made to be shown on other sites says so itself.
    for (const [name, value] of Object.entries(secureHeaders))
      if (name !== 'cross-origin-resource-policy' || !headers.has(name)) headers.set(name, value);
    headers.set('x-request-id', requestId);
    // What one person was shown is kept by no cache on the way, nor by a browser that another will use.
    if (exchange.get('actor').kind === 'person' && !exchange.req.path.startsWith('/assets/'))
      headers.set('cache-control', 'private, no-store');
    // What is withdrawn is withdrawn from caches too: a copy may be kept, and must be asked about each time.
    else if (!headers.has('cache-control')) headers.set('cache-control', 'no-cache');
    const ms = performance.now() - began;
    const route = `${exchange.req.method} ${routeOf(exchange)}`;
    app.meter.answered(route, status, ms);
    if (limits.logRequests)
      app.log('request', { request: requestId, route, status, ms: Math.round(ms * 10) / 10 });
  });

  server.use(async (exchange, next) => {
    if (!door.trusted) {
      const address = addressOf(exchange, limits.trustedProxies);
      exchange.set('client', fingerprintOf(app.secret, address));
      limit(exchange, address);
      checkHost(exchange.req.header('host'), door.publicUrl);
      if (!exchange.req.path.startsWith('/assets/')) {
        const { actor, purpose } = await whoAsks(app, exchange);
        const robot = actor.kind === 'open' && isRobot(exchange.req.header('user-agent'));
        exchange.set('actor', robot ? robotActor : actor);
        exchange.set('purpose', purpose);
      }
    }
    const purpose = purposeIn(exchange.req.header('oak-purpose'));
    if (purpose !== undefined) exchange.set('purpose', purpose);
    await next();
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
  let described: string | undefined;
  server.get('/api/openapi.json', () => {
    described ??= JSON.stringify(
      openapi(operations, { title: app.jurisdiction.planTitle, version: app.version }),
    );
    return new Response(described, { headers: { 'content-type': 'application/json; charset=utf-8' } });
  });
  serveMetrics(server, app, { trusted: door.trusted, limits });
  serveAssets(server);
  serveSignIn(server, app);
  for (const { path, routes } of app.adapters) server.route(path, routes as never);
  serveOperations(server, operations, app.ask, door);
  servePages(server, app);
  return server;
}
