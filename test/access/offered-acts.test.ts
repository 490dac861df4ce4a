import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, compose } from '../../src/app.ts';
import type { Actor, HeldRole } from '../../src/core/access.ts';
import { systemClock } from '../../src/core/clock.ts';
import { OakError } from '../../src/core/error.ts';
import { loadJurisdiction } from '../../src/core/load-jurisdiction.ts';
import { openDuckdb } from '../../src/engine/duckdb/open.ts';
import { openLake } from '../../src/engine/lake.ts';
import { httpServer } from '../../src/http/server.ts';
import { keyFolder } from '../../src/roles/key-folder.ts';
import { openVault } from '../../src/store/sealed/vault.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { builtExample } from '../journeys/example-home.ts';
import { temporaryFolder } from '../program.ts';
import { openTestLog } from '../test-audit.ts';
import { testPolicies } from '../test-policies.ts';

/**
 * What pages offer against what the policies answer: as each kind of person every kind of page of the example is opened, every
 * link on it is followed once and every form is sent as it stands. Neither may end in a refusal: what somebody may not do is
 * left out, or said in words with whom to ask, and never a button that leads nowhere.
 */

const sixHours = new Date(Date.now() + 6 * 3_600_000).toISOString();
const person = (id: string, name: string, ...roles: HeldRole[]): Actor => ({
  id,
  kind: 'person',
  name,
  roles,
  signedIn: { by: 'session', at: new Date().toISOString(), until: sixHours },
});
const people: Readonly<Record<string, Actor>> = {
  'a visitor': { id: 'open', kind: 'open' },
  'somebody without a role': person('lind', 'Astrid Lind'),
  'an analyst': person('moreau', 'Julien Moreau', { role: 'analyst' }),
  'a steward': person('ferris', 'Noah Ferris', { role: 'steward', agency: 'DPH' }),
  'an officer of another agency': person('zamora', 'Ximena Zamora', { role: 'officer', agency: 'DOT' }),
  'the office': person('calloway', 'Ruth Calloway', { role: 'office' }),
  'a member of the board': person('whitfield', 'Grace Whitfield', { role: 'board' }),
  'a reviewer': person('adler', 'Paul Adler', { role: 'reviewer' }),
  'an auditor': person('brandt', 'Sofia Brandt', { role: 'auditor' }),
};

const folder = temporaryFolder();
let app: App;
/** What was refused since it was last emptied. */
let refusals: string[] = [];
beforeAll(async () => {
  const home = join(folder.path, 'home');
  await cp(await builtExample(), home, { recursive: true });
  const jurisdiction = await loadJurisdiction(join(home, 'state'));
  const clock = systemClock(jurisdiction.timeZone);
  const store = await openSqliteStore({ file: join(home, 'store.sqlite') });
  const engine = await openDuckdb({ memoryLimitMb: 400, threads: 2, tempFolder: join(home, 'session') });
  const whole = compose({
    clock,
    jurisdiction,
    store,
    engine,
    engineApart: engine,
    lake: await openLake(join(home, 'lake')),
    vault: openVault({ keys: keyFolder(home), private: join(home, 'session') }),
    audit: openTestLog(store, clock),
    policies: testPolicies,
    log: () => {},
    version: 'test',
    home,
    secret: 'a secret of tests',
  });
  app = {
    ...whole,
    ask: async (op, input, asking) => {
      try {
        return await whole.ask(op, input, asking);
      } catch (thrown) {
        if (thrown instanceof OakError && (thrown.status === 401 || thrown.status === 403))
          refusals.push(`${op.name} (${thrown.code})`);
        throw thrown;
      }
    },
  };
}, 300_000);
afterAll(async () => {
  await app.engine.close();
  await app.audit.close();
  await app.store.close();
  folder[Symbol.dispose]();
});

const unescaped = (text: string) =>
  text.replaceAll('&amp;', '&').replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&lt;', '<');
const attribute = (tag: string, name: string) => {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return found === undefined ? undefined : unescaped(found);
};

interface OfferedForm {
  readonly action: string;
  readonly upload: boolean;
  readonly fields: readonly (readonly [string, string])[];
}

/** Forms that change something, with what they would send if nothing were typed. */
function formsOf(html: string, page: string): OfferedForm[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].flatMap(([, head, inside]) => {
    if (attribute(head!, 'method')?.toLowerCase() !== 'post') return [];
    const fields = [...inside!.matchAll(/<(input|button)\b([^>]*)>/g)].flatMap(([, tag, rest]) => {
      const [name, value] = [attribute(rest!, 'name'), attribute(rest!, 'value') ?? ''];
      const sent = tag === 'button' || attribute(rest!, 'type') === 'hidden';
      return name === undefined || !sent ? [] : [[name, value] as const];
    });
    return [
      {
        action: attribute(head!, 'action') ?? page,
        upload: attribute(head!, 'enctype') === 'multipart/form-data',
        fields,
      },
    ];
  });
}

const named = /^(?:[a-z0-9]{4}-[a-z0-9]{4}|[A-Z]{2,6}|[0-9A-Za-z_]{14,}|[0-9a-f-]{36}|\d+)$/;
/** Addresses that differ by what they name only. */
const kindOf = (address: string): string => {
  const { pathname, searchParams } = new URL(address, 'http://localhost');
  const parts = pathname
    .split('/')
    .map((part, at, all) => (at > 1 && (named.test(part) || all[at - 1] === 'fields') ? '*' : part));
  return `${parts.join('/')}?${[...new Set(searchParams.keys())].sort().join('&')}`;
};

function visitorAs(actor: Actor) {
  const server = httpServer(app, { trusted: true, actor });
  let cookie = '';
  return async (path: string, init: RequestInit = {}): Promise<Response> => {
    const answer = await server.request(`http://127.0.0.1:8080${path}`, {
      ...init,
      headers: {
        host: '127.0.0.1:8080',
        accept: 'text/html',
        ...(cookie === '' ? {} : { cookie }),
        ...(init.headers as Record<string, string>),
      },
    });
    for (const line of answer.headers.getSetCookie())
      if (line.startsWith('oak-browser')) cookie = line.split(';')[0]!;
    return answer;
  };
}

/** Doors: to sign in, out or anew is what a refusal itself offers. */
const leftOut = /^\/(?:assets|sign-in|sign-out|api\/openapi|feeds)\b/;
const startsFrom = [
  ...['/', '/agencies/DPH', '/agencies/DOT', '/data', '/me', '/linkage', '/desk', '/people'],
  // One open, one protected dataset.
  ...['/data/rybz-nyjw', '/data/part-2025', '/data/part-2025/access', '/data/edvs-2025/access'],
];

/** Walks as one person, to so many pages of each kind; answers what was offered and refused. */
async function walk(actor: Actor, pagesOfAKind: number): Promise<Record<string, string>> {
  const visit = visitorAs(actor);
  const wrong: Record<string, string> = {};
  const seen = new Map<string, number>();
  const forms = new Map<string, OfferedForm & { readonly page: string }>();
  const queue: { readonly path: string; readonly from?: string }[] = startsFrom.map((path) => ({ path }));
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { path, from } = next;
    refusals = [];
    const answer = await visit(path);
    const isPage = answer.headers.get('content-type')?.startsWith('text/html') ?? false;
    if (from !== undefined && (answer.status === 401 || answer.status === 403))
      wrong[`link ${kindOf(path)}`] = `on ${from}`;
    if (!isPage || answer.status !== 200) {
      await answer.body?.cancel();
      continue;
    }
    const html = await answer.text();
    for (const form of formsOf(html, path)) {
      const what = form.fields.filter(([name]) => name !== 'form-token' && name !== 'draft');
      const kind = `${kindOf(form.action)} ${what.map(([name, value]) => (name === 'act' ? value : name)).join(' ')}`;
      if (!forms.has(kind)) forms.set(kind, { ...form, page: path });
    }
    for (const [, href] of html.matchAll(/<a\b[^>]*\shref="(\/[^"#]*)/g)) {
      const link = unescaped(href!);
      if (leftOut.test(link)) continue;
      const kind = kindOf(link);
      const met = seen.get(kind) ?? 0;
      if (met >= pagesOfAKind) continue;
      seen.set(kind, met + 1);
      queue.push({ path: link, from: path });
    }
  }
  for (const [kind, form] of forms) {
    if (leftOut.test(form.action)) continue;
    const body = form.upload ? new FormData() : new URLSearchParams();
    for (const [name, value] of form.fields) body.append(name, value);
    refusals = [];
    const answer = await visit(form.action, { method: 'POST', body });
    await answer.body?.cancel();
    if (refusals.length > 0 || answer.status === 401 || answer.status === 403)
      wrong[`form ${kind}`] = `on ${form.page}: ${refusals.join(', ') || answer.status}`;
  }
  return wrong;
}

describe('nothing is offered that would be refused', () => {
  for (const [who, named] of Object.entries(people))
    it(`to ${who}`, { timeout: 120_000 }, async () => {
      // Under the account that the example gave them: a seat of the board is bound to one.
      const account = await app.store.read
        .selectFrom('account')
        .select('id')
        .where('subject', '=', named.id)
        .executeTakeFirst();
      const actor = { ...named, id: account?.id ?? named.id };
      // Those who meet the most acts, and the fewest, see a second page of each kind: an older version, another agency’s.
      expect(await walk(actor, who === 'the office' || who === 'a visitor' ? 2 : 1)).toEqual({});
    });
});
