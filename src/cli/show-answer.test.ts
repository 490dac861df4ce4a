import { describe, expect, it } from 'vitest';
import { showAnswer } from './show-answer.ts';

describe('showAnswer', () => {
  it('shows fields one a line and a list of records as a table', () => {
    expect(
      showAnswer({
        dataset: 'abcd-1234',
        rows_in: 3,
        columns: [
          { name: 'town', distinct: 2 },
          { name: 'age', distinct: 30 },
        ],
        none: null,
      }),
    ).toBe(
      [
        'dataset  abcd-1234',
        'rows_in  3',
        'columns',
        '  name  distinct',
        '  ----  --------',
        '  town         2',
        '  age         30',
      ].join('\n'),
    );
  });

  it('lets no control character of the data reach the terminal', () => {
    expect(showAnswer({ title: 'red \u001b[31m alert\u0007' })).toBe('title  red  [31m alert ');
  });

  it('says when a list is empty', () => {
    expect(showAnswer([])).toBe('(none)');
  });
});
