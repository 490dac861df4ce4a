import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { search } from '../../src/areas/audit/contract.ts';
import { editDataset, registerDataset } from '../../src/areas/catalog/contract.ts';
import { type Actor, operatorActor } from '../../src/core/access.ts';
import type { OakError } from '../../src/core/error.ts';
import { httpServer } from '../../src/http/server.ts';
import { searchEntries } from '../../src/store/audit-log/search-entries.ts';
import { openWholeApp, type WholeApp } from '../whole-app.ts';

/** What stands before every request, over the whole program: what it refuses, what it says, what it writes down. */

let whole: WholeApp;
beforeAll(async () => {
  whole = await openWholeApp();
});
afterAll(() => whole.close());

const entries = (filter: Parameters<typeof searchEntries>[1]) => searchEntries(whole.app.store.read, filter);
const outside = (limits: object = {}, publicUrl?: string) => {
  const server = httpServer(whole.app, { trusted: false, limits, ...(publicUrl ? { publicUrl } : {}) });
  return async (
    path: string,
    init: RequestInit & { from?: string; host?: string } = {},
  ): Promise<Response> => {
    const { from = '203.0.113.9', host = 'localhost', ...rest } = init;
    const headers = { host, ...(rest.headers as Record<string, string>) };
    const env = { incoming: { socket: { remoteAddress: from } } };
    return server.request(`http://${host}${path}`, { ...rest, headers }, env);
  };
};

describe('the log of operations', () => {
  it('has an entry of every change, committed with it, and none of a change that failed', async () => {
    await whole.ask(registerDataset, { dataset: 'abcd-1234', title: 'Landings' });
    await whole.ask(editDataset, { dataset: 'abcd-1234', title: 'Fish landings' });
    const found = await entries({ actor: operatorActor.id, purpose: 'a test' });
    expect(found.map(({ operation, outcome, dataset }) => [operation, outcome, dataset])).toEqual([
      ['catalog.edit-dataset', 'changed', 'abcd-1234'],
      ['catalog.register-dataset', 'changed', 'abcd-1234'],
    ]);
    await expect(whole.ask(editDataset, { dataset: 'zzzz-9999', title: 'Nothing' })).rejects.toThrow();
    expect(await entries({ dataset: 'zzzz-9999' })).toEqual([]);
  });

  it('has one entry of like refusals within a minute, and above sixty the client is told to wait', async () => {
    const nosy: Actor = { id: 'nosy', kind: 'person', roles: [] };
    const codes: string[] = [];
    for (let at = 0; at < 63; at += 1)
      await whole.ask(search, {}, { actor: nosy }).catch((error: OakError) => codes.push(error.code));
    expect(new Set(codes.slice(0, 60))).toEqual(new Set([codes[0]]));
    expect(codes.slice(60)).toEqual(Array(3).fill('request.too-many-refusals'));
    const found = await entries({ actor: 'nosy' });
    expect(found).toMatchObject([{ outcome: 'refused', operation: 'audit.search', count: 63 }]);
  });
});

describe('the door on the network', () => {
  it('sends what keeps a browser safe with every answer, errors too', async () => {
    const ask = outside();
    for (const path of ['/', '/no-such-page', '/api/v1/datasets/zzzz-9999', '/assets/none.css']) {
      const { headers } = await ask(path);
      const policy = headers.get('content-security-policy')!;
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).not.toMatch(/unsafe-inline|unsafe-eval|\*/);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f]{12}$/);
      expect(headers.get('strict-transport-security')).toBeNull();
    }
    const tls = await outside({}, 'https://data.example.gov')('/', { host: 'data.example.gov' });
    expect(tls.headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
  });

  it('has no script, style or handler in its pages but the site’s own files', async () => {
    for (const path of ['/', '/data', '/plan', '/audit', '/audit/check', '/sign-in', '/search?q=fish']) {
      const html = await (await outside()(path, { headers: { accept: 'text/html' } })).text();
      expect(html).toContain('<main');
      for (const [, attributes] of html.matchAll(/<script([^>]*)>/g))
        expect(attributes).toMatch(/src="\/assets\//);
      expect(html).not.toMatch(/<style|\son\w+="|javascript:/i);
    }
  });

  it('lets a client ask so often a minute, and this computer as often as it likes', async () => {
    const ask = outside({ requestsPerMinute: 5 });
    const statuses = [];
    for (let at = 0; at < 7; at += 1) statuses.push((await ask('/api/v1/audit')).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
    const last = await ask('/api/v1/audit');
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await last.json()).toMatchObject({ code: 'request.too-many' });
    expect((await ask('/api/v1/audit', { from: '203.0.113.10' })).status).toBe(200);
    for (let at = 0; at < 7; at += 1)
      expect((await ask('/api/v1/audit', { from: '127.0.0.1' })).status).toBe(200);
  });

  it('believes a proxy that is trusted, and nobody else, about where a request comes from', async () => {
    const ask = outside({ requestsPerMinute: 1, trustedProxies: ['127.0.0.1'] });
    const via = (said: string, from = '127.0.0.1') =>
      ask('/api/v1/audit', { from, headers: { 'x-forwarded-for': said } }).then(({ status }) => status);
    expect([await via('198.51.100.1'), await via('198.51.100.1'), await via('198.51.100.2')]).toEqual([
      200, 429, 200,
    ]);
    // What the client itself put before the proxy's own entry counts for nothing.
    expect(await via('198.51.100.7, 198.51.100.1')).toBe(429);
    expect([await via('1.1.1.1', '203.0.113.77'), await via('2.2.2.2', '203.0.113.77')]).toEqual([200, 429]);
  });

  it('takes no larger form and no larger file than it says, announced or not', async () => {
    const ask = outside({ uploadMegabytes: 1 });
    const megabytes = (count: number) => new Uint8Array(count * 1024 * 1024).fill(65);
    const send = (path: string, body: BodyInit, announced: boolean) =>
      ask(path, {
        method: 'POST',
        body,
        from: '127.0.0.1',
        duplex: 'half',
        headers: {
          'content-type': 'application/json',
          ...(announced ? { 'content-length': String((body as Uint8Array).length) } : {}),
        },
      } as RequestInit);
    const streamed = (count: number) => new Blob([megabytes(count)]).stream();
    expect((await send('/api/v1/audit/check', megabytes(5), true)).status).toBe(413);
    expect((await send('/api/v1/audit/check', streamed(5), false)).status).toBe(413);
    expect((await send('/api/v1/audit/check', new TextEncoder().encode('{}'), true)).status).toBe(400);
  });

  it('lets nobody name a file of the server', async () => {
    const loads = whole.app.operations.filter(({ upload, paths }) => upload || paths);
    expect(loads.length).toBeGreaterThan(3);
    const ask = outside();
    for (const op of loads) {
      const path = op.path.replaceAll(/\{\w+\}/g, 'abcd-1234');
      const field = op.paths?.[0] ?? 'path';
      const answer = await ask(`${path}?${field}=/etc/passwd`, { method: op.method });
      expect([op.name, answer.status]).toEqual([op.name, 400]);
      expect(await answer.text()).not.toContain('root:');
    }
  });

  it('shows its metrics to this computer and to whom it was told, not through a proxy', async () => {
    const ask = outside({ metricsFrom: ['198.51.100.5'] });
    const text = await (await ask('/metrics', { from: '127.0.0.1' })).text();
    for (const name of ['oak_http_requests_total', 'oak_jobs', 'oak_disk_free_bytes', 'oak_audit_entries'])
      expect(text).toMatch(new RegExp(`^# TYPE ${name} `, 'm'));
    // Every line is a comment or a sample of the text form.
    const sample = /^[a-z_]+(\{([a-z_]+="[^"\n]*",?)*\})? -?[0-9.e+-]+$/;
    expect(
      text
        .trimEnd()
        .split('\n')
        .filter((line) => !line.startsWith('#') && !sample.test(line)),
    ).toEqual([]);
    expect((await ask('/metrics', { from: '198.51.100.5' })).status).toBe(200);
    expect((await ask('/metrics')).status).toBe(404);
    const proxied = { from: '127.0.0.1', headers: { 'x-forwarded-for': '203.0.113.9' } };
    expect((await ask('/metrics', proxied)).status).toBe(404);
  });

  it('counts answers by route, never by address', async () => {
    const ask = outside();
    await ask('/data/abcd-1234?q=Planted+Name');
    await ask('/Planted/Name');
    const routes = whole.app.meter.routes().map(({ route }) => route);
    expect(routes).toContain('GET /data/:dataset');
    expect(routes.join()).not.toContain('Planted');
  });
});
