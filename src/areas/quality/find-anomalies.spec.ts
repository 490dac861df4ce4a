import { describe, expect, it } from 'vitest';
import { type CountsOfVersion, findAnomalies } from './find-anomalies.ts';

/** `rows` in a version and, of its one field, how many are empty and how many values differ. */
const versions = (...drawn: readonly [rows: number, nulls: number, distinct: number][]): CountsOfVersion[] =>
  drawn.map(([rows, nulls, distinct], at) => ({
    version: at + 1,
    rows,
    fields: new Map([['town', { nulls, distinct }]]),
  }));

const said = (...drawn: readonly [number, number, number][]): string[] => {
  const all = versions(...drawn);
  return findAnomalies(all.slice(0, -1), all.at(-1)!, (field) => (field === 'town' ? 'Town' : field)).map(
    (one) => one.sentence,
  );
};

describe('what is unlike the versions before', () => {
  it.each<[string, [number, number, number][], string[]]>([
    ['a first version is like nothing', [[100, 0, 50]], []],
    [
      'ordinary growth',
      [
        [1000, 10, 50],
        [1100, 12, 52],
      ],
      [],
    ],
    [
      'a fifth of the rows gone',
      [
        [1000, 0, 50],
        [790, 0, 50],
      ],
      ['There are 790 rows, 21% fewer than the 1,000 of version 1.'],
    ],
    [
      'twice the rows',
      [
        [1000, 0, 50],
        [2000, 0, 60],
      ],
      ['There are 2,000 rows, 100% more than the 1,000 of version 1.'],
    ],
    [
      'a field left empty more often',
      [
        [1000, 10, 50],
        [1000, 90, 50],
      ],
      ['Town is empty in 9% of the rows, up from 1% in version 1.'],
    ],
    [
      'less than five points is not a jump',
      [
        [1000, 10, 50],
        [1000, 59, 50],
      ],
      [],
    ],
    [
      'a field gone silent',
      [
        [1000, 0, 50],
        [1000, 1000, 0],
      ],
      ['Town is empty in every row; in version 1 it was filled in 100%.'],
    ],
    [
      'one value for all',
      [
        [1000, 0, 50],
        [1000, 0, 1],
      ],
      ['Town holds one value only; version 1 had 50 different values.'],
    ],
    [
      'most values lost',
      [
        [1000, 0, 50],
        [1000, 0, 20],
      ],
      ['Town has 20 different values, down from 50 in version 1.'],
    ],
    // With five versions or more the usual swing decides: 20% down is nothing where the rows swing by 30%.
    [
      'a swing as always',
      [
        [1000, 0, 50],
        [700, 0, 50],
        [1000, 0, 50],
        [690, 0, 50],
        [1010, 0, 50],
        [780, 0, 50],
      ],
      [],
    ],
    [
      'a drop in a series that never moved',
      [
        [1000, 0, 50],
        [1001, 0, 50],
        [1000, 0, 50],
        [1002, 0, 50],
        [1001, 0, 50],
        [850, 0, 50],
      ],
      ['There are 850 rows, 15.1% fewer than the 1,001 of version 5.'],
    ],
  ])('%s', (_, drawn, sentences) => expect(said(...drawn)).toEqual(sentences));
});
