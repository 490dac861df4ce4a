import { expect, it } from 'vitest';
import { ColumnTally } from './column-tally.ts';
import { settleType } from './settle-type.ts';
import { telephoneColumn } from './telephone-column.ts';

function typed(name: string, ...cells: string[]): string {
  const tally = new ColumnTally();
  for (const cell of cells) {
    const bytes = Buffer.from(cell);
    tally.note(bytes, 0, bytes.length);
  }
  const settled = settleType(tally, { dateOrder: 'month-first', twoDigitYearPivot: 30 });
  return (telephoneColumn(name, tally, settled) ?? settled).type;
}

it.each([
  'phone',
  'telephone',
  'phone_number',
  'clinic_phone',
  'fax',
  'tel',
  'office_tel_no',
  'contactphone',
])('%s of ten digits is kept as text', (name) =>
  expect(typed(name, '8605091234', '2035550100')).toBe('text'),
);

it.each([
  ['population', '8605091234'],
  ['phones', '8605091234'],
  ['hotel', '8605091234'],
  ['phone', '12'],
  ['telephone_lines', '450'],
])('%s with %s stays a number', (name, cell) => expect(typed(name, cell, cell)).toBe('integer'));
