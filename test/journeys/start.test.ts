import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oak, type RunningServer, serve, temporaryFolder } from '../program.ts';
import { visitorAs } from './sign-in-as.ts';

const get = (server: RunningServer, path: string, accept = 'text/html') =>
  fetch(`${server.url}${path}`, { headers: { accept } });
const json = async <T>(server: RunningServer, path: string): Promise<T> =>
  (await get(server, path, 'application/json')).json() as Promise<T>;

interface DatasetList {
  readonly datasets: readonly { readonly dataset: string; readonly current_version: number | null }[];
  readonly total: number;
}

describe('the first start', () => {
  const folder = temporaryFolder();
  const home = join(folder.path, 'home');
  let server: RunningServer;
  afterAll(async () => {
    await server?.stop();
    folder[Symbol.dispose]();
  });

  it('killed while it builds the example state, goes on at the next start and loses nothing', {
    timeout: 300_000,
  }, async () => {
    const starting = serve(home, ['--example']).catch(() => undefined);
    // Somewhere in the middle: after the first datasets, before the last.
    const deadline = Date.now() + 60_000;
    let seen: DatasetList = { datasets: [], total: 0 };
    while (Date.now() < deadline) {
      // A command that came before the server would own the home itself.
      if (!existsSync(join(home, 'owner.json'))) {
        await wait(20);
        continue;
      }
      const listed = await oak(home, ['catalog', 'list-datasets', '--json']);
      if (listed.code === 0) {
        seen = listed.json<DatasetList & Record<string, unknown>>();
        if (seen.datasets.some((one) => one.current_version !== null)) break;
      }
    }
    const owner = JSON.parse(readFileSync(join(home, 'owner.json'), 'utf8')) as { pid: number };
    process.kill(owner.pid, 'SIGKILL');
    expect(await starting).toBeUndefined();

    server = await serve(home, ['--example']);
    const { datasets } = await json<DatasetList>(server, '/api/v1/datasets?limit=1000');
    const loaded = (list: DatasetList['datasets']) =>
      list.filter((one) => one.current_version !== null).map((one) => one.dataset);
    expect(loaded(datasets)).toEqual(expect.arrayContaining(loaded(seen.datasets)));
    expect(datasets.map((one) => one.current_version)).not.toContain(null);
    expect(datasets.length).toBeGreaterThan(10);
  });

  it('answers commands through the server that owns the home', async () => {
    const listed = await oak(home, ['catalog', 'list-versions', 'rybz-nyjw', '--json']);
    expect(listed.json<{ versions: unknown[] }>().versions).toHaveLength(2);
  });

  it('says what is wrong and what to do, with an exit code for scripts', async () => {
    const missing = await oak(home, ['catalog', 'show-dataset', 'none-such']);
    expect(missing).toMatchObject({ code: 3, out: '' });
    expect(missing.err).toContain('none-such');
    const typo = await oak(home, ['catalog', 'list-dataset']);
    expect(typo.code).toBe(2);
    expect(typo.err).toContain('Did you mean `oak catalog list-datasets`?');
  });

  it('does not answer to another name, nor to a form of another site', async () => {
    const { request } = await import('node:http');
    const status = await new Promise<number>((resolve, reject) => {
      const { port } = new URL(server.url);
      request({ port, host: '127.0.0.1', path: '/', headers: { host: 'evil.example' } }, (answer) =>
        resolve(answer.statusCode!),
      )
        .on('error', reject)
        .end();
    });
    expect(status).toBe(403);
    const crossed = await fetch(`${server.url}/api/v1/datasets`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://evil.example' },
      body: JSON.stringify({ title: 'Planted' }),
    });
    expect(crossed.status).toBe(403);
    expect((await json<DatasetList>(server, '/api/v1/datasets?q=Planted')).total).toBe(0);
  });

  it('keeps an operator’s operations and files from whoever asks over the network', async () => {
    const loading = await fetch(`${server.url}/api/v1/plan/load?path=/etc/passwd`, { method: 'POST' });
    expect([400, 401]).toContain(loading.status);
    const reading = await fetch(`${server.url}/api/v1/ingest?path=/etc/passwd`, { method: 'POST' });
    expect([400, 401]).toContain(reading.status);
    const officer = await visitorAs(server, 'zamora');
    for (const path of ['plan/load', 'ingest']) {
      const answer = await officer.fetch(`${server.url}/api/v1/${path}?path=/etc/passwd`, { method: 'POST' });
      expect([400, 403], path).toContain(answer.status);
      expect(await answer.text()).not.toContain('root:');
    }
    for (const path of [
      '/assets/../../package.json',
      '/assets/%2e%2e/%2e%2e/package.json',
      '/assets/..%2f..%2fpackage.json',
    ]) {
      expect((await get(server, path)).status, path).toBe(404);
    }
  });

  it('stops cleanly, and the next start is ready at once with everything there', {
    timeout: 60_000,
  }, async () => {
    expect(await server.stop()).toBe(0);
    expect(existsSync(join(home, 'owner.json'))).toBe(false);
    server = await serve(home, ['--example']);
    expect(server.printed()).not.toContain('Loading');
    expect((await json<DatasetList>(server, '/api/v1/datasets?limit=1000')).total).toBeGreaterThan(10);
  });
});

describe('a second, invented state from one folder', () => {
  const folder = temporaryFolder();
  let server: RunningServer;
  beforeAll(async () => {
    server = await serve(join(folder.path, 'home'), [
      '--example',
      '--state',
      join(import.meta.dirname, '..', 'golden', 'second-state'),
    ]);
  }, 300_000);
  afterAll(async () => {
    await server?.stop();
    folder[Symbol.dispose]();
  });

  it('no page, export or answer of it says Connecticut or 169', { timeout: 120_000 }, async () => {
    const waiting = [
      '/',
      '/plan',
      '/data',
      '/agencies',
      '/law',
      '/focal-points',
      '/sharing',
      '/jobs',
      '/api',
      '/api/openapi.json',
      '/about/figures',
      '/about/accessibility',
      '/nothing-here',
      '/data/upload',
    ];
    const seen = new Set(waiting);
    const wrong: string[] = [];
    let looked = 0;
    while (waiting.length > 0) {
      const path = waiting.shift()!;
      const answer = await get(server, path);
      if (answer.status >= 500) wrong.push(`${path} answers ${answer.status}`);
      const type = answer.headers.get('content-type') ?? '';
      if (!/html|json|csv|yaml|text/.test(type)) continue;
      const text = await answer.text();
      looked++;
      const words = type.includes('html')
        ? text.replace(/<svg[\s\S]*?<\/svg>/g, '').replace(/<[^>]+>/g, ' ')
        : text;
      if (/Connecticut/i.test(text)) wrong.push(`${path} says Connecticut`);
      if (/\b169\b/.test(words)) wrong.push(`${path} says 169`);
      if (!type.includes('html')) continue;
      for (const [, href] of text.matchAll(/href="(\/[^"#]*)/g)) {
        const next = href!.replaceAll('&amp;', '&');
        if (seen.has(next) || next.startsWith('/assets/') || seen.size > 400) continue;
        seen.add(next);
        waiting.push(next);
      }
    }
    expect(wrong).toEqual([]);
    expect(looked).toBeGreaterThan(40);
  });
});
