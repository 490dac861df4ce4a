import { describe, expect, it } from 'vitest';
import { trendInWords } from './trend-words.ts';

describe('trendInWords', () => {
  it('tells the turn where there is one', () => {
    expect(trendInWords('Deaths a year', ['2012', '2021', '2022'], [355, 1524, 1452])).toBe(
      'Deaths a year rose from 355 in 2012 to 1,524 in 2021, then fell to 1,452 in 2022.',
    );
    expect(trendInWords('Rows a year', ['2018', '2020', '2022'], [900, 400, 800])).toBe(
      'Rows a year fell from 900 in 2018 to 400 in 2020, then rose to 800 in 2022.',
    );
  });

  it('tells a plain rise or fall, and the incomplete end apart', () => {
    expect(trendInWords('Rows a year', ['2019', '2020', '2021'], [10, 20, 5], 2)).toBe(
      'Rows a year rose from 10 in 2019 to 20 in 2020. 2021 is not complete: 5 so far.',
    );
    expect(trendInWords('Rows a year', ['2019', '2020'], [20, 10])).toBe(
      'Rows a year fell from 20 in 2019 to 10 in 2020.',
    );
    expect(trendInWords('Rows a year', ['2019', '2020'], [7, 7])).toBe(
      'Rows a year stayed at 7 in 2019 and after.',
    );
    expect(trendInWords('Rows a year', ['2019'], [7])).toBe('Rows a year were 7 in 2019.');
  });
});
