import { type Context as Exchange, Hono } from 'hono';
import { z } from 'zod';
import type { Actor } from '../../core/access.ts';
import { OakError } from '../../core/error.ts';
import type { AnswerOf, ByteAnswer, CallOf, Operation } from '../../core/operation.ts';
import { listDatasets, listFields, showDataset } from '../catalog/contract.ts';
import { downloadCsv, queryResource, showDictionary } from './contract.ts';
import { badParameter } from './errors.ts';
import { catalogEntry, viewOf } from './soda-view.ts';

/** Asks an operation as whoever sent the request; `app.ts` hands in its own. */
export type AskAs = <O extends Operation>(
  op: O,
  input: CallOf<O>,
  asking: {
    readonly actor: Actor;
    readonly purpose?: string;
    readonly client?: string;
    readonly requestId?: string;
    readonly signal?: AbortSignal;
  },
) => Promise<AnswerOf<O>>;

interface Env {
  Variables: { actor: Actor; purpose?: string; client?: string; requestId: string };
}

/**
 * What clients of a SODA 2.1 portal ask for, as a sub-application to hang under `/`: rows, metadata of a view, the whole
 * file and the catalogue. Every route only calls operations and puts their answers in SODA's form.
 */
export function sodaRoutes(ask: AskAs): Hono<Env> {
  const app = new Hono<Env>();
  const asking = (exchange: Exchange<Env>) => ({
    actor: exchange.get('actor'),
    purpose: exchange.get('purpose'),
    client: exchange.get('client'),
    requestId: exchange.get('requestId'),
    signal: exchange.req.raw.signal,
  });

  app.use('/resource/*', sodaHeaders);
  app.use('/api/views/*', sodaHeaders);
  app.use('/api/catalog/*', sodaHeaders);
  app.onError((error, exchange) => sodaError(error, exchange));

  // A browser asks first whether it may send its token along.
  app.options('/resource/*', (exchange) =>
    exchange.body(null, 204, {
      'access-control-allow-methods': 'GET, HEAD, OPTIONS',
      'access-control-allow-headers': 'Accept, Authorization, Content-Type, X-App-Token',
      'access-control-max-age': '86400',
    }),
  );

  app.get('/resource/:name', async (exchange) => {
    const { dataset, format } = resourceOf(exchange);
    const answer = await ask(queryResource, { dataset, format, ...parametersOf(exchange) }, asking(exchange));
    return respond(answer, exchange);
  });

  app.get('/api/views/:name', async (exchange) => {
    const id = exchange.req.param('name').replace(/\.json$/, '');
    const [dataset, { fields }] = await Promise.all([
      ask(showDataset, { dataset: id }, asking(exchange)),
      ask(listFields, { dataset: id }, asking(exchange)),
    ]);
    const owed =
      dataset.version === null
        ? []
        : (await ask(showDictionary, { dataset: dataset.dataset }, asking(exchange))).owed;
    return exchange.json(viewOf(dataset, fields, owed));
  });

  app.get('/api/views/:id/rows.csv', async (exchange) => {
    const dataset = exchange.req.param('id');
    return respond(
      await ask(downloadCsv, { dataset, version: 'current', for: 'display' }, asking(exchange)),
      exchange,
    );
  });

  const catalogue = async (exchange: Exchange<Env>) => {
    const { searchParams, origin } = new URL(exchange.req.url);
    const started = performance.now();
    const limit = wholeNumber(searchParams, 'limit', 100);
    const offset = wholeNumber(searchParams, 'offset', 0);
    const { datasets, total } = await pageOfDatasets(
      (input) => ask(listDatasets, input, asking(exchange)),
      { q: searchParams.get('q') ?? searchParams.get('search') ?? undefined, ids: idsOf(searchParams) },
      offset,
      limit,
    );
    const results = await Promise.all(
      datasets.map(async (one) => {
        const { fields } = await ask(listFields, { dataset: one.dataset }, asking(exchange));
        return catalogEntry(one, fields, origin);
      }),
    );
    return exchange.json({
      results,
      resultSetSize: total,
      timings: { serviceMillis: Math.round(performance.now() - started) },
    });
  };
  app.get('/api/catalog/v1', catalogue);
  app.get('/catalog/v1', catalogue);
  return app;
}

type Listed = AnswerOf<typeof listDatasets>;

async function pageOfDatasets(
  list: (input: CallOf<typeof listDatasets>) => Promise<Listed>,
  wanted: { q: string | undefined; ids: readonly string[] },
  offset: number,
  limit: number,
): Promise<{ datasets: Listed['datasets']; total: number }> {
  const found: Listed['datasets'] = [];
  let cursor: string | undefined;
  let total = 0;
  do {
    const page = await list({ limit: 1000, ...(wanted.q && { q: wanted.q }), ...(cursor && { cursor }) });
    total = page.total;
    found.push(...page.datasets);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && (wanted.ids.length > 0 || found.length < offset + limit));
  if (wanted.ids.length === 0) return { datasets: found.slice(offset, offset + limit), total };
  const chosen = found.filter((one) => wanted.ids.includes(one.dataset));
  return { datasets: chosen.slice(offset, offset + limit), total: chosen.length };
}

const idsOf = (query: URLSearchParams) =>
  query.getAll('ids').flatMap((ids) => ids.split(',').filter((id) => id !== ''));

const sodaHeaders = async (exchange: Exchange<Env>, next: () => Promise<void>) => {
  await next();
  exchange.res.headers.set('access-control-allow-origin', '*');
  exchange.res.headers.set('x-socrata-requestid', exchange.get('requestId') ?? '');
};

const formats = { json: 'json', csv: 'csv', geojson: 'geojson' } as const;

/** `abcd-1234.csv`, or the form asked for by `Accept`. */
function resourceOf(exchange: Exchange<Env>): { dataset: string; format: 'json' | 'csv' | 'geojson' } {
  const [dataset = '', ending] = exchange.req.param('name')!.split('.') as [string, string?];
  if (ending !== undefined) {
    const format = formats[ending as keyof typeof formats];
    if (format === undefined)
      throw badParameter.with({ name: `.${ending.slice(0, 20)}`, problem: 'is no form of rows here' });
    return { dataset, format };
  }
  const accept = exchange.req.header('accept') ?? '';
  if (accept.includes('text/csv')) return { dataset, format: 'csv' };
  return { dataset, format: accept.includes('geo+json') ? 'geojson' : 'json' };
}

const parts = ['select', 'where', 'group', 'having', 'order', 'q', 'query'] as const;
const knownOptions = new Set([
  '$$bom',
  '$$app_token',
  '$$exclude_system_fields',
  '$$row_count',
  '$$version',
  '$$read_from_nbe',
]);

/** `$…` are parameters, `$$…` options, anything else a filter on the column of that name. */
function parametersOf(exchange: Exchange<Env>): Omit<CallOf<typeof queryResource>, 'dataset' | 'format'> {
  const query = new URL(exchange.req.url).searchParams;
  const equals: Record<string, string> = {};
  for (const [name, value] of query) {
    if (!name.startsWith('$')) equals[name] = value;
    else if (!knownOptions.has(name) && !known(name))
      throw badParameter.with({ name: name.slice(0, 40), problem: 'is not known here' });
  }
  const given = Object.fromEntries(
    parts.flatMap((part) => (query.has(`$${part}`) ? [[part, query.get(`$${part}`)!]] : [])),
  );
  return {
    ...given,
    ...(query.has('$limit') && { limit: wholeNumber(query, '$limit', 1000) }),
    ...(query.has('$offset') && { offset: wholeNumber(query, '$offset', 0) }),
    ...(Object.keys(equals).length > 0 && { equals }),
    bom: query.get('$$bom') === 'true',
  };
}

const known = (name: string) =>
  name === '$limit' || name === '$offset' || parts.some((part) => name === `$${part}`);

function wholeNumber(query: URLSearchParams, name: string, otherwise: number): number {
  const text = query.get(name);
  if (text === null || text === '') return otherwise;
  const read = z.coerce.number().int().min(0).safeParse(text);
  if (!read.success) throw badParameter.with({ name, problem: 'must be a whole number from 0' });
  return read.data;
}

function respond({ mediaType, body, headers = {} }: ByteAnswer, exchange: Exchange<Env>): Response {
  const given = exchange.req.header('if-none-match');
  const since = Date.parse(exchange.req.header('if-modified-since') ?? '');
  const fresh =
    given !== undefined
      ? given.split(/\s*,\s*/).includes(headers['etag'] ?? '')
      : since >= Date.parse(headers['last-modified'] ?? '');
  if (fresh) {
    if (body instanceof ReadableStream) void body.cancel();
    return new Response(null, { status: 304, headers });
  }
  return new Response(body as BodyInit, { headers: { 'content-type': mediaType, ...headers } });
}

/** The body SODA clients read: `code` and `message`. */
function sodaError(error: unknown, exchange: Exchange<Env>): Response {
  if (!(error instanceof OakError)) throw error;
  const code = error.code === 'catalog.no-such-dataset' ? 'dataset.missing' : error.code;
  const data = error.code === 'catalog.no-such-dataset' ? { id: error.details['dataset'] } : error.details;
  exchange.status(error.status);
  return exchange.json(
    { code, error: true, message: `${error.message} ${error.remedy}`, data },
    error.status,
    { 'access-control-allow-origin': '*' },
  );
}
