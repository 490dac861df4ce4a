import { expect, it } from 'vitest';
import { ruleOn } from './find-rule-set.ts';

it('takes the version of the day, the first before all, and the last that began where none follows', () => {
  const version = (threshold: number, from?: string, to?: string) => ({
    ...(from && { from }),
    ...(to && { to }),
    rule: { threshold },
    citation: { read: 'read' },
  });
  const set = {
    title: 'Two versions',
    owner: 'A state',
    versions: [version(5, '2010-01-01', '2019-12-31'), version(11, '2020-01-01', '2024-12-31')],
  } as unknown as Parameters<typeof ruleOn>[0];
  const on = (day: string) => ruleOn(set, day).rule.threshold;
  expect(['2009-06-01', '2015-06-01', '2022-06-01', '2030-01-01'].map(on)).toEqual([5, 5, 11, 11]);
});
