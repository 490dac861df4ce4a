import { describe, expect, it } from 'vitest';
import type { ChartAnswer } from '../portal/model.ts';
import { PeriodsCompared } from './periods-compared.tsx';

const chart = (version: number, counts: Record<string, number>, unknown: number): ChartAnswer =>
  ({
    version,
    field_title: 'Date',
    unknown,
    rows: Object.values(counts).reduce((sum, n) => sum + n, unknown),
    points: Object.entries(counts).map(([year, count]) => ({ key: `${year}-01-01`, count })),
  }) as unknown as ChartAnswer;

describe('PeriodsCompared', () => {
  const text = String(
    <PeriodsCompared
      before={chart(1, { 2014: 558, 2015: 727, 2016: 917, 2018: 1018 }, 2)}
      after={chart(2, { 2014: 558, 2015: 729, 2016: 917, 2017: 5, 2018: 1017, 2019: 1200 }, 0)}
    />,
  );

  it('says in one sentence which years were changed', () => {
    expect(text).toContain(
      '2015 gains two, 2017 gains five and 2018 loses one; the other two years that both have are the same.',
    );
  });

  it('counts a year without a row as zero, and does not compare a year one version does not reach', () => {
    expect(text).toContain(
      '<th scope="row">2019</th><td class="n">–</td><td class="n now">1,200</td><td class="n">–</td>',
    );
    expect(text).toContain('<th scope="row">2017</th><td class="n">0</td><td class="n now">5</td>');
    expect(text).toContain('<th scope="row">No date</th>');
    expect(text).toContain('<mark>−2</mark>');
  });
});
