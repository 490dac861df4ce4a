import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestContext, type TestContext } from '../../../test/context.ts';
import { fixedClock } from '../../core/clock.ts';
import type { OakError } from '../../core/error.ts';
import type { Context } from '../handler.ts';
import { attackReleases } from './attack/attack-releases.ts';
import { attack } from './attack.ts';
import { protectTables } from './protect/protect-tables.ts';
import { explain, protect } from './protect.ts';
import { parseTableFile } from './tables/table-file.ts';

let home: TestContext;
/** Only what these handlers look at: the clock, whether the asker has gone, and the secret of the home. */
const context = {
  clock: fixedClock('2026-11-23T12:00:00Z', 'UTC'),
  signal: new AbortController().signal,
  get store() {
    return home.store;
  },
  get vault() {
    return home.vault;
  },
} as unknown as Context;

const tables = (cells: readonly object[], rest: object = {}) => ({
  hierarchies: { town: { Total: ['T1', 'T2', 'T3', 'T4'] } },
  tables: [{ name: 'deaths', dims: ['town'], universe: 'all', cells }],
  ...rest,
});
const deaths = tables([
  { town: 'T1', value: 4 },
  { town: 'T2', value: 30 },
  { town: 'T3', value: 0 },
  { town: 'T4', value: 90 },
  { value: 124 },
]);
const valuesOf = (body: unknown) =>
  JSON.parse(body as string).tables[0].cells.map(({ value }: { value: number | null }) => value);
const refusal = async (asked: Promise<unknown>): Promise<OakError> =>
  asked.then(
    () => expect.unreachable('it was not refused'),
    (error: OakError) => error,
  );

describe('the operations', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'disclosure-'));
    home = await openTestContext();
  });
  afterAll(async () => {
    await home.close();
    await rm(folder, { recursive: true });
  });

  it('protects a compressed file by a bundled rule set, and gives the reasons only where asked', async () => {
    const file = join(folder, 'tables.json.gz');
    const explain = join(folder, 'why.json');
    await writeFile(file, gzipSync(JSON.stringify(deaths)));
    const { body } = await protect(context, { file, rules: ['cms'], explain });
    // The small one and one other: which, the secret of the home chooses.
    const [small, ...others] = valuesOf(body);
    expect(small).toBeNull();
    expect([
      [null, 0, 90, 124],
      [30, 0, null, 124],
    ]).toContainEqual(others);
    expect(body).not.toContain('companion');
    const why = JSON.parse(await readFile(explain, 'utf8'));
    expect(why.rule.whose.threshold).toBe('Centers for Medicare & Medicaid Services');
    expect(why.blanks.map(({ reason }: { reason: string }) => reason)).toEqual(['small', 'companion']);
  });

  it('lets the strictest of several contributors govern, and a request change one field', async () => {
    const explain = join(folder, 'strictest.json');
    await protect(context, {
      tables: deaths,
      rules: ['connecticut-education', 'rhode-island'],
      rule: ['width=3'],
      explain,
    });
    const { rule, whose } = JSON.parse(await readFile(explain, 'utf8')).rule;
    expect(rule).toMatchObject({ threshold: 11, zero: 'shown', denominator: 20, width: 3 });
    expect(whose).toMatchObject({
      threshold: 'Rhode Island Executive Office of Health and Human Services',
      denominator: 'Connecticut State Department of Education',
      width: 'this request',
    });
  });

  it('explains each blank to whoever may see the rows', async () => {
    const { body } = await explain(context, { tables: deaths, rules: ['cms'] });
    const [small] = JSON.parse(body as string).blanks;
    expect(small).toMatchObject({
      cell: 'town=T1 in deaths',
      value: 4,
      reason: 'small',
      words: '1 to 10 people',
    });
    expect(small.interval[1] - small.interval[0]).toBeGreaterThanOrEqual(10);
  });

  it('attacks what was published, and ends with the verdict', async () => {
    const safe = await protect(context, { tables: deaths, rule: ['threshold=11', 'width=10'] });
    const release = JSON.parse(safe.body as string);
    const attacked = await attack(context, { releases: [release] });
    expect(attacked.headers).toMatchObject({
      'oak-outcome': 'safe',
      'oak-exit': '0',
      'oak-note': expect.stringMatching(/^safe: 1 release attacked, \d+ blanks?, 0 too narrow/),
    });
    const shown = structuredClone(release);
    const companion = deaths.tables[0]!.cells.findIndex(
      (_, at) => at > 0 && shown.tables[0].cells[at].value === null,
    );
    const { value } = deaths.tables[0]!.cells[companion] as { value: number };
    shown.tables[0].cells[companion].value = value;
    expect((await attack(context, { releases: [shown] })).headers).toMatchObject({ 'oak-exit': '1' });
    shown.tables[0].cells[companion].value = value + 20;
    expect((await attack(context, { releases: [shown] })).headers).toMatchObject({ 'oak-exit': '2' });
  });

  it('names what is wrong with a file', async () => {
    const codeOf = async (given: object, rest: object = {}) =>
      (
        await refusal(
          protect(context, { tables: given as Record<string, unknown>, rule: ['threshold=6'], ...rest }),
        )
      ).code;
    const cells = [
      { town: 'T1', value: 4 },
      { town: 'T2', value: 30 },
    ];
    expect(await codeOf(tables([...cells, { value: 35 }]))).toBe('disclosure.cells-do-not-add-up');
    expect(await codeOf(tables(cells))).toBe('disclosure.missing-margin');
    expect(await codeOf(tables([...cells, { town: 'T1', value: 4 }]))).toBe('disclosure.duplicate-cell');
    expect(await codeOf(tables([{ town: 'T1', value: -4 }]))).toBe('disclosure.not-a-count');
    expect(await codeOf(tables([{ town: 'T1', value: 0.5 }]))).toBe('disclosure.not-a-count');
    expect(await codeOf(tables([{ town: 'T9', value: 1 }]))).toBe('disclosure.table-file-unreadable');
    expect(
      await codeOf({
        ...deaths,
        hierarchies: { town: { Total: ['T1', 'T2', 'T3', 'T4'], T1: ['T2'], T2: ['T1'] } },
      }),
    ).toBe('disclosure.cyclic-hierarchy');
    const misspelt = await refusal(protect(context, { tables: deaths, rule: ['threshold=abc', 'foo=3'] }));
    expect(misspelt.code).toBe('disclosure.rule-unreadable');
    expect(misspelt.message).toMatch(/no field foo.*threshold: expected number/);
    expect(await codeOf(deaths, { rule: ['threshold=6', 'told=9'] })).toBe('disclosure.contradictory-rule');
    expect(await codeOf(deaths, { rules: ['nobody'] })).toBe('disclosure.no-such-rule-set');
    expect(await codeOf(deaths, { rule: ['cell_key=5:3:9'] })).toBe('disclosure.contradictory-rule');
    // Noise by cell keys needs the keys.
    expect(await codeOf(deaths, { rule: ['cell_key=5:3:2'] })).toBe('disclosure.table-file-unreadable');
    expect(await codeOf({ ...deaths, tables: [{ ...deaths.tables[0], only: ['age'] }] })).toBe(
      'disclosure.table-file-unreadable',
    );
    const differs = await refusal(protect(context, { tables: tables([...cells, { value: 35 }]) }));
    expect(differs.message).toContain('the parts of grand total in deaths are 1 less');
  });

  it('takes a million cells and no more, and says to split', () => {
    const text = `{"tables":[{"name":"t","dims":["a"],"cells":[${'0,'.repeat(1_000_000)}0]}]}`;
    expect(() => parseTableFile(text, 'ten')).toThrow(
      expect.objectContaining({ code: 'disclosure.too-many-cells', remedy: expect.stringMatching(/split/i) }),
    );
  });

  it('when the time is up it refuses, or gives what the attacker has nothing against', async () => {
    const golden = join(import.meta.dirname, '../../../test/golden/disclosure/area_class_50x20.json');
    const file = parseTableFile(await readFile(golden, 'utf8'), '50x20');
    const rule = { ...file.rule, width: 10 };
    const found = await protectTables(
      file,
      { rule, whose: {} },
      { seconds: 0.02, secret: 'a secret of tests' },
    ).catch((error) => error);
    if (found instanceof Error) expect(found).toMatchObject({ code: 'disclosure.time-limit-reached' });
    else expect((await attackReleases([found.published])).outcome).toBe('safe');
  });

  it('says which figures force a refusal', async () => {
    const printed = { ...deaths, rule: { threshold: 2 } };
    const error = await refusal(
      protect(context, { tables: deaths, rule: ['threshold=11'], earlier: [await written(printed)] }),
    );
    expect(error.code).toBe('disclosure.cannot-be-protected');
    expect(error.message).toContain('town=T1');
  });

  async function written(release: object): Promise<string> {
    const path = join(folder, 'earlier.json');
    await writeFile(path, JSON.stringify(release));
    return path;
  }
});
