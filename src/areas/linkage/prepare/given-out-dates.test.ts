import { expect, it } from 'vitest';
import { hash } from '../score/strangers.ts';
import { attribute } from './attribute.ts';
import { givenOutDates } from './given-out-dates.ts';

const rows = 3_000;
const pick = (row: number, salt: number, of: number) => hash(row, salt) % of;
const two = (value: number) => String(value).padStart(2, '0');
const anyDay = (row: number) =>
  `${1940 + pick(row, 1, 70)}-${two(1 + pick(row, 2, 12))}-${two(1 + pick(row, 3, 28))}`;
const column = (of: (row: number) => string) => {
  const values = Array.from({ length: rows }, (_, row) => of(row));
  const numbers = new Map([...new Set(['', ...values])].map((value, at) => [value, at]));
  return attribute(
    rows,
    [
      {
        name: 'x',
        codes: Int32Array.from(values, (value) => numbers.get(value)!),
        values: [...numbers.keys()],
      },
    ],
    (raw) => raw,
  );
};
const families = column((row) => `F${pick(row, 4, 500)}`);

it.each<[string, (row: number) => string, string[]]>([
  ['births of all days', anyDay, []],
  ['a cohort of one month', (row) => `2020-01-${two(1 + pick(row, 3, 31))}`, []],
  ['months without days', (row) => `1980-${two(1 + pick(row, 2, 12))}-00`, []],
  ['no date', () => '', []],
  ['one date everywhere', () => '1980-02-03', []],
  ['a day in any year', (row) => (row % 20 ? anyDay(row) : `${anyDay(row).slice(0, 4)}-01-01`), ['01-01']],
  ['a whole date', (row) => (row % 40 ? anyDay(row) : '1900-01-01'), ['1900-01-01']],
  [
    'a day in any year, and one whole date beside it',
    (row) => (row % 40 === 0 ? '1900-01-01' : row % 20 ? anyDay(row) : `${anyDay(row).slice(0, 4)}-01-01`),
    ['01-01', '1900-01-01'],
  ],
])('%s', (_, of, found) => {
  expect(givenOutDates(column(of), families)).toEqual(found);
});

it('a date that one person has in many records is that of a person', () => {
  const dates = column((row) => (row % 40 ? anyDay(row) : '1977-03-04'));
  const one = column((row) => (row % 40 ? `F${pick(row, 4, 500)}` : 'Lee'));
  expect(givenOutDates(dates, one)).toEqual([]);
  expect(givenOutDates(dates)).toEqual([]);
});
