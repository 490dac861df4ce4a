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
    expect(showAnswer({ entries: 4, faults: [] })).toBe('entries  4\nfaults   (none)');
    expect(showAnswer([{ n: 1, notes: [] }])).toBe(['n  notes', '-  -----', '1  –'].join('\n'));
  });

  it('opens a record within a row, and names what has no room', () => {
    const renamed = [{ from: { name: 'cod', title: 'COD' }, to: { name: 'cause' }, rows: [{ n: 1 }] }];
    expect(showAnswer(renamed)).toBe(
      [
        'from.name  from.title  to.name',
        '---------  ----------  -------',
        'cod        COD         cause',
        '(not shown: rows; --json has all)',
      ].join('\n'),
    );
    expect(showAnswer(renamed, 24).split('\n')).toEqual([
      'from.name  from.title',
      '---------  ----------',
      'cod        COD',
      '(not shown: to.name, rows; --json has all)',
    ]);
  });

  it('shows a fraction without the noise of its last digits', () => {
    expect(showAnswer({ average: 2.0000000000000004, share: 1 / 6 })).toBe(
      'average  2\nshare    0.1666666667',
    );
  });
});
