import type { Context as Exchange, Hono } from 'hono';
import type { Ask } from '../app.ts';
import { fieldsFromText } from '../core/field-text.ts';
import { jsonBytesOf } from '../core/json-text.ts';
import {
  type ByteAnswer,
  isWebAddress,
  type Operation,
  type Queued,
  type Upload,
} from '../core/operation.ts';
import { uploadExpected } from '../core/request-errors.ts';
import { checkOrigin } from './guard.ts';
import { readMultipart } from './multipart.ts';
import type { Env } from './server.ts';

/** One route for each operation of the contract. */
export function serveOperations(
  app: Hono<Env>,
  operations: readonly Operation[],
  ask: Ask,
  door: { readonly trusted: boolean },
): void {
  const routes = operations.map((op) => ({ op, route: routeOf(op.path) }));
  // The first route that fits answers: `/versions/{version}.csv` stands before `/versions/{version}`, which fits it too.
  const bySuffix = routes.toSorted((a, b) => suffixed(b.route) - suffixed(a.route));
  for (const { op, route } of bySuffix) {
    app.on(op.method, route.pattern, async (exchange) => {
      if (op.effect !== 'read') checkOrigin(exchange.req.raw.headers, exchange.req.header('host'));
      const { input, upload } = await readInput(op, exchange, route.suffixes);
      // Only the owner's own command may name a file of this computer.
      if (!door.trusted && namesFile(op, input)) throw uploadExpected.with({});
      if (op.upload && upload === undefined && input['path'] === undefined) throw uploadExpected.with({});
      const answer = await ask(op, input as never, {
        actor: exchange.get('actor'),
        purpose: exchange.get('purpose'),
        requestId: exchange.get('requestId'),
        client: exchange.get('client'),
        signal: exchange.req.raw.signal,
        upload,
      });
      return respond(op, answer, exchange);
    });
  }
}

const namesFile = (op: Operation, input: Record<string, unknown>): boolean =>
  (op.upload ? ['path', 'file', ...(op.paths ?? [])] : (op.paths ?? [])).some(
    (field) => input[field] !== undefined && !isWebAddress(String(input[field])),
  );

const suffixed = ({ suffixes }: ReturnType<typeof routeOf>): number => Object.keys(suffixes).length;

/** `/a/{id}.csv` as Hono writes it; a suffix after a parameter is matched with it and taken off its value. */
function routeOf(path: string): { pattern: string; suffixes: Record<string, string> } {
  const suffixes: Record<string, string> = {};
  const pattern = path.replace(/\{(\w+)\}([^/]*)/g, (_, name: string, suffix: string) => {
    if (suffix === '') return `:${name}`;
    suffixes[name] = suffix;
    return `:${name}{[^/]+${suffix.replaceAll('.', '\\.')}}`;
  });
  return { pattern, suffixes };
}

async function readInput(
  op: Operation,
  exchange: Exchange<Env>,
  suffixes: Record<string, string>,
): Promise<{ input: Record<string, unknown>; upload?: Upload }> {
  const fromPath: Record<string, string> = {};
  for (const [name, value] of Object.entries(exchange.req.param() as Record<string, string>)) {
    const suffix = suffixes[name];
    fromPath[name] = suffix !== undefined && value.endsWith(suffix) ? value.slice(0, -suffix.length) : value;
  }
  const query: Record<string, string | string[]> = {};
  for (const [name, values] of Object.entries(exchange.req.queries()))
    query[name] = values.length === 1 ? values[0]! : values;
  const type = exchange.req.header('content-type') ?? '';

  if (op.upload) {
    const { body } = exchange.req.raw;
    if (type.startsWith('multipart/form-data') && body !== null) {
      const { fields, upload } = await readMultipart(body, type);
      const kept = Object.fromEntries(
        Object.entries(fields).filter(([name, value]) => value !== '' && name !== 'form-token'),
      );
      return {
        input: fieldsFromText(op.input, { ...query, ...kept, filename: upload?.filename, ...fromPath }),
        upload,
      };
    }
    const filename = typeof query['filename'] === 'string' ? query['filename'] : 'upload';
    const length = Number(exchange.req.header('content-length'));
    // A file named by its path travels without a body, which some senders still announce as an empty one.
    const none =
      body === null || exchange.req.header('content-length') === '0' || query['path'] !== undefined;
    const upload = none
      ? undefined
      : { filename, stream: body, ...(Number.isFinite(length) ? { length } : {}) };
    return { input: fieldsFromText(op.input, { ...query, ...fromPath }), upload };
  }
  if (op.method === 'GET' || op.method === 'DELETE')
    return { input: fieldsFromText(op.input, { ...query, ...fromPath }) };
  if (type.startsWith('application/x-www-form-urlencoded') || type.startsWith('multipart/form-data')) {
    const form = Object.fromEntries(
      Object.entries(await exchange.req.parseBody({ all: true })).filter(([name]) => name !== 'form-token'),
    ) as Record<string, string | string[]>;
    return { input: fieldsFromText(op.input, { ...query, ...form, ...fromPath }) };
  }
  const sent: unknown = (await exchange.req.text()).trim() === '' ? {} : await exchange.req.json();
  return { input: { ...query, ...(sent as object), ...fieldsFromText(op.input, fromPath) } };
}

function respond(op: Operation, answer: unknown, exchange: Exchange<Env>): Response {
  switch (op.output.kind) {
    case 'json': {
      const written = jsonBytesOf(answer as object);
      if (written === undefined) return exchange.json(answer as object);
      return new Response(written, { headers: { 'content-type': 'application/json' } });
    }
    case 'bytes': {
      const { mediaType, body, headers } = answer as ByteAnswer;
      const mark = headers?.['etag'];
      if (
        mark !== undefined &&
        exchange.req.header('if-none-match') === mark &&
        !(body instanceof ReadableStream)
      )
        return new Response(null, { status: 304, headers });
      return new Response(body as BodyInit, { headers: { 'content-type': mediaType, ...headers } });
    }
    case 'job': {
      const { job } = answer as Queued;
      // A form without script is sent on to the page that shows the work.
      if (exchange.req.header('accept')?.includes('text/html')) return exchange.redirect(`/jobs/${job}`, 303);
      return exchange.json({ job }, 202, { location: `/api/v1/jobs/${job}` });
    }
  }
}
