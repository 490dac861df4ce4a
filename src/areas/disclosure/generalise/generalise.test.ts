import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestContext, type TestContext } from '../../../../test/context.ts';
import { generalise } from '../generalise.ts';
import { generalise as operation } from '../microdata/contract.ts';

const people = join(import.meta.dirname, '../../../../test/golden/disclosure/people.csv');

/** Coarser forms of each column, written again for the test: step 0 is the value itself. */
const coarser: Record<string, ((value: string) => string)[]> = {
  sex: [(v) => v, () => '*'],
  age: [(v) => v, (v) => (v < '45' ? 'under 45' : '45 and over'), () => '*'],
  town: [(v) => v, (v) => `${v.slice(0, 1)}*`, () => '*'],
  education: [(v) => v, () => '*'],
};

interface Asked {
  readonly k: number;
  readonly l?: number;
  readonly t?: number;
  readonly suppress: number;
}

/** Tries every combination of steps the slow way: the least loss by entropy among those that hold. */
function bruteForce(rows: readonly Record<string, string>[], quasi: readonly string[], asked: Asked): number {
  const groups = (keys: readonly string[]) => {
    const found = new Map<string, number[]>();
    keys.forEach((key, at) => {
      found.set(key, [...(found.get(key) ?? []), at]);
    });
    return [...found.values()];
  };
  const share = (list: readonly number[]) => {
    const counts = new Map<string, number>();
    for (const at of list) counts.set(rows[at]!['illness']!, (counts.get(rows[at]!['illness']!) ?? 0) + 1);
    return new Map([...counts].map(([value, n]) => [value, n / list.length]));
  };
  const overall = share(rows.map((_, at) => at));
  let best = Number.POSITIVE_INFINITY;
  const visit = (steps: number[]) => {
    if (steps.length < quasi.length) {
      coarser[quasi[steps.length]!]!.forEach((_, step) => {
        visit([...steps, step]);
      });
      return;
    }
    const told = (row: Record<string, string>, at: number) =>
      coarser[quasi[at]!]![steps[at]!]!(row[quasi[at]!]!);
    const classes = groups(rows.map((row) => quasi.map((_, at) => told(row, at)).join('|')));
    const fails = classes.filter((list) => {
      const own = share(list);
      const distance =
        [...overall].reduce((sum, [value, q]) => sum + Math.abs((own.get(value) ?? 0) - q), 0) / 2;
      return list.length < asked.k || own.size < (asked.l ?? 0) || distance > (asked.t ?? 1) + 1e-12;
    });
    if (fails.flat().length > (asked.suppress / 100) * rows.length) return;
    let loss = 0;
    quasi.forEach((name, at) => {
      const count = (of: (row: Record<string, string>) => string) => {
        const counts = new Map<string, number>();
        for (const row of rows) counts.set(of(row), (counts.get(of(row)) ?? 0) + 1);
        return counts;
      };
      const [own, all] = [count((row) => row[name]!), count((row) => told(row, at))];
      for (const row of rows) loss -= Math.log2(own.get(row[name]!)! / all.get(told(row, at))!);
    });
    best = Math.min(best, loss);
  };
  visit([]);
  return best;
}

describe('optimal generalisation', () => {
  let context: TestContext;
  let folder: string;
  let hierarchies: string;
  beforeAll(async () => {
    context = await openTestContext();
    folder = await mkdtemp(join(tmpdir(), 'generalise-'));
    hierarchies = join(folder, 'hierarchies.yaml');
    await writeFile(
      join(folder, 'age.csv'),
      '0-17;under 45;*\n18-44;under 45;*\n45-64;45 and over;*\n65+;45 and over;*\n',
    );
    await writeFile(hierarchies, 'age: { file: age.csv }\ntown: { mask: right }\nsex: { suppress: true }\n');
  });
  afterAll(async () => {
    await context.close();
    await rm(folder, { recursive: true });
  });
  const ask = (input: object) =>
    generalise(context, operation.input.parse({ file: people, hierarchies, sensitive: 'illness', ...input }));

  const cases: readonly Asked[] = [
    { k: 5, suppress: 0 },
    { k: 5, suppress: 4 },
    { k: 10, l: 4, suppress: 0 },
    { k: 3, l: 5, suppress: 5 },
    { k: 5, t: 0.15, suppress: 0 },
    { k: 5, t: 0.2, suppress: 6 },
  ];
  for (const asked of cases) {
    it(`equals every combination tried one by one: ${JSON.stringify(asked)}`, async () => {
      const quasi = ['sex', 'age', 'town', 'education'];
      const [header, ...lines] = (await readFile(people, 'utf8')).trim().split(/\r?\n/);
      const names = header!.split(',');
      const rows = lines.map((line) =>
        Object.fromEntries(line.split(',').map((cell, at) => [names[at]!, cell])),
      );
      const found = await ask({ quasi, ...asked });
      expect(found.loss).toBeCloseTo(bruteForce(rows, quasi, asked), 6);
      expect(found.suppressed).toBeLessThanOrEqual((asked.suppress / 100) * 400);
      expect(found.smallest_class).toBeGreaterThanOrEqual(asked.k);
    });
  }

  it('writes records that are as anonymous as it says', async () => {
    const to = join(folder, 'coarse.csv');
    const found = await ask({ quasi: ['sex', 'age', 'town'], k: 8, suppress: 3, to });
    const lines = (await readFile(to, 'utf8')).trim().split('\n').slice(1);
    expect(lines).toHaveLength(400 - found.suppressed);
    const sizes = new Map<string, number>();
    for (const line of lines) {
      const key = line.split(',').slice(0, 3).join();
      sizes.set(key, (sizes.get(key) ?? 0) + 1);
    }
    expect(Math.min(...sizes.values())).toBe(found.smallest_class);
    expect(sizes.size).toBe(found.classes);
  });

  it('refuses what not even one class for all satisfies, and names a bad hierarchy', async () => {
    const refused = (input: object) => ask({ quasi: ['sex'], ...input }).catch((error) => error);
    expect(await refused({ l: 9 })).toMatchObject({ code: 'disclosure.nothing-holds' });
    const lacking = join(folder, 'lacking.yaml');
    await writeFile(join(folder, 'short.csv'), '0-17;young;*\n');
    await writeFile(lacking, 'age: { file: short.csv }\n');
    expect(await refused({ quasi: ['age'], hierarchies: lacking })).toMatchObject({
      code: 'disclosure.hierarchy-lacks-value',
    });
    await writeFile(lacking, 'age: { intervals: [5, 12] }\n');
    expect(await refused({ quasi: ['age'], hierarchies: lacking })).toMatchObject({
      code: 'disclosure.hierarchy-unreadable',
    });
  });
});
