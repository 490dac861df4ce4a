import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRowsContext, type RowsContext } from '../../../../test/rows-context.ts';
import { operatorActor } from '../../../core/access.ts';
import { sql } from '../../../engine/sql.ts';
import { noisyCounts, openBudget, showBudget } from '../noisy-counts.ts';
import { noisyCounts as noisyOperation, openBudget as openOperation } from './contract.ts';
import { ExactNoise } from './exact-noise.ts';
import { add, formatFraction, isMore, parseFraction } from './fraction.ts';
import { gaussianVariance } from './gaussian-variance.ts';

describe('fractions', () => {
  it('are kept exactly', () => {
    const tenth = parseFraction('0.1');
    expect(formatFraction(add(add(tenth, tenth), tenth))).toBe('0.3');
    expect(formatFraction(parseFraction('2/6'))).toBe('1/3');
    expect(isMore(add(parseFraction('1/3'), parseFraction('2/3')), parseFraction('1'))).toBe(false);
    fc.assert(
      fc.property(fc.nat(9999), fc.integer({ min: 1, max: 999 }), (top, bottom) => {
        fc.pre(top > 0);
        const one = parseFraction(`${top}/${bottom}`);
        expect(parseFraction(formatFraction(one))).toEqual(one);
      }),
    );
    for (const bad of ['0', '-1', 'a', '1/0', '']) expect(() => parseFraction(bad)).toThrow(RangeError);
  });
});

/** Bytes that repeat, so that a test of chance is no matter of chance. */
function repeatableBytes(): (count: number) => Uint8Array {
  let state = 0x2545f4914f6cdd1dn;
  return (count) =>
    Uint8Array.from({ length: count }, () => {
      state ^= (state << 13n) & 0xffffffffffffffffn;
      state ^= state >> 7n;
      state ^= (state << 17n) & 0xffffffffffffffffn;
      return Number((state >> 32n) & 0xffn);
    });
}

/** Σ (seen − expected)² / expected over values from −reach to reach, the rest together. */
function chiSquare(draws: readonly bigint[], chance: (x: number) => number, reach: number): number {
  const seen = new Map<number, number>();
  for (const draw of draws) {
    const x = Math.abs(Number(draw)) > reach ? reach + 1 : Number(draw);
    seen.set(x, (seen.get(x) ?? 0) + 1);
  }
  let [sum, inside] = [0, 0];
  for (let x = -reach; x <= reach; x++) {
    const expected = draws.length * chance(x);
    inside += chance(x);
    sum += ((seen.get(x) ?? 0) - expected) ** 2 / expected;
  }
  const beyond = draws.length * (1 - inside);
  return sum + ((seen.get(reach + 1) ?? 0) - beyond) ** 2 / beyond;
}

describe('exact noise', () => {
  const many = 20_000;

  it('discrete Laplace has the chances it should', () => {
    const noise = new ExactNoise(repeatableBytes());
    const draws = Array.from({ length: many }, () => noise.laplace(parseFraction('2')));
    const a = Math.exp(-1 / 2);
    // 26 cells leave 25 degrees of freedom: beyond 52.6 once in a thousand.
    expect(chiSquare(draws, (x) => ((1 - a) / (1 + a)) * a ** Math.abs(x), 12)).toBeLessThan(52.6);
  });

  it('discrete Gaussian has the chances it should', () => {
    const noise = new ExactNoise(repeatableBytes());
    const draws = Array.from({ length: many }, () => noise.gaussian(parseFraction('4')));
    const weight = (x: number) => Math.exp((-x * x) / 8);
    const all = Array.from({ length: 201 }, (_, at) => weight(at - 100)).reduce((sum, one) => sum + one, 0);
    // 16 cells leave 15 degrees of freedom.
    expect(chiSquare(draws, (x) => weight(x) / all, 7)).toBeLessThan(37.7);
  });

  it('draws from the system by itself', () => {
    const noise = new ExactNoise();
    const draws = new Set(Array.from({ length: 200 }, () => noise.laplace(parseFraction('1000'))));
    expect(draws.size).toBeGreaterThan(100);
  });
});

describe('the budget', () => {
  let context: RowsContext;
  let dataset: string;
  beforeAll(async () => {
    context = { ...(await openRowsContext()), actor: operatorActor };
    const added = await context.addVersion({
      rows: sql`select case when i % 3 = 0 then 'north' else 'south' end as region from range(900) t(i)`,
      columns: [{ name: 'region', type: 'text' }],
    });
    dataset = added.publicId;
  });
  afterAll(() => context.close());
  const ask = (input: object) =>
    noisyCounts(
      context,
      noisyOperation.input.parse({ dataset, field: 'region', values: ['north', 'south', 'west'], ...input }),
    );

  it('gives counts near the truth, is charged exactly, and refuses when it is spent', async () => {
    await expect(ask({ epsilon: '0.5' })).rejects.toMatchObject({ code: 'disclosure.bad-budget' });
    await openBudget(
      context,
      openOperation.input.parse({ dataset, epsilon: '1', ground: 'Board of review' }),
    );
    const { counts, left } = await ask({ epsilon: '0.7' });
    expect(left).toBe('0.3');
    // Noise of scale 10/7 is beyond 40 less than once in 10¹².
    for (const [at, truth] of [300, 600, 0].entries())
      expect(Math.abs(counts[at]!.count - truth)).toBeLessThan(40);
    await expect(ask({ epsilon: '0.4' })).rejects.toMatchObject({ code: 'disclosure.budget-spent' });
    expect((await ask({ epsilon: '0.3' })).left).toBe('0');
    await expect(ask({ epsilon: '1/1000000' })).rejects.toMatchObject({ code: 'disclosure.budget-spent' });
    expect(await showBudget(context, { dataset })).toMatchObject({ spent: '1', left: '0', releases: 2 });
    await expect(
      openBudget(context, openOperation.input.parse({ dataset, epsilon: '9', ground: 'More' })),
    ).rejects.toMatchObject({ code: 'disclosure.bad-budget' });
  });

  it('gives Gaussian noise for a δ, which is charged too, and refuses it without one', async () => {
    const other = await context.addVersion({
      rows: sql`select 'a' as region from range(5000)`,
      columns: [{ name: 'region', type: 'text' }],
    });
    const of = { dataset: other.publicId, values: ['a'] };
    const open = (delta: string | undefined, to: string) =>
      openBudget(
        context,
        openOperation.input.parse({ dataset: to, epsilon: '2', delta, ground: 'Board of review' }),
      );
    await expect(open('1', other.publicId)).rejects.toMatchObject({ code: 'disclosure.bad-budget' });
    await open('1/100000', other.publicId);
    await expect(ask({ ...of, epsilon: '1', mechanism: 'gaussian' })).rejects.toMatchObject({
      code: 'disclosure.bad-budget',
    });
    const asked = { ...of, epsilon: '1', mechanism: 'gaussian', delta: '1/100000' };
    const { counts, mechanism } = await ask(asked);
    // A standard deviation of 4.9: beyond 60 less than once in 10³².
    expect(mechanism).toBe('gaussian');
    expect(Math.abs(counts[0]!.count - 5000)).toBeLessThan(60);
    expect(await showBudget(context, { dataset: other.publicId })).toMatchObject({
      left: '1',
      left_delta: '0',
    });
    await expect(ask(asked)).rejects.toMatchObject({ code: 'disclosure.budget-spent' });
  });

  it('has the variance that zero-concentrated privacy asks for', () => {
    for (const [epsilon, delta, rows] of [
      [1, 1e-5, 1],
      [0.5, 1e-6, 3],
    ] as const) {
      const { top, bottom } = gaussianVariance(
        parseFraction(String(epsilon)),
        parseFraction(`1/${Math.round(1 / delta)}`),
        rows,
      );
      const rho = rows ** 2 / (2 * (Number(top) / Number(bottom)));
      // Forwards: what this noise promises is the ε asked for, and not more.
      const promised = rho + 2 * Math.sqrt(rho * Math.log(1 / delta));
      expect(promised).toBeLessThanOrEqual(epsilon);
      expect(promised).toBeGreaterThan(epsilon * 0.9999);
    }
  });

  it('is not overdrawn by many who ask at once', async () => {
    const other = await context.addVersion({
      rows: sql`select 'a' as region from range(50)`,
      columns: [{ name: 'region', type: 'text' }],
    });
    await openBudget(
      context,
      openOperation.input.parse({ dataset: other.publicId, epsilon: '0.5', ground: 'Board of review' }),
    );
    const asked = await Promise.allSettled(
      Array.from({ length: 8 }, () => ask({ dataset: other.publicId, epsilon: '0.2' })),
    );
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  });
});
