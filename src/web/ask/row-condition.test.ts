import { describe, expect, it } from 'vitest';
import { type Comparison, comparisons, conditionInWords, rowCondition } from './row-condition.ts';

const town = { name: 'injury_city', title: 'Injury City', type: 'text' } as const;
const age = { name: 'age', title: 'Age', type: 'integer' } as const;
const date = { name: 'date', title: 'Date', type: 'date' } as const;

describe('rowCondition', () => {
  it('writes a plain filter as SoQL', () => {
    expect(rowCondition(town, 'is', 'Hartford')).toEqual({ condition: "`injury_city` = 'Hartford'" });
    expect(rowCondition(age, 'at-least', '1,200')).toEqual({ condition: '`age` >= 1200' });
    expect(rowCondition(date, 'at-most', '2020-12-31')).toEqual({ condition: "`date` <= '2020-12-31'" });
    expect(rowCondition(town, 'contains', 'haven')).toEqual({
      condition: "contains(upper(`injury_city`), upper('haven'))",
    });
    expect(rowCondition(town, 'blank', '')).toEqual({ condition: '`injury_city` is null' });
  });

  it('doubles quotes, so that a value cannot become part of the query', () => {
    expect(rowCondition(town, 'is', "O'Brien' or 'x'='x")).toEqual({
      condition: "`injury_city` = 'O''Brien'' or ''x''=''x'",
    });
  });

  it('says how to write a value that does not fit the field', () => {
    expect(rowCondition(age, 'is', 'forty')).toEqual({ problem: 'Write Age as a whole number, such as 42' });
    expect(rowCondition(date, 'is', '1/2/2024')).toEqual({
      problem: 'Write Date as a date, such as 2024-01-31',
    });
    expect(rowCondition(town, 'is', ' ')).toEqual({
      problem: 'Write what Injury City is to be compared with',
    });
  });
});

describe('conditionInWords', () => {
  it('reads back every plain filter', () => {
    for (const [comparison, words] of Object.entries(comparisons)) {
      const made = rowCondition(town, comparison as Comparison, "O'Brien");
      const condition = 'condition' in made ? made.condition : '';
      const value = /blank|filled/.test(comparison) ? '' : " “O'Brien”";
      expect(conditionInWords(condition, () => 'Injury City')).toBe(`Injury City ${words}${value}`);
    }
  });

  it('leaves a condition of the reader as it is written', () => {
    expect(conditionInWords("age > 3 or town = 'x'", () => 'Age')).toBeUndefined();
    expect(conditionInWords("`age` = 3 or `town` = 'x'", () => 'Age')).toBeUndefined();
  });
});
