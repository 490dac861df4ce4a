import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestContext, type TestContext } from '../../../../test/context.ts';
import { dedupe, generate } from '../contract.ts';
import { area } from '../index.ts';
import type { LinkageReport } from '../model.ts';
import { precisionInterval, recallInterval } from './estimate-interval.ts';

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());

/** Generated people with truth, and what the report says of them. */
async function reportOf(preset: 'clean' | 'typical' | 'dirty', seed: number): Promise<LinkageReport> {
  const file = join(context.home, `${preset}-${seed}.csv`);
  const made = await area.handlers.generate(
    context,
    generate.input.parse({ file, records: 1000, preset, seed }),
  );
  await context.run(made.job, area.jobs!);
  const asked = await area.handlers.dedupe(
    context,
    dedupe.input.parse({ files: [file], id: 'id', truth: 'person' }),
  );
  return (await context.run(asked.job, area.jobs!)) as LinkageReport;
}

describe('intervals of the estimated errors', () => {
  it.each([
    { preset: 'clean', width: 0.03, seeds: [21] },
    { preset: 'typical', width: 0.05, seeds: [21] },
    { preset: 'dirty', width: 0.12, seeds: [21, 22] },
  ] as const)(
    'hold the truth of $preset generated people and are no wider than $width',
    async ({ preset, width, seeds }) => {
      for (const seed of seeds) {
        const { estimated, truth } = await reportOf(preset, seed);
        for (const measure of ['precision', 'recall'] as const) {
          const { value, low, high } = estimated[measure];
          expect(truth!.pairwise[measure], `${measure}, seed ${seed}`).toBeGreaterThanOrEqual(low);
          expect(truth!.pairwise[measure], `${measure}, seed ${seed}`).toBeLessThanOrEqual(high);
          expect(value).toBeGreaterThanOrEqual(low);
          expect(value).toBeLessThanOrEqual(high);
          expect(high - low).toBeLessThan(width);
        }
      }
    },
  );

  it('with no pair declared, nothing is known: from 0 to 1', () => {
    const none = { chances: new Float64Array([0.2, 0.1]), threshold: 0.5 };
    expect(precisionInterval(none, 1)).toEqual({ value: 1, low: 0, high: 1 });
    expect(recallInterval(none, 0)).toEqual({ value: 0, low: 0, high: 1 });
  });

  it('100 sure pairs leave 3 in a hundred open', () => {
    const sure = { chances: new Float64Array(100).fill(1), threshold: 0.5 };
    expect(recallInterval(sure, 1)).toEqual({ value: 1, low: 0.97, high: 1 });
  });

  it('hold the estimate and are never turned round, whatever was found', () => {
    for (const chance of [0.5, 0.9, 0.999, 1])
      for (const value of [0, 0.001, 0.3, 0.9, 0.9999, 1])
        for (const interval of [precisionInterval, recallInterval]) {
          const { low, high } = interval({ chances: new Float64Array([chance]), threshold: 0.5 }, value);
          expect(low).toBeLessThanOrEqual(value);
          expect(high).toBeGreaterThanOrEqual(value);
        }
  });
});
