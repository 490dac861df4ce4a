import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestContext, type TestContext } from '../../../../test/context.ts';
import { invalidInput } from '../../../core/request-errors.ts';
import { check } from '../check.ts';
import { safeHarbor as harborOperation } from '../microdata/contract.ts';
import { safeHarbor } from '../safe-harbor.ts';
import { check as operation } from './contract.ts';

describe('outputs of research', () => {
  let context: TestContext;
  let folder: string;
  let file: string;
  beforeAll(async () => {
    context = await openTestContext();
    folder = await mkdtemp(join(tmpdir(), 'outputs-'));
    file = join(folder, 'firms.csv');
    // A: 12 even amounts; B: 12 of which two make 95 %; C: 3 people.
    const amounts = [
      ...Array.from({ length: 12 }, (_, at) => ['A', 100 + at]),
      ['B', 1000],
      ['B', 900],
      ...Array.from({ length: 10 }, () => ['B', 10]),
      ...Array.from({ length: 3 }, () => ['C', 50]),
    ];
    await writeFile(file, `group,amount\n${amounts.map((row) => row.join()).join('\n')}\n`);
  });
  afterAll(async () => {
    await context.close();
    await rm(folder, { recursive: true });
  });
  const ask = (input: object) => check(context, operation.input.parse({ file, ...input }));

  it('names each cell that ACRO’s defaults refuse, and why', async () => {
    const counted = await ask({ by: ['group'] });
    expect(counted.verdict).toBe('fail');
    expect(counted.faults).toEqual([{ cell: { group: 'C' }, reasons: ['fewer than 10 people are in it'] }]);
    const summed = await ask({ by: ['group'], value: 'amount', statistic: 'sum' });
    expect(summed.faults.map(({ cell }) => cell['group'])).toEqual(['B', 'C']);
    expect(summed.faults[0]!.reasons).toEqual(['its 2 largest contributors make more than 90 % of it']);
    expect((await ask({ by: ['group'], rule: ['threshold=3'] })).verdict).toBe('pass');
  });

  it('names combinations in which nobody is, where zeros tell something, and not where they are shown', async () => {
    const crossed = join(folder, 'crossed.csv');
    const rows = ['A,f', 'A,m', 'B,f'].flatMap((row) => Array.from({ length: 10 }, () => row));
    await writeFile(crossed, `town,sex\n${rows.join('\n')}\n`);
    const found = await ask({ file: crossed, by: ['town', 'sex'] });
    expect(found.faults).toEqual([{ cell: { town: 'B', sex: 'm' }, reasons: ['nobody is in it'] }]);
    const shown = await ask({ file: crossed, by: ['town', 'sex'], rule: ['zero=shown'] });
    expect(shown.verdict).toBe('pass');
  });

  it('refuses what the second contributor could work out, and amounts below zero', async () => {
    const firms = join(folder, 'p-percent.csv');
    // P: the two largest make 89.9 %, and what the others have is 19 % of the largest.
    const amounts = [
      ...[1000, 700, ...Array.from({ length: 10 }, () => 19)].map((amount) => `P,${amount}`),
      ...[...Array.from({ length: 11 }, () => 20), -5].map((amount) => `N,${amount}`),
    ];
    await writeFile(firms, `group,amount\n${amounts.join('\n')}\n`);
    const found = await ask({ file: firms, by: ['group'], value: 'amount', statistic: 'mean' });
    expect(found.faults).toEqual([
      {
        cell: { group: 'N' },
        reasons: ['it has negative amounts, for which dominance cannot be judged'],
      },
    ]);
    const strict = await ask({
      file: firms,
      by: ['group'],
      value: 'amount',
      statistic: 'mean',
      rule: ['p_percent=20'],
    });
    expect(strict.faults[1]).toEqual({
      cell: { group: 'P' },
      reasons: ['its second contributor can estimate the largest to within 20 %'],
    });
  });

  it('keeps what it found in the log, with the digest of the file and without a cell of it', async () => {
    const kept: unknown[] = [];
    const audit = { ...context.audit, about: (what: object) => void kept.push(what) };
    const found = await check(
      { ...context, audit },
      operation.input.parse({ file, by: ['group'], value: 'amount', statistic: 'sum' }),
    );
    const sha256 = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    expect(found).toMatchObject({ sha256, verdict: 'fail' });
    expect(kept).toEqual([
      {
        detail: expect.objectContaining({ verdict: 'fail', sha256, cells: 3, cells_refused: 2 }),
      },
    ]);
    expect(JSON.stringify(kept)).not.toMatch(/"group"|1000/);
  });

  it('refuses a question of which half is missing, for nothing would be looked at', async () => {
    for (const half of [{}, { statistic: 'max' }, { observations: 9 }, { time: 'group' }])
      await expect(ask(half)).rejects.toMatchObject({ code: invalidInput.code });
  });

  it('refuses maxima and minima whoever is behind them', async () => {
    const found = await ask({ by: ['group'], value: 'amount', statistic: 'max' });
    expect(found.faults).toHaveLength(3);
    expect(found.faults[0]!.reasons).toEqual(["a maximum is one person's own value"]);
    const whole = await ask({ value: 'amount', statistic: 'min' });
    expect(whole.faults).toEqual([{ cell: {}, reasons: ["a minimum is one person's own value"] }]);
  });

  it('asks ten residual degrees of freedom of a model', async () => {
    expect((await ask({ observations: 30, parameters: 21 })).model).toHaveLength(1);
    expect((await ask({ observations: 31, parameters: 21 })).verdict).toBe('pass');
    const strict = await ask({ observations: 31, parameters: 21, rule: ['degrees_of_freedom=11'] });
    expect(strict.model).toEqual(['10 residual degrees of freedom, where 11 are asked for']);
  });

  it('looks at the steps of a survival table', async () => {
    const times = join(folder, 'survival.csv');
    const rows = [
      ...Array.from({ length: 40 }, () => [1, 1]),
      ...Array.from({ length: 12 }, () => [2, 1]),
      // Three who leave unobserved: the curve stands, and those at risk become three fewer.
      ...Array.from({ length: 3 }, () => [3, 0]),
      ...Array.from({ length: 20 }, () => [4, 1]),
      [5, 1],
      [5, 0],
    ];
    await writeFile(times, `t,e\n${rows.map((row) => row.join()).join('\n')}\n`);
    const found = await ask({ file: times, time: 't', event: 'e' });
    expect(found.survival).toEqual([
      { at: 3, reasons: ['fewer than 10 people leave between this step and the next'] },
      { at: 5, reasons: ['fewer than 10 people are at risk', 'fewer than 10 people are behind this step'] },
    ]);
  });

  it('judges columns as Safe Harbor does, without repeating a value', async () => {
    const people = join(folder, 'people.csv');
    await writeFile(
      people,
      [
        'patient_name,ssn,zip,zip3,dob,year,age,contact,diagnosis',
        'Ann Example,123-45-6789,06106,061,1940-02-01,1940,91,(860) 555-0123,J45',
        'Bob Example,987-65-4321,03601,036,1950-03-02,1950,76,860-555-0124,J45',
      ].join('\n'),
    );
    const found = await safeHarbor(context, harborOperation.input.parse({ file: people }));
    expect(found.passes).toBe(false);
    expect(
      Object.fromEntries(found.columns.map(({ column, verdict, letter }) => [column, [verdict, letter]])),
    ).toEqual({
      patient_name: ['must go', 'A'],
      ssn: ['must go', 'G'],
      zip: ['must be coarsened', 'B'],
      zip3: ['must be coarsened', 'B'],
      dob: ['must be coarsened', 'C'],
      year: ['passes', undefined],
      age: ['must be coarsened', 'C'],
      contact: ['must go', 'D'],
      diagnosis: ['passes', undefined],
    });
    expect(JSON.stringify(found)).not.toMatch(/Ann|6789|06106/);
  });
});
