import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { exampleState, openStateContext, type StateContext } from '../../../test/state-context.ts';
import { newVisitor } from '../../../test/visit.ts';
import { OakError } from '../../core/error.ts';
import type { SessionTimes } from '../../core/session-times.ts';
import { type SampleProvider, startSampleProvider } from '../../roles/sample-provider.ts';
import { area as agencies } from '../agencies/index.ts';
import { accessArea, type SignInDoor, signInDoor } from './index.ts';
import { safeReturnPath } from './return-path.ts';

/** Every sign-in here goes through a real provider of OpenID Connect (oidc-provider) over HTTP. */

const area = accessArea({ things: () => [], owned: () => [], dataset: async () => undefined });
const here = 'http://127.0.0.1:9';
let home: string;
let provider: SampleProvider;
let context: StateContext;
let door: SignInDoor;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'oak-sign-in-'));
  await cp(exampleState, join(home, 'state'), { recursive: true });
  provider = (await startSampleProvider({ home, serverUrl: here, address: '127.0.0.1' }))!;
});
afterAll(async () => {
  await provider.close();
  await rm(home, { recursive: true });
});
beforeEach(async () => {
  // The provider's own clock is this computer's: an ID token issued now must not lie in the future or the past.
  context = await openStateContext(new Date().toISOString());
  const load = async (of: typeof agencies | typeof area, verb: string, path: string) =>
    (of.handlers as Record<string, (context: unknown, input: unknown) => Promise<unknown>>)[verb]!(
      await context.withFile(exampleState, path),
      {},
    );
  await load(agencies, 'load-agencies', 'agencies.yaml');
  await load(area, 'load-access', 'access.yaml');
  door = doorWith(provider.identity);
  return () => context.close();
});

const recorded: string[] = [];
const doorWith = (identity: SampleProvider['identity'], sessionTimes?: SessionTimes) =>
  signInDoor({ ...context, identity, ...(sessionTimes && { sessionTimes }) }, ({ operation }) => ({
    ...context,
    audit: { ...context.audit, record: async () => void recorded.push(operation) },
  }));

/** The provider's answer to a way begun by `browser`, as the address that the browser would be sent to. */
async function answerFor(
  as: string,
  { browser = 'browser-1', stepUp, returnTo }: { browser?: string; stepUp?: string; returnTo?: string } = {},
): Promise<URL> {
  const begun = await door.begin({
    browser,
    hint: as,
    ...(stepUp === undefined ? {} : { stepUp }),
    ...(returnTo === undefined ? {} : { returnTo }),
  });
  const { url } = await newVisitor().follow(begun.href, (at) => at.origin === here);
  return url;
}

const signIn = async (as: string, session?: string) =>
  door.finish({
    browser: 'browser-1',
    answer: await answerFor(as),
    ...(session === undefined ? {} : { session }),
  });

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof OakError ? error.code : String(error)),
  );
const later = (ms: number) =>
  context.clock.moveTo(new Date(Date.parse(context.clock.now()) + ms).toISOString());
const minutes = 60_000;

describe('signing in', () => {
  test('opens a session of the person, with the roles of groups and posts', async () => {
    const officer = await door.who({ session: (await signIn('quinlan')).secret });
    expect(officer?.actor).toMatchObject({
      kind: 'person',
      name: 'Peter Quinlan',
      roles: [{ role: 'officer', agency: 'DPH' }],
      signedIn: { by: 'session' },
    });
    const deputy = await door.who({ session: (await signIn('delgado')).secret });
    expect(deputy?.actor.roles).toEqual([{ role: 'deputy', agency: 'DPH' }]);
    const nobody = await door.who({ session: (await signIn('lind')).secret });
    expect(nobody?.actor.roles).toEqual([]);
    expect(recorded).toContain('access.sign-in');
  });

  test('the same person comes back to the same account, and a group that is gone takes its role along', async () => {
    const first = await door.who({ session: (await signIn('calloway')).secret });
    await context.store.write((tx) => tx.deleteFrom('group_role').where('role', '=', 'office').execute());
    const second = await door.who({ session: (await signIn('calloway')).secret });
    expect(second?.actor.id).toBe(first?.actor.id);
    expect([first?.actor.roles, second?.actor.roles]).toEqual([[{ role: 'office' }], []]);
  });

  test('nothing secret is stored as it is', async () => {
    const { secret } = await signIn('quinlan');
    const rows = JSON.stringify(await context.store.read.selectFrom('session').selectAll().execute());
    expect(rows).not.toContain(secret);
  });
});

describe('a session ends', () => {
  test('after 30 minutes without a request, and not before', async () => {
    const { secret } = await signIn('quinlan');
    later(29 * minutes);
    expect(await door.who({ session: secret })).toBeDefined();
    later(29 * minutes);
    expect(await door.who({ session: secret })).toBeDefined();
    later(30 * minutes);
    expect(await door.who({ session: secret })).toBeUndefined();
  });

  test('wherever it is, when its owner ends it; nobody ends another’s', async () => {
    const [here, there, other] = [await signIn('quinlan'), await signIn('quinlan'), await signIn('lind')];
    const asked = async (secret: string) => ({
      ...context,
      actor: (await door.who({ session: secret }))!.actor,
    });
    const { sessions } = await area.handlers['list-sessions'](await asked(here.secret), {});
    expect(sessions).toHaveLength(2);
    expect(JSON.stringify(sessions)).not.toContain(there.secret);
    const [mine] = (await area.handlers['list-sessions'](await asked(other.secret), {})).sessions;
    expect(
      await codeOf(area.handlers['end-session'](await asked(here.secret), { session: mine!.session })),
    ).toBe('access.no-such-session');
    for (const { session } of sessions)
      await area.handlers['end-session'](await asked(other.secret), { session }).catch(() => {});
    expect(await door.who({ session: there.secret })).toBeDefined();
    const asker = await asked(here.secret);
    for (const { session } of sessions) await area.handlers['end-session'](asker, { session });
    expect([await door.who({ session: here.secret }), await door.who({ session: there.secret })]).toEqual([
      undefined,
      undefined,
    ]);
    expect(await door.who({ session: other.secret })).toBeDefined();
  });

  test('and stays ended when the clock is moved backwards; so does an answer of the provider that was used', async () => {
    const { secret } = await signIn('quinlan');
    const answer = await answerFor('lind');
    await door.finish({ browser: 'browser-1', answer });
    await door.end(secret);
    later(-60 * minutes);
    expect(await door.who({ session: secret })).toBeUndefined();
    expect(await codeOf(door.finish({ browser: 'browser-1', answer }))).toBe('access.sign-in-failed');
  });

  test('as soon as the operator has set', async () => {
    const strict = doorWith(provider.identity, { idleMinutes: 5, sessionHours: 1, signInMinutes: 1 });
    const { secret } = await signIn('calloway');
    later(4 * minutes);
    expect((await strict.who({ session: secret }))?.actor.signedIn?.until).toBe(
      new Date(Date.parse(context.clock.now()) + 5 * minutes).toISOString(),
    );
    later(5 * minutes);
    expect(await strict.who({ session: secret })).toBeUndefined();
    expect(await door.who({ session: secret })).toBeDefined();
  });

  test('8 hours after it began, however busy', async () => {
    const { secret } = await signIn('quinlan');
    for (let at = 0; at < 23; at += 1) {
      later(20 * minutes);
      expect(await door.who({ session: secret })).toBeDefined();
    }
    later(20 * minutes);
    expect(await door.who({ session: secret })).toBeUndefined();
  });

  test('when the person signs out', async () => {
    const { secret } = await signIn('quinlan');
    await door.end(secret);
    expect(await door.who({ session: secret })).toBeUndefined();
  });

  test('when the same browser signs in anew: the secret changes, and the old one opens nothing', async () => {
    const { secret: before } = await signIn('quinlan');
    const { secret: after } = await signIn('calloway', before);
    expect(after).not.toBe(before);
    expect(await door.who({ session: before })).toBeUndefined();
    expect((await door.who({ session: after }))?.actor.name).toBe('Ruth Calloway');
  });
});

describe('an answer that was not asked for is refused', () => {
  const failed = 'access.sign-in-failed';

  test('brought a second time', async () => {
    const answer = await answerFor('quinlan');
    await door.finish({ browser: 'browser-1', answer });
    expect(await codeOf(door.finish({ browser: 'browser-1', answer }))).toBe(failed);
  });

  test('by another browser than the one that began (session fixation)', async () => {
    const answer = await answerFor('quinlan', { browser: 'the attacker’s' });
    expect(await codeOf(door.finish({ browser: 'the victim’s', answer }))).toBe(failed);
    expect(await codeOf(door.finish({ browser: undefined, answer }))).toBe(failed);
  });

  test('with a state, a code or an issuer that was made up', async () => {
    for (const [name, value] of [
      ['state', 'made-up'],
      ['code', 'made-up'],
      ['iss', 'http://127.0.0.1:1'],
    ] as const) {
      const answer = await answerFor('quinlan');
      answer.searchParams.set(name, value);
      expect(await codeOf(door.finish({ browser: 'browser-1', answer })), name).toBe(failed);
    }
  });

  test('after ten minutes', async () => {
    const answer = await answerFor('quinlan');
    later(10 * minutes + 1);
    expect(await codeOf(door.finish({ browser: 'browser-1', answer }))).toBe(failed);
  });

  test('with the code of another way: the verifier does not fit (RFC 7636)', async () => {
    const [one, other] = [await answerFor('quinlan'), await answerFor('calloway')];
    one.searchParams.set('code', other.searchParams.get('code')!);
    expect(await codeOf(door.finish({ browser: 'browser-1', answer: one }))).toBe(failed);
    expect(await context.store.read.selectFrom('session').selectAll().execute()).toEqual([]);
  });
});

describe('signing in again for a step', () => {
  test('marks the session, for the same person only', async () => {
    const { secret } = await signIn('moreau');
    const account = (await door.who({ session: secret }))!.actor.id;
    const same = await door.finish({
      browser: 'browser-1',
      answer: await answerFor('moreau', { stepUp: account }),
      session: secret,
    });
    expect((await door.who({ session: same.secret }))?.actor.signedIn?.steppedUpAt).toBeDefined();
    const other = await answerFor('calloway', { stepUp: account });
    expect(await codeOf(door.finish({ browser: 'browser-1', answer: other }))).toBe('access.sign-in-failed');
  });
});

test('after signing in one comes back to a page of this server and nowhere else', async () => {
  for (const kept of ['/', '/data/abcd-1234?x=1', '/agencies/DPH/officer', '/search?q=%2F%2Fevil.example'])
    expect(safeReturnPath(kept)).toBe(kept);
  for (const evil of [
    'https://evil.example',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    'javascript:alert(1)',
    '/../..//evil.example',
    '/x/../..//evil.example',
    'data:text/html,x',
    '',
    undefined,
    '/sign-out',
    '/sign-in/callback?code=x',
  ])
    expect(safeReturnPath(evil), String(evil)).toMatch(/^\/(?![/\\])/);
  const { returnTo } = await door.finish({
    browser: 'browser-1',
    answer: await answerFor('quinlan', { returnTo: '//evil.example/x' }),
  });
  expect(returnTo).toBe('/');
});

test('sample people exist on this computer only', async () => {
  for (const [serverUrl, address] of [
    ['http://0.0.0.0:8080', '0.0.0.0'],
    ['https://data.example.gov', '127.0.0.1'],
    ['http://10.0.0.5:8080', '10.0.0.5'],
  ] as const)
    expect(await codeOf(startSampleProvider({ home, serverUrl, address }))).toBe(
      'access.sample-people-outside',
    );
});
