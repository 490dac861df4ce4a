import { type Context as Exchange, Hono } from 'hono';
import type { Actor } from '../../../core/access.ts';
import { showFeed } from '../follow/contract.ts';
import type { AskAs } from '../soda-routes.ts';
import { showCatalogue } from './contract.ts';

interface Env {
  Variables: { actor: Actor; requestId: string };
}

/** Where harvesters look, `/data.json` (DCAT-US 1.1) and `/data3.json` (3.0), and readers of feeds, `/feeds/…`, as a sub-application to hang under `/`. */
export function catalogueRoutes(ask: AskAs): Hono<Env> {
  const app = new Hono<Env>();
  const serve = (form: '1.1' | '3.0') => async (exchange: Exchange<Env>) => {
    const { origin } = new URL(exchange.req.url);
    const { mediaType, body, headers } = await ask(
      showCatalogue,
      { form, base: origin },
      { actor: exchange.get('actor'), requestId: exchange.get('requestId'), signal: exchange.req.raw.signal },
    );
    const sent = { 'access-control-allow-origin': '*', 'cache-control': 'no-cache', ...headers };
    if (exchange.req.header('if-none-match') === headers?.['etag'])
      return new Response(null, { status: 304, headers: sent });
    return new Response(body as BodyInit, { headers: { 'content-type': mediaType, ...sent } });
  };
  const feed = async (exchange: Exchange<Env>, topic: string) => {
    const { mediaType, body } = await ask(
      showFeed,
      { topic, base: new URL(exchange.req.url).origin },
      { actor: exchange.get('actor'), requestId: exchange.get('requestId'), signal: exchange.req.raw.signal },
    );
    return new Response(body as BodyInit, {
      headers: { 'content-type': mediaType, 'cache-control': 'no-cache' },
    });
  };
  app.get('/feeds/all.atom', (exchange) => feed(exchange, 'all'));
  app.get('/feeds/:kind/:name{[^/]+\\.atom}', (exchange) => {
    const { kind, name } = exchange.req.param();
    return feed(exchange, `${kind}:${decodeURIComponent(name).replace(/\.atom$/, '')}`);
  });
  app.get('/data.json', serve('1.1'));
  app.get('/data3.json', serve('3.0'));
  return app;
}
