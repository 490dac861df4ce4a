import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { openTestContext, type TestContext, uploadOf } from '../../../test/context.ts';
import type { Jurisdiction } from '../../core/jurisdiction.ts';
import { area as catalog, datasetOf, versionAt } from '../catalog/index.ts';
import type { Context } from '../handler.ts';
import { area as quality } from './index.ts';
import { datasetsWithRules, issuesLongOpen, rulesPassing } from './measures.ts';
import type { RuleDefinition } from './model.ts';
import { contractFaults } from './odcs/validate-contract.ts';

const towns = ['Ash', 'Birch Hill', 'Cedar', 'Dogwood', 'Elm', 'Fir'];
const state = {
  id: 'elmland',
  name: 'Elmland',
  planTitle: 'Elmland Data Plan',
  timeZone: 'America/New_York',
  dateOrder: 'month-first',
  twoDigitYearPivot: 29,
  placeNoun: { one: 'town', many: 'towns' },
  places: towns.map((name, at) => ({
    id: name,
    name,
    variants: [`${name.toLowerCase()} center`],
    codes: [{ system: 'town-code', code: `4200${at}` }],
  })),
  regions: [],
} as unknown as Jurisdiction;

type Line = [
  id: string,
  town: string,
  code: string,
  severity: string,
  age: string,
  opened: string,
  closed: string,
  zip: string,
  note: string,
];
const head = 'case_id,town,town_code,severity,age,opened,closed,zip,note';

/** A sound table: the same rows every time, spread by a multiplicative sequence. */
function soundRows(count: number, from = 0): Line[] {
  return Array.from({ length: count }, (_, at) => {
    const n = ((at + from + 1) * 7919) % 10_007;
    const town = n % towns.length;
    const day = (offset: number) => new Date(Date.UTC(2024, 0, 1 + offset)).toISOString().slice(0, 10);
    return [
      `E-${String(100_000 + at + from)}`,
      n % 11 === 0 ? `${towns[town]} Center` : towns[town]!,
      `4200${town}`,
      ['K', 'A', 'B', 'O'][n % 4]!,
      String(18 + (n % 60)),
      day(n % 700),
      day((n % 700) + (n % 30)),
      `06${String(100 + (n % 800))}`,
      ['wet road', 'dark', 'clear day and dry road', 'snow on the ground'][n % 4]!,
    ];
  });
}
const csv = (rows: readonly Line[]) => `${head}\n${rows.map((row) => row.join(',')).join('\n')}\n`;

/** Faults by row number (from 1) and what each is. */
function plant(rows: Line[]): Record<string, number[]> {
  const put = (row: number, column: number, value: string) => {
    rows[row - 1]![column] = value;
  };
  put(40, 0, rows[10]![0]); // the key of row 11 again
  put(77, 1, 'Atlantis');
  put(78, 1, '');
  put(120, 2, '99999');
  put(200, 3, 'X');
  put(300, 4, '940');
  put(301, 4, 'unknown');
  put(400, 5, '2025-12-31'); // after it closed
  put(500, 6, '2999-01-01');
  put(600, 7, '6103');
  return {
    'unique(case_id)': [11, 40],
    'place(town)': [77],
    'not-null(town)': [78],
    'code:town-code(town_code)': [120],
    'in-set(severity)': [200],
    'range(age)': [300],
    'type-fit(age)': [301],
    'not-null(age)': [301],
    'order(opened,closed)': [400],
    'not-future(closed)': [500],
    'pattern(zip)': [600],
  };
}

let world: TestContext;
let context: Context;
let dataset: string;
beforeAll(async () => {
  world = await openTestContext('2026-06-30T16:00:00.000Z');
  context = world.asked({ jurisdiction: state } as never);
});
afterAll(() => world.close());

const ask = async <Verb extends keyof typeof quality.operations>(
  verb: Verb,
  input: Record<string, unknown>,
  asking: Context = context,
): Promise<never> => {
  const op = quality.operations[verb];
  const answer = await (quality.handlers[verb] as (context: Context, input: unknown) => Promise<unknown>)(
    asking,
    op.input.parse(input),
  );
  if (op.output.kind === 'json') op.output.schema.parse(answer);
  return answer as never;
};

const runner = () => context as unknown as TestContext;
const runLast = (kinds: Parameters<TestContext['run']>[1]) => runner().run(world.queued.at(-1)!.id, kinds);

/** Loads a file and does what the worker does with the event. */
async function load(content: string, into?: string): Promise<{ dataset: string; version: number }> {
  const input = catalog.operations.ingest.input.parse({
    title: 'Cases',
    agency: 'DOT',
    ...(into ? { dataset: into } : {}),
  });
  await catalog.handlers.ingest({ ...context, upload: uploadOf(content, 'cases.csv') }, input);
  const loaded = (await runLast(catalog.jobs!)) as { dataset: string; version: number };
  const told = world.told.findLast((one) => one.name === 'version-added')!;
  await quality.subscribers![0]!.run(context, {
    id: 'e',
    name: 'version-added',
    at: context.clock.now(),
    payload: told.payload,
  } as never);
  await runLast(quality.jobs!);
  return loaded;
}

async function text(body: ReadableStream<Uint8Array> | Uint8Array | string): Promise<string> {
  return new Response(body as BodyInit).text();
}

interface Checked {
  rule: { id: string; definition: RuleDefinition; sentence: string };
  outcome: string;
  checked: number;
  failing: number;
}
const subject = (one: Checked['rule']): string =>
  `${one.definition.kind}${one.definition.kind === 'code' ? `:${one.definition.system}` : ''}(${
    'fields' in one.definition
      ? one.definition.fields.join()
      : one.definition.kind === 'order'
        ? `${one.definition.field},${one.definition.atMost}`
        : 'field' in one.definition
          ? one.definition.field
          : ''
  })`;

describe('from a sound file to faults found and mended', () => {
  it('suggests rules on a sound file, none of which fails', async () => {
    ({ dataset } = await load(csv(soundRows(3_000))));
    const { suggestions } = (await ask('suggest-rules', { dataset })) as {
      suggestions: { id: string; failing: number; checked: number; evidence: string }[];
    };
    expect(suggestions.map((one) => one.id)).toEqual(
      expect.arrayContaining([
        'unique(case_id)',
        'place(town)',
        'not-null(town)',
        'code:town-code(town_code)',
        'in-set(severity)',
        'range(age)',
        'type-fit(age)',
        'order(opened,closed)',
        'not-future(opened)',
        'pattern(zip)',
        'pattern(case_id)',
      ]),
    );
    expect(suggestions.filter((one) => one.failing > 0)).toEqual([]);
    expect(suggestions.find((one) => one.id === 'unique(case_id)')!.evidence).toBe(
      '3,000 different in 3,000 rows',
    );
  });

  it('is not assessed while no rule is accepted', async () => {
    const { dataQuality } = (await ask('show-score', { dataset })) as {
      dataQuality: { score: null; because: string };
    };
    expect(dataQuality.score).toBeNull();
    expect(dataQuality.because).toMatch(/no rule has been accepted/);
  });

  it('accepts each by one call; the sound file passes all and opens no issue', async () => {
    const { suggestions } = (await ask('suggest-rules', { dataset })) as { suggestions: { id: string }[] };
    for (const one of suggestions) await ask('accept-rule', { dataset, suggestion: one.id });
    expect(((await ask('suggest-rules', { dataset })) as { suggestions: unknown[] }).suggestions).toEqual([]);
    await runLast(quality.jobs!);
    const { checks, waiting } = (await ask('list-checks', { dataset })) as {
      checks: Checked[];
      waiting: unknown[];
    };
    expect(checks).toHaveLength(suggestions.length);
    expect(checks.filter((one) => one.outcome !== 'passed')).toEqual([]);
    // The accepted key is what tells rows apart in the next version's diff.
    expect((await datasetOf(context.store.read, dataset)).keyFields).toEqual(['case_id']);
    expect(waiting).toEqual([]);
    expect(((await ask('list-issues', { dataset })) as { issues: unknown[] }).issues).toEqual([]);
    const { dataQuality } = (await ask('show-score', { dataset })) as {
      dataQuality: { score: number; dimensions: { dimension: string; score: number | null }[] };
    };
    expect(dataQuality.score).toBe(100);
    expect(dataQuality.dimensions.find((one) => one.dimension === 'timeliness')!.score).toBeNull();
  });

  it('finds every planted fault in the next file, and nothing else', async () => {
    const rows = soundRows(3_000, 50);
    const planted = plant(rows);
    expect((await load(csv(rows), dataset)).version).toBe(2);
    const { checks } = (await ask('list-checks', { dataset })) as { checks: Checked[] };
    const found: Record<string, number[]> = {};
    for (const check of checks) {
      if (check.failing === 0) continue;
      const answer = (await ask('list-failing-rows', { dataset, rule: check.rule.id })) as {
        columns: string[];
        rows: string[][];
      };
      expect(answer.columns[0]).toBe('row');
      found[subject(check.rule)] = answer.rows.map((row) => Number(row[0]));
    }
    expect(found).toEqual(planted);
  });

  it('shows the failing cell as the file had it, and the whole row in the download', async () => {
    const { checks } = (await ask('list-checks', { dataset })) as { checks: Checked[] };
    const misfit = checks.find((one) => subject(one.rule) === 'type-fit(age)')!;
    const answer = (await ask('list-failing-rows', { dataset, rule: misfit.rule.id })) as {
      columns: string[];
      rows: (string | null)[][];
    };
    expect(answer.columns.slice(0, 3)).toEqual(['row', 'age as in the file', 'age']);
    expect(answer.rows[0]!.slice(0, 3)).toEqual(['301', 'unknown', null]);
    const key = checks.find((one) => subject(one.rule) === 'unique(case_id)')!;
    const { body } = (await ask('download-failing-rows', { dataset, rule: key.rule.id })) as {
      body: ReadableStream<Uint8Array>;
    };
    const lines = (await text(body)).trim().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toBe('row,case_id,town,town_code,severity,age,opened,closed,zip,note');
    expect(lines.slice(1).map((line) => line.split(',').slice(0, 2))).toEqual([
      ['11', 'E-100060'],
      ['40', 'E-100060'],
    ]);
  });

  it('opens one issue for each failing rule and tells of it', async () => {
    const { issues, counts } = (await ask('list-issues', {})) as {
      issues: { id: string; subject: string; failing: number; version: number }[];
      counts: { open: number };
    };
    expect(issues).toHaveLength(11);
    expect(counts.open).toBe(11);
    expect(issues.find((one) => one.subject === 'Each case_id occurs once')).toMatchObject({
      failing: 2,
      version: 2,
      openedVersion: 2,
      agency: 'DOT',
      owner: null,
    });
    expect(world.told.filter((one) => one.name === 'quality-issue-opened')).toHaveLength(11);
  });

  it('never reads 100 with a failure', async () => {
    const { dataQuality, history } = (await ask('show-score', { dataset })) as {
      dataQuality: { score: number; coverage: { rules: number; passing: number } };
      history: { version: number; score: number }[];
    };
    expect(dataQuality.score).toBeLessThan(100);
    expect(dataQuality.score).toBeGreaterThan(99);
    expect(dataQuality.coverage.rules - dataQuality.coverage.passing).toBe(11);
    expect(history.map((one) => [one.version, one.score === 100])).toEqual([
      [1, true],
      [2, false],
    ]);
  });

  it('keeps comments and dismissals with their reason', async () => {
    const { issues } = (await ask('list-issues', { dataset })) as {
      issues: { id: string; subject: string }[];
    };
    const one = issues.find((issue) => issue.subject.startsWith('severity is A'))!;
    await ask('comment-issue', { issue: one.id, text: 'Asked the source.' });
    await ask('dismiss-issue', { issue: one.id, reason: 'X means unknown since June.' });
    await expect(ask('dismiss-issue', { issue: one.id, reason: 'again' })).rejects.toMatchObject({
      code: 'quality.issue-not-open',
    });
    const { issue, history } = (await ask('show-issue', { issue: one.id })) as {
      issue: { state: string; reason: string };
      history: { kind: string; text: string }[];
    };
    expect(issue).toMatchObject({ state: 'dismissed', reason: 'X means unknown since June.' });
    expect(history.map((event) => event.kind)).toEqual(['opened', 'commented', 'dismissed']);
  });

  it('checks an earlier version without touching the issues of the current one', async () => {
    await ask('check-version', { dataset, version: 1 });
    await runLast(quality.jobs!);
    expect(((await ask('list-issues', { dataset })) as { counts: object }).counts).toEqual({
      open: 10,
      closed: 0,
      dismissed: 1,
    });
  });

  it('lets the accepted key tell rows apart between versions', async () => {
    const { changes } = await versionAt(context.store.read, dataset, { version: 2 });
    // The file moved on by 50 cases; row 40 took the key of row 11, so two rows share one and one key is gone.
    expect(changes).toMatchObject({ by: 'key', key: ['case_id'] });
    expect(changes!.added - changes!.removed).toBe(0);
  });

  it('closes what is mended, keeps what is not, reopens what fails worse', async () => {
    const rows = soundRows(3_000, 100);
    rows[4]![3] = 'X';
    rows[5]![3] = 'X';
    rows[6]![1] = 'Atlantis';
    await load(csv(rows), dataset);
    const { issues, counts } = (await ask('list-issues', { dataset, state: 'any' })) as {
      issues: { subject: string; state: string; failing: number; reason: string | null; version: number }[];
      counts: object;
    };
    expect(counts).toEqual({ open: 2, closed: 9, dismissed: 0 });
    const of = (start: string) => issues.find((one) => one.subject.startsWith(start))!;
    expect(of('severity is A')).toMatchObject({ state: 'open', failing: 2 });
    expect(of('town names one')).toMatchObject({ state: 'open', failing: 1, version: 3 });
    expect(of('Each case_id')).toMatchObject({ state: 'closed', failing: 0, reason: 'Version 3 passes.' });
  });

  it('answers the measures of the plan, which move with time and with retirement', async () => {
    const share = async (measure: typeof rulesPassing) => {
      const records = await measure.records(context, {});
      return [records.filter((one) => one.counts).length, records.length];
    };
    const rules = ((await ask('list-rules', { dataset })) as { rules: { id: string; sentence: string }[] })
      .rules;
    expect(await share(datasetsWithRules)).toEqual([1, 1]);
    expect(await share(rulesPassing)).toEqual([rules.length - 2, rules.length]);
    expect(await share(issuesLongOpen)).toEqual([0, 2]);
    world.clock.moveTo('2026-08-01T16:00:00.000Z');
    expect(await share(issuesLongOpen)).toEqual([2, 2]);
    expect(await datasetsWithRules.records(context, { agencies: ['DPH'] })).toEqual([]);
    const severity = rules.find((one) => one.sentence.startsWith('severity is A'))!;
    await ask('retire-rule', { dataset, rule: severity.id, reason: 'The list is out of date.' });
    await expect(ask('retire-rule', { dataset, rule: severity.id, reason: 'again' })).rejects.toMatchObject({
      code: 'quality.rule-retired',
    });
    expect(await share(issuesLongOpen)).toEqual([1, 1]);
    expect(await share(rulesPassing)).toEqual([rules.length - 2, rules.length - 1]);
  });

  it('writes a contract that ODCS accepts and that reads back to the same rules', async () => {
    const { body } = (await ask('export-contract', { dataset })) as { body: string };
    expect(contractFaults(parse(body))).toEqual([]);
    const asked = (content: string) => ({ ...context, upload: uploadOf(content, 'contract.yaml') });
    const before = ((await ask('list-rules', { dataset })) as { rules: { id: string }[] }).rules.map(
      (one) => one.id,
    );
    const again = (await ask('import-contract', { dataset }, asked(body))) as {
      accepted: unknown[];
      unchanged: number;
      retired: number;
    };
    expect(again).toMatchObject({ accepted: [], unchanged: before.length, retired: 0, kept: [] });
    expect(((await ask('export-contract', { dataset })) as { body: string }).body).toBe(body);
    const edited = parse(body);
    edited.schema[0].properties.find((one: { name: string }) => one.name === 'age').logicalTypeOptions = {
      minimum: 16,
      maximum: 120,
    };
    const { stringify } = await import('yaml');
    const changed = (await ask('import-contract', { dataset }, asked(stringify(edited)))) as {
      accepted: { sentence: string }[];
      retired: number;
    };
    // The entry for the range of age stands in the list already and wins over the declaration.
    expect(changed.accepted).toEqual([]);
    await expect(ask('import-contract', { dataset }, asked('kind: DataContract'))).rejects.toMatchObject({
      code: 'quality.contract-invalid',
    });
  });

  it('refuses a rule that could never run', async () => {
    const refused = (rule: RuleDefinition) => ask('accept-rule', { dataset, rule });
    await expect(refused({ kind: 'not-null', field: 'gone' })).rejects.toMatchObject({
      code: 'quality.rule-unfit',
    });
    await expect(refused({ kind: 'pattern', field: 'note', pattern: '(' })).rejects.toMatchObject({
      code: 'quality.rule-unfit',
    });
    await expect(refused({ kind: 'unique', fields: ['case_id'] })).rejects.toMatchObject({
      code: 'quality.rule-exists',
    });
    await expect(ask('accept-rule', { dataset })).rejects.toMatchObject({
      code: 'quality.nothing-to-accept',
    });
  });

  it('says in a sentence what is unlike the versions before', async () => {
    const rows = soundRows(1_500, 150).map(
      (row): Line => [row[0], row[1], row[2], row[3], '', row[5], row[6], row[7], row[8]],
    );
    await load(csv(rows), dataset);
    const { anomalies } = (await ask('list-anomalies', { dataset })) as { anomalies: { sentence: string }[] };
    expect(anomalies.map((one) => one.sentence)).toEqual([
      'There are 1,500 rows, 50% fewer than the 3,000 of version 3.',
      'age is empty in every row; in version 3 it was filled in 100%.',
    ]);
  });

  it('plots a field over the versions', async () => {
    const { history, profile } = (await ask('show-field-profile', { dataset, field: 'opened' })) as {
      history: { version: number; rows: number; nulls: number; min: string }[];
      profile: { type: string };
    };
    expect(profile.type).toBe('date');
    expect(history.map((one) => [one.version, one.rows, one.nulls])).toEqual([
      [1, 3000, 0],
      [2, 3000, 0],
      [3, 3000, 0],
      [4, 1500, 0],
    ]);
  });
});

describe('a worker killed in the middle', () => {
  it.each(['quality.profile-kept', 'quality.failing-rows-kept'])(
    'at %s: running again gives the same',
    async (point) => {
      const loaded = await load(csv(soundRows(400)));
      const { suggestions } = (await ask('suggest-rules', { dataset: loaded.dataset })) as never as {
        suggestions: { id: string }[];
      };
      for (const one of suggestions.slice(0, 3))
        await ask('accept-rule', { dataset: loaded.dataset, suggestion: one.id });
      await runLast(quality.jobs!);
      const seen = async () => [
        await ask('show-profile', { dataset: loaded.dataset }).then(
          ({ profiledAt: _, ...profile }: Record<string, unknown>) => profile,
        ),
        ((await ask('list-checks', { dataset: loaded.dataset })) as { checks: Checked[] }).checks.map(
          ({ outcome, failing, checked }) => ({ outcome, failing, checked }),
        ),
      ];
      const before = await seen();
      await quality.subscribers![0]!.run(context, {
        id: 'e',
        name: 'version-added',
        at: context.clock.now(),
        payload: world.told.findLast((one) => one.name === 'version-added')!.payload,
      } as never);
      const job = world.queued.at(-1)!.id;
      const killed = runner().asked({
        fault: (reached) => {
          if (reached === point) throw new Error('killed');
        },
      });
      await expect(killed.run(job, quality.jobs!)).rejects.toThrow('killed');
      expect(await seen()).toEqual(before);
      await runner().run(job, quality.jobs!, { attempt: 2 });
      expect(await seen()).toEqual(before);
    },
  );
});
