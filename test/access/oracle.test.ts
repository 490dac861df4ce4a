import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Admission, openAdmission } from '../../src/admission.ts';
import { allPages, areas } from '../../src/app.ts';
import { allOperations } from '../../src/contract.ts';
import type { Actor, HeldRole } from '../../src/core/access.ts';
import { openActor } from '../../src/core/access.ts';
import { fixedClock } from '../../src/core/clock.ts';
import { OakError } from '../../src/core/error.ts';
import type { Store } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrations/index.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { testPolicies } from '../test-policies.ts';
import { byOtherIds, changing, pages, reading, steppingUp } from './who-may.ts';

/**
 * The hand-written table against the program: 10⁵ generated requests through the one place that decides, each by someone,
 * for one thing, of one agency. A false allow is what must not be; a false refusal is told as well.
 */

const now = '2026-11-23T12:00:00.000Z';
const past = '2026-11-23T11:59:59.999Z';
/** OWN has a data officer; EMPTY has nobody; OTHER has one too. */
const agencies = { own: 'OWN', other: 'OTHER', empty: 'EMPTY' } as const;

let store: Store;
let folder: string;
let admission: Admission;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oak-oracle-'));
  store = await openSqliteStore({ file: join(folder, 'store.db') });
  await migrate(store);
  await store.write(async (tx) => {
    for (const code of Object.values(agencies)) {
      await tx.insertInto('agency').values({ code, name: code, kind: 'executive' }).execute();
      await tx
        .insertInto('dataset')
        .values({
          id: `id-${code}`,
          public_id: publicId(code),
          title: code,
          agency: code,
          key_fields: '[]',
          tags: '[]',
          state: 'active',
          created_at: now,
          created_by: 'system',
          updated_at: now,
        })
        .execute();
      await tx
        .insertInto('quality_issue')
        .values({
          id: `issue-${code}`,
          dataset: `id-${code}`,
          rule: `rule-${code}`,
          state: 'open',
          failing: 1,
          version: 1,
          opened_at: now,
          opened_version: 1,
        })
        .execute();
    }
    for (const [account, agency] of [
      ['k', 'OWN'],
      ['x', 'OTHER'],
    ] as const)
      await tx
        .insertInto('account_role')
        .values({
          id: account,
          account,
          role: 'officer',
          agency,
          source: 'hand',
          given_by: 'x',
          from_at: past,
        })
        .execute();
  });
  const clock = fixedClock(now, 'America/New_York');
  admission = openAdmission({ policies: testPolicies, store, clock, areas });
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const publicId = (code: string) => `${code.toLowerCase().padEnd(4, 'x').slice(0, 4)}-0001`;

test('no operation and no page is missing from the table, and nothing stands there that is gone', () => {
  const operations = allOperations.map(({ name }) => name).sort();
  expect([...Object.keys(reading), ...Object.keys(changing)].sort()).toEqual(operations);
  expect(Object.keys(pages).sort()).toEqual(allPages.map(({ path }) => path).sort());
});

test('what only shows and what changes something are told apart rightly', () => {
  const shows = allOperations.filter(({ effect }) => effect === 'read').map(({ name }) => name);
  expect(Object.keys(reading).sort()).toEqual(shows.sort());
});

test('whatever an operation or page is about, some area says whose it is', () => {
  const kinds = new Set(areas.flatMap((area) => Object.keys(area.agencyOf ?? {})));
  const asked = [...allOperations, ...allPages].flatMap(({ about }) => Object.keys(about ?? {}));
  expect(asked.filter((kind) => !kinds.has(kind))).toEqual([]);
});

type Letter = 'p' | 'n' | 'k' | 'x' | 'f' | 'b' | 'a' | 'r' | 'u';
const letters: readonly Letter[] = ['p', 'n', 'k', 'x', 'f', 'b', 'a', 'r', 'u'];
const holders = ['officer', 'deputy', 'steward'] as const;

interface Request {
  readonly letter: Letter;
  /** Which of the three kinds of holder. */
  readonly holder: (typeof holders)[number];
  /** The role ended a moment ago. */
  readonly ended: boolean;
  readonly token: 'none' | 'read' | 'write';
  readonly steppedUp: 'no' | 'fresh' | 'stale';
  readonly of: 'own' | 'empty' | 'none';
}

function actorOf({ letter, holder, ended, token, steppedUp }: Request): Actor {
  if (letter === 'p') return openActor;
  const role: Record<Exclude<Letter, 'p' | 'n'>, HeldRole> = {
    k: { role: holder, agency: agencies.own },
    x: { role: holder, agency: agencies.other },
    f: { role: 'office' },
    b: { role: 'board' },
    a: { role: 'analyst' },
    r: { role: 'reviewer' },
    u: { role: 'auditor' },
  };
  return {
    id: letter,
    kind: 'person',
    name: letter,
    roles:
      letter === 'n'
        ? []
        : [{ ...role[letter], ...(ended ? { until: now } : { until: '2027-01-01T00:00:00.000Z' }) }],
    signedIn: {
      by: token === 'none' ? 'session' : 'token',
      at: past,
      ...(token === 'none' ? {} : { scope: token }),
      ...(steppedUp === 'no'
        ? {}
        : { steppedUpAt: steppedUp === 'fresh' ? '2026-11-23T11:55:00.000Z' : '2026-11-23T11:54:58.000Z' }),
    },
  };
}

/** What the table says: the only judgment here, and it reads nothing of the program. */
function tableSays(who: string, request: Request, changes: boolean, stepUp: boolean): boolean {
  const { letter, token, steppedUp, of } = request;
  // Somebody whose only role has ended is somebody who is signed in.
  const now: Letter = request.ended && letter !== 'p' ? 'n' : letter;
  const isHolder = who.includes('v');
  const allowed = !isHolder
    ? who.includes(now)
    : of === 'own'
      ? now === 'k'
      : of === 'empty'
        ? now === 'f'
        : // No agency is concerned: whoever decides for one, and the office.
          now === 'k' || now === 'x' || now === 'f';
  if (!allowed || now === 'p') return allowed;
  if (changes && token === 'read') return false;
  return !stepUp || steppedUp === 'fresh';
}

const request: fc.Arbitrary<Request> = fc.record({
  letter: fc.constantFrom(...letters),
  holder: fc.constantFrom(...holders),
  ended: fc.boolean(),
  token: fc.constantFrom('none' as const, 'read' as const, 'write' as const),
  steppedUp: fc.constantFrom('no' as const, 'fresh' as const, 'stale' as const),
  of: fc.constantFrom('own' as const, 'empty' as const, 'none' as const),
});

/** The fields by which things are named, for a thing of that agency. */
function named(of: Request['of']): Record<string, string> {
  if (of === 'none') return {};
  const code = agencies[of];
  return { agency: code, dataset: publicId(code), issue: `issue-${code}` };
}

const refused = async (asking: Promise<unknown>): Promise<boolean> => {
  try {
    await asking;
    return false;
  } catch (error) {
    if (!(error instanceof OakError)) throw error;
    // What is wrong with the input is said only to those who may use the operation.
    return error.status === 401 || error.status === 403;
  }
};

test('nobody takes a thing of another agency over by naming their own, or gives their own away', async () => {
  const person = (letter: 'k' | 'x') =>
    actorOf({ letter, holder: 'officer', ended: false, token: 'none', steppedUp: 'no', of: 'own' });
  const both = allOperations.filter(({ about }) => about?.['dataset'] && about['agency']);
  expect(both.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['catalog.register-dataset', 'catalog.edit-dataset', 'catalog.ingest']),
  );
  for (const op of both) {
    const asks = (letter: 'k' | 'x', dataset: string, agency: string) =>
      refused(admission.operation(op, { dataset: publicId(dataset), agency }, person(letter)));
    expect([op.name, await asks('x', agencies.own, agencies.other)]).toEqual([op.name, true]);
    expect([op.name, await asks('k', agencies.own, agencies.other)]).toEqual([op.name, true]);
    expect([op.name, await asks('k', agencies.own, agencies.own)]).toEqual([op.name, false]);
  }
});

describe('10⁵ generated requests', () => {
  test('for operations: no false allow, and no false refusal (80,000)', { timeout: 240_000 }, async () => {
    const wrong = new Map<string, string>();
    const told = { allowed: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...allOperations), request, async (op, given) => {
        const asked = byOtherIds.includes(op.name) ? { ...given, of: 'none' as const } : given;
        const changes = op.name in changing;
        const who = (changes ? changing[op.name] : reading[op.name]) ?? '';
        const wanted = tableSays(who, asked, changes, steppingUp.includes(op.name));
        const allowed = !(await refused(admission.operation(op, named(asked.of), actorOf(asked))));
        told[allowed ? 'allowed' : 'refused'] += 1;
        if (allowed !== wanted)
          wrong.set(op.name, `${allowed ? 'FALSE ALLOW' : 'false refusal'}: ${JSON.stringify(asked)}`);
      }),
      { numRuns: 80_000, seed: 44 },
    );
    expect(Object.fromEntries(wrong)).toEqual({});
    expect(Math.min(told.allowed, told.refused)).toBeGreaterThan(10_000);
  });

  test('for pages: no false allow, and no false refusal (20,000)', { timeout: 120_000 }, async () => {
    const wrong = new Map<string, string>();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...allPages), request, async (page, given) => {
        const wanted = tableSays(pages[page.path] ?? '', given, false, false);
        const allowed = !(await refused(admission.page(page, named(given.of), actorOf(given))));
        if (allowed !== wanted)
          wrong.set(page.path, `${allowed ? 'FALSE ALLOW' : 'false refusal'}: ${JSON.stringify(given)}`);
      }),
      { numRuns: 20_000, seed: 45 },
    );
    expect(Object.fromEntries(wrong)).toEqual({});
  });
});
