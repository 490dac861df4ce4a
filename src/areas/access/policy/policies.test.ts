import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStateContext, type StateContext } from '../../../../test/state-context.ts';
import { testPolicies } from '../../../../test/test-policies.ts';
import { type Actor, openActor, operatorActor } from '../../../core/access.ts';
import type { DataQuestion, Decision, LiveGrant } from '../../../core/decision.ts';
import { OakError } from '../../../core/error.ts';
import { openPolicies } from '../../../roles/open-policies.ts';
import { loadPolicies } from '../load-policies.ts';
import { decideData } from './decide-data.ts';
import { readPolicyFolder } from './policies-in-force.ts';
import { strictest } from './policy.ts';
import { readPolicySet } from './policy-set.ts';

const now = '2026-11-23T12:00:00.000Z';
const person = (id: string, ...roles: Actor['roles'] & {}): Actor => ({ id, kind: 'person', roles });
const officer = person('olga', { role: 'officer', agency: 'DPH' });
const analyst = person('ann', { role: 'analyst' });
const reviewer = person('rui', { role: 'reviewer' });
const grant = (over: Partial<LiveGrant> = {}): LiveGrant => ({
  id: 'g1',
  kind: 'ordinary',
  grantee: 'ann',
  dataset: 'd1',
  purpose: 'study',
  view: 'rows',
  from: '2026-11-01T00:00:00.000Z',
  until: '2026-12-01T00:00:00.000Z',
  ...over,
});

/** What is said of a look: `no: policy`, or `yes` with what it obliges to. */
function look(
  actor: Actor,
  action: DataQuestion['action'],
  {
    classification = 'protected',
    purpose,
    grants,
  }: { classification?: 'open' | 'protected'; purpose?: string; grants?: LiveGrant[] } = {},
): string {
  const decision: Decision = decideData(
    testPolicies.current(),
    { actor, now, ...(purpose === undefined ? {} : { purpose }) },
    {
      action,
      dataset: { id: 'd1', agency: 'DPH', classification },
      ...(grants === undefined ? {} : { grants }),
    },
  );
  if (!decision.allowed) return `no: ${decision.refusal.policy.id}`;
  const { mask, aggregateOnly, minimumCell, log } = decision.obligations;
  return [
    'yes',
    mask.length > 0 && `mask ${mask}`,
    aggregateOnly && 'figures only',
    minimumCell > 0 && `cells of ${minimumCell}`,
    log === 'each' && 'logged',
  ]
    .filter(Boolean)
    .join(', ');
}

describe('who may look at what', () => {
  const study = { purpose: 'study', grants: [grant()] };
  test.each<[string, () => string, string]>([
    ['anyone reads open rows', () => look(openActor, 'read-rows', { classification: 'open' }), 'yes'],
    [
      'and takes a file of them along',
      () => look(openActor, 'export-rows', { classification: 'open' }),
      'yes',
    ],
    ['anyone sees that protected data exists', () => look(openActor, 'see-record'), 'yes'],
    ['nobody without a grant sees its rows', () => look(openActor, 'read-rows'), 'no: data/grant-rows'],
    ['nor its figures', () => look(analyst, 'read-figures'), 'no: data/grant-figures'],
    ['a grant opens rows for its purpose', () => look(analyst, 'read-rows', study), 'yes, logged'],
    [
      'and for no other',
      () => look(analyst, 'read-rows', { ...study, purpose: 'curiosity' }),
      'no: data/grant-rows',
    ],
    ['nor without one', () => look(analyst, 'read-rows', { grants: [grant()] }), 'no: data/grant-rows'],
    ['nor for someone else', () => look(person('ben'), 'read-rows', study), 'no: data/grant-rows'],
    [
      'nor of another dataset',
      () => look(analyst, 'read-rows', { purpose: 'study', grants: [grant({ dataset: 'd2' })] }),
      'no: data/grant-rows',
    ],
    [
      'nor after its end',
      () => look(analyst, 'read-rows', { purpose: 'study', grants: [grant({ until: now })] }),
      'no: data/grant-rows',
    ],
    [
      'nor before its begin',
      () =>
        look(analyst, 'read-rows', {
          purpose: 'study',
          grants: [grant({ from: '2026-11-23T12:00:01.000Z' })],
        }),
      'no: data/grant-rows',
    ],
    [
      'nor once withdrawn',
      () => look(analyst, 'read-rows', { purpose: 'study', grants: [grant({ withdrawnAt: now })] }),
      'no: data/grant-rows',
    ],
    [
      'a masked view hides who someone is',
      () => look(analyst, 'read-rows', { purpose: 'study', grants: [grant({ view: 'masked' })] }),
      'yes, mask identifier,quasi-identifier, logged',
    ],
    [
      'a grant for figures shows no row',
      () => look(analyst, 'read-rows', { purpose: 'study', grants: [grant({ view: 'figures' })] }),
      'no: data/grant-rows',
    ],
    [
      'but counts, none of few',
      () => look(analyst, 'read-figures', { purpose: 'study', grants: [grant({ view: 'figures' })] }),
      'yes, figures only, cells of 11, logged',
    ],
    [
      'of two grants the wider counts',
      () => look(analyst, 'read-rows', { purpose: 'study', grants: [grant({ view: 'masked' }), grant()] }),
      'yes, logged',
    ],
    [
      'no file of protected rows leaves, whatever the grant',
      () => look(analyst, 'export-rows', study),
      'no: data/export',
    ],
    [
      'the holder’s officer reads rows for a stated purpose',
      () => look(officer, 'read-rows', { purpose: 'clean up' }),
      'yes, logged',
    ],
    ['and without one only figures', () => look(officer, 'read-rows'), 'no: data/grant-rows'],
    ['of at least 11', () => look(officer, 'read-figures'), 'yes, figures only, cells of 11, logged'],
    [
      'another agency’s officer reads nothing',
      () => look(person('x', { role: 'officer', agency: 'DOT' }), 'read-figures', { purpose: 'clean up' }),
      'no: data/grant-figures',
    ],
    [
      'a reviewer reads figures',
      () => look(reviewer, 'read-figures'),
      'yes, figures only, cells of 11, logged',
    ],
    ['and no rows', () => look(reviewer, 'read-rows', { purpose: 'review' }), 'no: data/grant-rows'],
    [
      'break-glass opens rows',
      () => look(analyst, 'read-rows', { grants: [grant({ kind: 'break-glass' })] }),
      'yes, logged',
    ],
    [
      'an auditor reads the log, no rows',
      () => look(person('u', { role: 'auditor' }), 'read-rows', { purpose: 'audit' }),
      'no: data/grant-rows',
    ],
    [
      'the chief data officer reads no rows either',
      () => look(person('f', { role: 'office' }), 'read-rows', { purpose: 'plan' }),
      'no: data/grant-rows',
    ],
    ['who runs the machine states a purpose', () => look(operatorActor, 'read-rows'), 'no: data/grant-rows'],
    ['and is logged', () => look(operatorActor, 'read-rows', { purpose: 'restore drill' }), 'yes, logged'],
  ])('%s', (_, asked, wanted) => {
    expect(asked()).toBe(wanted);
  });
});

test('of several policies that allow, the strictest of each obligation applies', () => {
  const { policies } = testPolicies.current();
  const of = (...ids: string[]) => strictest(ids.map((id) => policies.get(id)!));
  expect(of('data/grant-masked', 'data/grant-figures', 'data/open')).toEqual({
    mask: ['identifier', 'quasi-identifier'],
    aggregateOnly: true,
    minimumCell: 11,
    log: 'each',
  });
  expect(of('data/open')).toEqual({ mask: [], aggregateOnly: false, minimumCell: 0, log: 'usual' });
});

test('every policy has words for people, and every access rule one that a refusal can name', () => {
  const all = [...testPolicies.current().policies.values()];
  for (const { id, title } of all) expect(title, id).toMatch(/^[A-Z].{10,}[^.]$/);
  const named = all.flatMap((policy) => policy.for ?? []);
  for (const rule of [
    'everyone',
    'signed-in',
    'staff',
    'officer',
    'office',
    'board',
    'analyst',
    'reviewer',
    'auditor',
    'operator',
  ])
    expect(named, rule).toContain(rule);
  for (const { id, for: rule, effect, refuses, ask } of all)
    if (rule !== undefined || effect === 'forbid') expect([refuses, ask], id).not.toContain(undefined);
});

describe('a policy file', () => {
  const ships = join(import.meta.dirname, '..', '..', '..', '..', 'policies');
  let home: string;
  let context: StateContext;
  const said: string[] = [];
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'oak-policies-'));
    context = await openStateContext(now);
    await cp(ships, join(home, 'state', 'policies'), { recursive: true });
    said.length = 0;
  });
  afterEach(async () => {
    await context.close();
    await rm(home, { recursive: true });
  });
  const open = () =>
    openPolicies({ store: context.store, clock: context.clock, home, say: (line) => said.push(line) });
  const file = () => join(home, 'state', 'policies', 'use.cedar');
  const wrongs: Record<string, [string, RegExp]> = {
    'that cannot be parsed': [
      '\npermit (principal, action resource);',
      /use\.cedar: line \d+: unexpected token/,
    ],
    'that names what there is not': [
      '\n@id("x") @title("A wrong policy")\npermit (principal is Person, action == Action::"use", resource) when { principal.rolls == 1 };',
      /use\.cedar: .*rolls/,
    ],
    'without a title': ['\n@id("x")\nforbid (principal, action, resource);', /has no title/],
    'with an id twice': [
      '\n@id("use/staff") @title("A second of one name")\nforbid (principal, action, resource);',
      /use\/staff/,
    ],
    'with an obligation that nobody knows': [
      '\n@id("x") @title("A wrong policy") @blur("true")\npermit (principal, action == Action::"use", resource);',
      /@blur/,
    ],
    'with a mask of no class': [
      '\n@id("x") @title("A wrong policy") @mask("names")\npermit (principal, action == Action::"use", resource);',
      /names/,
    ],
  };

  test.each(Object.keys(wrongs))(
    '%s changes nothing while the server runs, and the operator hears where',
    async (name) => {
      const [words, where] = wrongs[name]!;
      const policies = await open();
      const before = policies.current();
      await writeFile(file(), (await readFile(file(), 'utf8')) + words);
      const asked = { ...context, policies, actor: operatorActor };
      const error = await loadPolicies(asked, {}).then(
        () => undefined,
        (thrown: OakError) => thrown,
      );
      expect([error?.code, error?.exit]).toEqual(['access.policy-fault', 6]);
      expect(error?.message).toMatch(where);
      expect(policies.current()).toBe(before);
    },
  );

  test('with a fault at the next start leaves the last good set in force, and says so', async () => {
    const { digest } = (await open()).current();
    await writeFile(file(), 'permit (principal, action, resource) when { true;');
    const again = await open();
    expect(again.current().digest).toBe(digest);
    expect(said.join()).toMatch(/use\.cedar: line 1/);
  });

  test('with a fault and no set before it keeps the home closed', async () => {
    await writeFile(file(), 'permit (principal, action, resource) when { true;');
    await expect(open()).rejects.toThrow(OakError);
  });

  test('that is good comes into force when it is loaded, and not before', async () => {
    const policies = await open();
    const before = policies.current().digest;
    context.clock.moveTo('2026-11-23T12:30:00.000Z');
    const closed =
      '\n@id("use/closed-for-repair") @title("Everything is closed for repair") @refuses("Closed for repair.") @ask("Nobody.")\nforbid (principal, action == Action::"use", resource);';
    await writeFile(file(), (await readFile(file(), 'utf8')) + closed);
    expect(policies.current().digest).toBe(before);
    const asked = { ...context, policies, actor: operatorActor };
    const { policies: count } = await loadPolicies(asked, {});
    expect(count).toBe(testPolicies.current().policies.size + 1);
    expect(policies.current().policies.has('use/closed-for-repair')).toBe(true);
    // The next start knows it again, and so does a job's process, which only reads what is in force.
    const reading = await openPolicies({ ...context, home, say: (line) => said.push(line), take: false });
    expect([(await open()).current().digest, reading.current().digest, said]).toEqual([
      policies.current().digest,
      policies.current().digest,
      [],
    ]);
  });
});

test('a set without its schema is refused', () => {
  const { 'schema.cedarschema': _, ...files } = readPolicyFolder(testPolicies.folder);
  expect(readPolicySet(files)).toEqual({ faults: [{ file: 'schema.cedarschema', message: 'is missing' }] });
});
