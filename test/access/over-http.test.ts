import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allOperations } from '../../src/contract.ts';
import { type ExampleServer, serveExample } from '../journeys/example-home.ts';
import { visitorAs } from '../journeys/sign-in-as.ts';
import type { Visitor } from '../visit.ts';
import { byOtherIds, changing, reading } from './who-may.ts';

/**
 * The hand-written table against the running API: sample people who have signed in through the provider ask for things of
 * the Department of Public Health. What they may is not done, for the requests name nothing that could change.
 */

const people: Readonly<Record<string, string>> = {
  quinlan: 'k',
  delgado: 'k',
  ferris: 'k',
  zamora: 'x',
  calloway: 'f',
  whitfield: 'b',
  moreau: 'a',
  adler: 'r',
  brandt: 'u',
  lind: 'n',
};
let server: ExampleServer;
const visitors: Record<string, Visitor> = {};
beforeAll(async () => {
  server = await serveExample();
  for (const id of Object.keys(people)) visitors[id] = await visitorAs(server, id);
}, 300_000);
afterAll(() => server?.end());

/** Uploads are refused for their missing file first, and these would do what they are asked. */
const left = new Set([
  'access.set-purpose',
  'plan.recompute',
  'audit.verify',
  'access.break-glass',
  'access.create-token',
  ...byOtherIds,
]);
const askable = allOperations.filter(
  ({ name, output, upload }) => !left.has(name) && output.kind !== 'bytes' && upload !== true,
);

it('no false allow and no false refusal in 3,000 requests', { timeout: 240_000 }, async () => {
  const wrong = new Map<string, string>();
  const one = fc.record({
    op: fc.constantFrom(...askable),
    who: fc.constantFrom('visitor', ...Object.keys(people)),
  });
  const requests = fc.sample(one, { numRuns: 3_000, seed: 7 });
  const ask = async ({ op, who }: (typeof requests)[number]) => {
    const letter = people[who] ?? 'p';
    const table = (op.name in changing ? changing[op.name] : reading[op.name]) ?? '';
    // Public Health has a data officer: the office does not act for it.
    const wanted = table.includes('v') ? letter === 'k' : table.includes(letter);
    const path = op.path.replace(/\{(\w+)\}/g, (_, name: string) =>
      name === 'agency' ? 'DPH' : name === 'dataset' ? 'acci-none' : 'none',
    );
    // Only things of agencies can be named here; those of datasets are asked about one that is not there.
    if (table.includes('v') && Object.values(op.about ?? {})[0] !== 'agency') return;
    const address = new URL(path, server.url);
    const init: RequestInit = { method: op.method };
    if (op.method === 'GET' || op.method === 'DELETE') address.searchParams.set('agency', 'DPH');
    else {
      init.headers = { 'content-type': 'application/json' };
      init.body = path.includes('/DPH/') ? '{}' : JSON.stringify({ agency: 'DPH' });
    }
    const answer = await (visitors[who]?.fetch ?? fetch)(address.href, init);
    const problem = (await answer.json().catch(() => ({}))) as { code?: string };
    const refused =
      answer.status === 401 ||
      (answer.status === 403 && /^(access|catalog\.protected)/.test(problem.code ?? ''));
    if (answer.status === 429) return;
    if (refused === wanted)
      wrong.set(
        `${op.name} by ${who}`,
        `${refused ? 'false refusal' : 'FALSE ALLOW'} ${answer.status} ${problem.code}`,
      );
  };
  for (let at = 0; at < requests.length; at += 4) await Promise.all(requests.slice(at, at + 4).map(ask));
  expect(Object.fromEntries(wrong)).toEqual({});
});
