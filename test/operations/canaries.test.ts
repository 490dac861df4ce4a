import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { serve, temporaryFolder } from '../program.ts';

/**
 * Names and numbers sent in by every way there is, to a server that logs every request: none comes out in a line of the log,
 * and every line is JSON with the request's reference.
 */
const canaries = ['Planted-Maria-Fernandez', '987-65-4321', 'planted@example.org', 'Planted Elm Street 12'];
const enc = encodeURIComponent;

describe('the log of the server', () => {
  it('repeats nothing of what was sent', async () => {
    using folder = temporaryFolder();
    const home = join(folder.path, 'home');
    const state = join(import.meta.dirname, '..', 'golden', 'second-state');
    const server = await serve(home, ['--example', '--state', state], { OAK_LOG: 'requests' });
    const references: string[] = [];
    const send = async (path: string, init: RequestInit = {}) => {
      const answer = await fetch(`${server.url}${path}`, { redirect: 'manual', ...init });
      await answer.text();
      references.push(answer.headers.get('x-request-id') ?? 'none');
      return answer.status;
    };
    const statuses: number[] = [];
    for (const canary of canaries) {
      const asJson = { 'content-type': 'application/json', accept: 'application/json' };
      statuses.push(
        await send(`/search?q=${enc(canary)}`),
        await send(`/data/${enc(canary)}`),
        await send(`/${enc(canary)}`),
        await send(`/api/v1/datasets?q=${enc(canary)}`),
        await send(`/api/v1/datasets/${enc(canary)}/rows?where=${enc(`name = '${canary}'`)}`),
        await send(`/resource/abcd-1234.json?$where=${enc(`name='${canary}'`)}`),
        await send('/audit', {
          headers: { 'user-agent': canary.replace('ü', 'u'), 'oak-purpose': enc(canary) },
        }),
        await send('/audit', { headers: { authorization: `Bearer ${canary.replaceAll(' ', '')}` } }),
        await send('/api/v1/audit/check', { method: 'POST', headers: asJson, body: `{"leaf":"${canary}"` }),
        await send('/api/v1/audit/check', {
          method: 'POST',
          headers: asJson,
          body: JSON.stringify({ text: canary }),
        }),
        await send('/api/v1/datasets', {
          method: 'POST',
          headers: asJson,
          body: JSON.stringify({ title: canary }),
        }),
        await send(`/api/v1/ingest?filename=${enc(`${canary}.csv`)}`, {
          method: 'POST',
          body: `name,number\n${canary},1\n"${canary}`,
        }),
        await send('/sign-in/callback?code=x&state=y', { headers: { cookie: `oak-session=${enc(canary)}` } }),
        await send('/data/upload', { method: 'POST', body: new URLSearchParams({ name: canary }) }),
      );
    }
    // They reached the program, and some of them its errors.
    expect(new Set(statuses.map((status) => Math.floor(status / 100))).has(2)).toBe(true);
    expect(statuses.filter((status) => status >= 400).length).toBeGreaterThan(canaries.length * 4);
    expect(await server.stop()).toBe(0);

    const lines = server
      .printed()
      .split('\n')
      .filter((line) => line.startsWith('{'));
    const logged = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(logged.filter(({ message }) => message === 'request').length).toBeGreaterThanOrEqual(
      references.length,
    );
    const known = new Set(logged.map(({ request }) => request));
    expect(references.filter((reference) => !known.has(reference))).toEqual([]);
    for (const line of logged)
      expect(line).toMatchObject({ at: expect.any(String), role: expect.any(String) });
    const found = (text: string) =>
      canaries.flatMap((canary) => [canary, enc(canary)]).filter((canary) => text.includes(canary));
    expect(found(server.printed())).toEqual([]);
    const logs = join(home, 'logs');
    for (const name of readdirSync(logs, { recursive: true }) as string[])
      if (statSync(join(logs, name)).isFile())
        expect(found(readFileSync(join(logs, name), 'utf8'))).toEqual([]);
  });
});
