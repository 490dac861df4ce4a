import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exampleState, openStateContext, type StateContext } from '../../../test/state-context.ts';
import type { Actor } from '../../core/access.ts';
import { OakError } from '../../core/error.ts';
import { area as agencies } from '../agencies/index.ts';
import { area as catalog, datasetFacts } from '../catalog/index.ts';
import type { Context } from '../handler.ts';
import { accessArea, breakGlassGrants, gonePeople } from './index.ts';
import { readActor } from './read-actor.ts';
import { digestOfSecret } from './secret.ts';
import { writeAccount } from './write-account.ts';

const { handlers } = accessArea({
  things: () => [
    { kind: 'operation', name: 'a.read', summary: 'Read', rule: 'everyone', effect: 'read' },
    { kind: 'operation', name: 'a.decide', summary: 'Decide', rule: 'officer', effect: 'write' },
  ],
  owned: () => [...(agencies.owned ?? []), ...(catalog.owned ?? [])],
  dataset: datasetFacts,
});

let context: StateContext;
beforeEach(async () => {
  context = await openStateContext('2026-11-23T15:00:00.000Z');
  await agencies.handlers['load-agencies'](await context.withFile(exampleState, 'agencies.yaml'), {});
  const groupsAndPosts = (await readFile(join(exampleState, 'access.yaml'), 'utf8')).split('\npeople:')[0]!;
  await handlers['load-access'](context.withUpload(groupsAndPosts, 'access.yaml'), {});
  await context.store.write(async (tx) => {
    for (const [id, name, person] of [
      ['quinlan', 'Peter Quinlan', 'p-quinlan'],
      ['delgado', 'Inés Delgado', null],
      ['moreau', 'Julien Moreau', null],
      ['brandt', 'Sofia Brandt', null],
    ] as const) {
      await tx
        .insertInto('account')
        .values({
          id,
          issuer: 'test',
          subject: id,
          name,
          email: `${id}@example.gov`,
          person,
          example: 1,
          created_at: context.clock.now(),
          signed_in_at: context.clock.now(),
        })
        .execute();
      await tx
        .insertInto('session')
        .values({
          hash: digestOfSecret(id),
          account: id,
          signed_in_at: context.clock.now(),
          seen_at: context.clock.now(),
          ends_at: '2026-12-31T00:00:00.000Z',
        })
        .execute();
    }
    for (const [account, role, agency] of [
      ['delgado', 'deputy', 'DPH'],
      ['moreau', 'analyst', null],
      ['brandt', 'auditor', null],
    ] as const)
      await tx
        .insertInto('account_role')
        .values({
          id: account,
          account,
          role,
          agency,
          source: 'group',
          given_by: 'system',
          from_at: context.clock.now(),
        })
        .execute();
    for (const [id, title, owner, agency] of [
      ['aaaa-0001', 'Births', 'Peter Quinlan (example)', 'DPH'],
      ['aaaa-0002', 'Clinics', 'Peter Quinlan', 'DPH'],
      ['aaaa-0003', 'Roads', 'Peter Quinlan', 'DOT'],
    ] as const)
      await tx
        .insertInto('dataset')
        .values({
          id,
          public_id: id,
          title,
          owner,
          agency,
          key_fields: '[]',
          tags: '[]',
          state: 'active',
          current_version: 1,
          created_at: context.clock.now(),
          created_by: 'system',
          updated_at: context.clock.now(),
        })
        .execute();
  });
});
afterEach(() => context.close());

const who = async (id: string) => (await readActor(context, { session: id }))?.actor;
/** The world as someone asks in it, with the roles held at this moment. */
const as = async (id: string, signedIn: Partial<Actor['signedIn']> = {}): Promise<Context> => {
  const actor = (await who(id))!;
  return { ...context, actor: { ...actor, signedIn: { ...actor.signedIn!, ...signedIn } } };
};
const at = (instant: string) => context.clock.moveTo(instant);
/** Sessions die of idleness: whoever waits long clicks now and then. */
const stayActive = () =>
  context.store.write((tx) => tx.updateTable('session').set({ seen_at: context.clock.now() }).execute());
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof OakError ? error.code : String(error)),
  );

describe('a role', () => {
  test('of a post is held while its term lasts, and not the day after', async () => {
    expect((await who('quinlan'))?.roles).toEqual([{ role: 'officer', agency: 'DPH' }]);
    const { terms } = await agencies.handlers['show-agency'](context, { agency: 'DPH' });
    const term = terms.find(({ name }) => name === 'Peter Quinlan')!.term;
    await agencies.handlers['end-term'](context, { agency: 'DPH', term, on: '2026-11-23' });
    // The last instant of November 23 in New York, and the first of the next day.
    at('2026-11-24T04:59:59.999Z');
    await stayActive();
    expect((await who('quinlan'))?.roles).toEqual([
      { role: 'officer', agency: 'DPH', until: '2026-11-24T04:59:59.999Z' },
    ]);
    at('2026-11-24T05:00:00.000Z');
    expect((await who('quinlan'))?.roles).toEqual([]);
  });

  test('given for a term ends by itself: what it opened a second ago is closed', async () => {
    const given = await handlers['give-role'](context, {
      account: 'moreau',
      role: 'steward',
      agency: 'DPH',
      until: '2026-11-30',
    });
    expect(given.roles).toContainEqual(
      expect.objectContaining({ role: 'steward', agency: 'DPH', until: '2026-12-01T05:00:00.000Z' }),
    );
    const mayDecide = async () =>
      (await handlers['list-allowed'](await as('moreau'), { agency: 'DPH' })).things.find(
        ({ name }) => name === 'a.decide',
      )?.allowed;
    at('2026-12-01T04:59:59.000Z');
    await stayActive();
    expect(await mayDecide()).toBe(true);
    at('2026-12-01T05:00:00.000Z');
    expect(await mayDecide()).toBe(false);
  });

  test('given by hand can be taken away at once; one of a group cannot', async () => {
    const { roles } = await handlers['give-role'](context, { account: 'moreau', role: 'reviewer' });
    const given = roles.find(({ role }) => role === 'reviewer')!.given!;
    await handlers['end-role'](context, { account: 'moreau', role: given });
    expect((await who('moreau'))?.roles).toEqual([{ role: 'analyst' }]);
    expect(await codeOf(handlers['end-role'](context, { account: 'moreau', role: 'moreau' }))).toBe(
      'access.no-such-role',
    );
  });

  test('cannot end before it begins', async () => {
    const given = { account: 'moreau', role: 'board' as const, from: '2026-12-10', until: '2026-12-09' };
    expect(await codeOf(handlers['give-role'](context, given))).toBe('access.role-ends-before-it-begins');
  });
});

describe('a token', () => {
  test('is the person’s, limited to its scope, until its end; only its digest is kept', async () => {
    const made = await handlers['create-token'](await as('quinlan'), {
      name: 'nightly',
      scope: 'read',
      days: 30,
    });
    expect(made.secret).toMatch(/^oak_[\w-]{43}$/);
    const kept = JSON.stringify(await context.store.read.selectFrom('access_token').selectAll().execute());
    expect(kept).not.toContain(made.secret);
    const by = () => readActor(context, { token: made.secret });
    expect((await by())?.actor).toMatchObject({ id: 'quinlan', signedIn: { by: 'token', scope: 'read' } });
    at('2026-12-23T14:59:59.999Z');
    expect(await by()).toBeDefined();
    at('2026-12-23T15:00:00.000Z');
    expect(await by()).toBeUndefined();
  });

  test('ends at once when its owner ends it, and nobody else can', async () => {
    const made = await handlers['create-token'](await as('quinlan'), {
      name: 'x y',
      scope: 'write',
      days: 1,
    });
    expect(await codeOf(handlers['revoke-token'](await as('moreau'), { token: made.token }))).toBe(
      'access.no-such-token',
    );
    await handlers['revoke-token'](await as('quinlan'), { token: made.token });
    expect(await readActor(context, { token: made.secret })).toBeUndefined();
  });

  test('made up, cut short or of another kind opens nothing, and makes no other', async () => {
    const made = await handlers['create-token'](await as('quinlan'), {
      name: 'x y',
      scope: 'write',
      days: 1,
    });
    for (const token of [
      made.secret.slice(0, -1),
      `${made.secret}a`,
      made.token,
      digestOfSecret(made.secret),
      '',
    ])
      expect(await readActor(context, { token })).toBeUndefined();
    const byToken = { ...context, actor: (await readActor(context, { token: made.secret }))!.actor };
    expect(await codeOf(handlers['create-token'](byToken, { name: 'more', scope: 'write', days: 365 }))).toBe(
      'access.token-by-token',
    );
  });
});

describe('who leaves', () => {
  const notice = async (last_day?: string) =>
    handlers['give-notice'](await as('delgado'), {
      agency: 'DPH',
      account: 'quinlan',
      ...(last_day === undefined ? {} : { last_day }),
    });

  test('loses access with the last day, 24 hours after the notice at the latest: session and token', async () => {
    const { secret } = await handlers['create-token'](await as('quinlan'), {
      name: 'x y',
      scope: 'read',
      days: 30,
    });
    expect((await notice('2027-01-31')).endsAt).toBe('2026-11-24T15:00:00.000Z');
    at('2026-11-24T14:59:59.999Z');
    await stayActive();
    expect([await who('quinlan'), await readActor(context, { token: secret })]).not.toContain(undefined);
    at('2026-11-24T15:00:00.000Z');
    expect([await who('quinlan'), await readActor(context, { token: secret })]).toEqual([
      undefined,
      undefined,
    ]);
    // Others stay.
    expect(await who('delgado')).toBeDefined();
  });

  test('loses access as soon after the notice as the state’s record says on that day', async () => {
    const line = { citation: 'Rule 7', standing: 'example' } as const;
    const accessTimes = {
      emergencyHours: [{ usual: 1, most: 2, ...line }],
      emergencyReview: [{ days: 1, ...line }],
      leaverAccess: [
        { hours: 24, to: '2026-11-22', ...line },
        { hours: 2, from: '2026-11-23', ...line },
      ],
    };
    const asked = { ...(await as('delgado')), jurisdiction: { ...context.jurisdiction, accessTimes } };
    const left = await handlers['give-notice'](asked, {
      agency: 'DPH',
      account: 'quinlan',
      last_day: '2027-01-31',
    });
    expect(left.endsAt).toBe('2026-11-23T17:00:00.000Z');
    const emergency = {
      dataset: 'aaaa-0001',
      purpose: 'find a patient',
      reason: 'A patient is missing and the clinic does not answer.',
    };
    const analyst = { ...(await as('moreau')), jurisdiction: asked.jurisdiction };
    expect(await codeOf(handlers['break-glass'](analyst, { ...emergency, hours: 3 }))).toBe(
      'access.too-many-hours',
    );
    expect(await handlers['break-glass'](analyst, emergency)).toMatchObject({
      until: '2026-11-23T16:00:00.000Z',
      reviewDue: '2026-11-24',
    });
  });

  test('today, access ends at midnight; a day in the past ends it at once', async () => {
    expect((await notice()).endsAt).toBe('2026-11-24T04:59:59.999Z');
    const [open] = (await handlers['list-leaving'](context, { agency: 'DPH' })).leaving;
    const { leaving } = open!;
    await handlers['withdraw-notice'](context, { agency: 'DPH', leaving });
    expect(await who('quinlan')).toBeDefined();
    await notice('2026-11-20');
    expect(await who('quinlan')).toBeUndefined();
  });

  test('is somebody of the agency: nobody ends the access of the state’s people, or of another agency’s', async () => {
    for (const account of ['brandt', 'moreau'])
      expect([
        account,
        await codeOf(handlers['give-notice'](await as('delgado'), { agency: 'DPH', account })),
      ]).toEqual([account, 'access.not-of-this-agency']);
    expect(await who('brandt')).toBeDefined();
  });

  test('hands everything over in one step: posts, datasets of that agency, and nothing of another', async () => {
    const { leaving } = await notice();
    expect(await codeOf(notice())).toBe('access.already-leaving');
    const shown = await handlers['show-handover'](await as('delgado'), { agency: 'DPH', leaving });
    expect(shown.owned.map(({ many, things }) => [many, things.map(({ title }) => title)])).toEqual([
      ['posts', ['Agency data officer, DPH']],
      ['datasets', ['Births', 'Clinics']],
    ]);
    expect(shown.candidates[0]).toMatchObject({ account: 'delgado' });
    const done = await handlers['hand-over'](await as('delgado'), {
      agency: 'DPH',
      leaving,
      to_account: 'delgado',
    });
    expect(done.handed).toEqual([
      { kind: 'post', count: 1 },
      { kind: 'datasets', count: 2 },
    ]);
    expect(await who('quinlan')).toBeUndefined();
    // The post carries the role: the successor is data officer from now on.
    expect((await who('delgado'))?.roles).toContainEqual({ role: 'officer', agency: 'DPH' });
    // Also after the next sign-in, of which the provider says no person.
    await context.store.write((tx) =>
      writeAccount(tx, context, {
        issuer: 'test',
        subject: 'delgado',
        name: 'Inés Delgado',
        email: 'delgado@example.gov',
        groups: [],
      } as never),
    );
    expect((await who('delgado'))?.roles).toContainEqual({ role: 'officer', agency: 'DPH' });
    const owners = await context.store.read
      .selectFrom('dataset')
      .select(['id', 'owner'])
      .orderBy('id')
      .execute();
    expect(owners.map(({ owner }) => owner)).toEqual([
      'Inés Delgado (example)',
      'Inés Delgado',
      'Peter Quinlan',
    ]);
    const { posts } = await agencies.handlers['show-agency'](context, { agency: 'DPH' });
    expect(posts[0]?.holder?.name).toBe('Inés Delgado');
    expect(await codeOf(handlers['hand-over'](context, { agency: 'DPH', leaving, to_name: 'Again' }))).toBe(
      'access.no-such-notice',
    );
  });

  test('without a successor leaves things whose owner is gone, until someone takes them over', async () => {
    const { leaving } = await notice('2026-11-20');
    expect(await gonePeople(context.store.read, context)).toEqual([{ name: 'Peter Quinlan', agency: 'DPH' }]);
    await handlers['hand-over'](context, { agency: 'DPH', leaving, to_name: 'Wren Halloway' });
    expect(await gonePeople(context.store.read, context)).toEqual([]);
    expect(await codeOf(handlers['hand-over'](context, { agency: 'DPH', leaving }))).toBe(
      'request.invalid-input',
    );
  });
});

describe('break-glass', () => {
  const reason = 'A patient is missing and the clinic does not answer.';
  const open = async (account = 'moreau', over: object = {}) =>
    handlers['break-glass'](await as(account), {
      dataset: 'aaaa-0001',
      purpose: 'find a patient',
      reason,
      hours: 4,
      ...over,
    });
  const mayRead = async (account: string) => {
    const actor = (await who(account)) ?? ({ id: account, kind: 'person' } satisfies Actor);
    const asked = { ...context, actor };
    const grants = await breakGlassGrants(
      context.store.read,
      { id: 'aaaa-0001', publicId: 'aaaa-0001' },
      account,
    );
    const { testDecide } = await import('../../../test/test-policies.ts');
    return testDecide(asked)({
      action: 'read-rows',
      dataset: { id: 'aaaa-0001', agency: 'DPH', classification: 'protected' },
      grants,
    });
  };

  test('opens rows for one person until its end, every look logged, and tells the data officer at once', async () => {
    expect((await mayRead('moreau')).allowed).toBe(false);
    const opened = await open();
    expect(opened).toMatchObject({
      told: 'Peter Quinlan',
      review: 'due',
      reviewDue: '2026-11-28',
      live: true,
    });
    expect(await mayRead('moreau')).toMatchObject({ allowed: true, obligations: { log: 'each' } });
    expect((await mayRead('brandt')).allowed).toBe(false);
    const mail = await context.store.read.selectFrom('mail_message').selectAll().execute();
    expect(mail.map(({ recipient, topic }) => [recipient, topic])).toEqual([
      ['quinlan@example.gov', 'access.break-glass'],
    ]);
    const events = await context.store.read.selectFrom('event').select('name').execute();
    expect(events.map(({ name }) => name)).toContain('break-glass-opened');
    at('2026-11-23T18:59:59.000Z');
    expect((await mayRead('moreau')).allowed).toBe(true);
    at('2026-11-23T19:00:00.000Z');
    expect((await mayRead('moreau')).allowed).toBe(false);
  });

  test('tells the deputy when the data officer opens it, never the same person', async () => {
    expect((await open('quinlan')).told).toBe('Inés Delgado');
  });

  test('is refused where nobody could be told, for open data, and twice at once', async () => {
    expect(await codeOf(open('moreau', { dataset: 'none-such' }))).toBe('access.not-protected');
    await context.store.write((tx) =>
      tx.updateTable('dataset').set({ agency: null }).where('id', '=', 'aaaa-0002').execute(),
    );
    expect(await codeOf(open('moreau', { dataset: 'aaaa-0002' }))).toBe('access.nobody-to-tell');
    await context.store.write((tx) =>
      tx.updateTable('dataset').set({ release: 'r' }).where('id', '=', 'aaaa-0003').execute(),
    );
    expect(await codeOf(open('moreau', { dataset: 'aaaa-0003' }))).toBe('access.not-protected');
    await open();
    expect(await codeOf(open())).toBe('access.already-open');
  });

  test('must be reviewed by someone else; until then, past the day it is due, there is no other', async () => {
    const { id } = await open();
    at('2026-11-29T15:00:00.000Z');
    await stayActive();
    expect(await codeOf(open())).toBe('access.review-outstanding');
    const review = { id, outcome: 'justified' as const, note: 'The clinic confirmed it by telephone.' };
    expect(await codeOf(handlers['review-break-glass'](await as('moreau'), review))).toBe(
      'access.own-review',
    );
    const reviewed = await handlers['review-break-glass'](await as('brandt'), review);
    expect(reviewed).toMatchObject({ review: 'justified', reviewer: 'Sofia Brandt', live: false });
    expect(await codeOf(handlers['review-break-glass'](await as('brandt'), review))).toBe(
      'access.reviewed-already',
    );
    expect((await open()).review).toBe('due');
  });

  test('is known to who opened it, who was told, the agency, auditors; to nobody else', async () => {
    const { id } = await open();
    const known = async (account: string) =>
      (await handlers['list-break-glass'](await as(account), {})).breakGlass.map((one) => one.id);
    expect(await Promise.all(['moreau', 'quinlan', 'delgado', 'brandt'].map(known))).toEqual([
      [id],
      [id],
      [id],
      [id],
    ]);
    await handlers['give-role'](context, { account: 'delgado', role: 'board' });
    await context.store.write((tx) => tx.deleteFrom('account_role').where('id', '=', 'delgado').execute());
    expect(await known('delgado')).toEqual([]);
  });

  test('is closed early by who opened it or who was told, by nobody else', async () => {
    const { id } = await open();
    expect(await codeOf(handlers['end-break-glass'](await as('brandt'), { id }))).toBe(
      'access.no-such-break-glass',
    );
    expect((await handlers['end-break-glass'](await as('quinlan'), { id })).live).toBe(false);
    expect((await mayRead('moreau')).allowed).toBe(false);
  });
});
