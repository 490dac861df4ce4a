import { expect, it } from 'vitest';
import { seen, shape, shapeOf } from './cell-shape.ts';

const names = Object.fromEntries(Object.entries(shape).map(([name, value]) => [value, name]));
const shapeName = (text: string) => {
  const bytes = Buffer.from(`x${text}x`);
  return names[shapeOf(bytes, 1, bytes.length - 1)];
};

it.each([
  ['', 'blank'],
  ['  ', 'blank'],
  ['12', 'integer'],
  ['-12', 'integer'],
  ['+12', 'integer'],
  [' 12 ', 'integer'],
  ['0', 'integer'],
  ['12345678901234567890', 'integer'],
  ['06002', 'leadingZero'],
  ['007.5', 'leadingZero'],
  ['00000CT', 'leadingZero'],
  ['0.5', 'decimal'],
  ['.5', 'decimal'],
  ['-72.67416500000001', 'decimal'],
  ['5.', 'text'],
  ['1.5E-04', 'exponent'],
  ['1e-05', 'exponent'],
  ['12E3', 'text'],
  ['1E5', 'bareExponent'],
  ['-1e5', 'bareExponent'],
  ['1e5000', 'text'],
  ['0E5', 'text'],
  ['01E5', 'leadingZero'],
  ['12E', 'text'],
  ['1,234', 'grouped'],
  ['1,234,567.89', 'grouped'],
  ['12,34', 'text'],
  ['0,234', 'text'],
  ['$1,234.50', 'money'],
  ['$5', 'money'],
  ['true', 'boolean'],
  ['FALSE', 'boolean'],
  ['truth', 'text'],
  ['-', 'marker'],
  ['–', 'marker'],
  ['NA', 'marker'],
  ['N/A', 'marker'],
  ['NULL', 'marker'],
  ['NaN', 'marker'],
  ['\\N', 'marker'],
  ['.', 'marker'],
  ['none of them', 'text'],
  ['inf', 'text'],
  ['Infinity', 'text'],
  ['48-49', 'hyphenated'],
  ['12-34-56-7', 'hyphenated'],
  ['123 MAIN ST', 'text'],
  ['1.2.3', 'text'],
  ['0x1F', 'text'],
  ['1_000', 'text'],
  ['١٢٣', 'text'],
  ['2020-02-29', 'date'],
  ['2019-02-29', 'hyphenated'],
  ['0000-01-01', 'leadingZero'],
  ['9999-12-31', 'date'],
  ['02/29/2020', 'date'],
  ['29/02/2020', 'date'],
  ['13/13/2020', 'text'],
  ['1/2/20', 'date'],
  ['20-Nov-08', 'date'],
  ['20-nov-2008', 'date'],
  ['20 November 2008', 'date'],
  ['Nov 20, 2008', 'date'],
  ['November 20 2008', 'date'],
  ['Nov 31, 2008', 'text'],
  ['Nova 20, 2008', 'text'],
  ['20.11.2008', 'date'],
  ['12/31/2008 11:59:59 PM', 'date'],
  ['12/31/2008 13:59:59 PM', 'text'],
  ['2008-12-31T23:59:59.123Z', 'date'],
  ['2008-12-31 23:59:59+05:00', 'date'],
  ['2008-12-31T24:00:00', 'text'],
  ['08:15', 'time'],
  ['8:15:00 AM', 'time'],
  ['25:15', 'text'],
])('%j looks like %s', (text, expected) => {
  expect(shapeName(text)).toBe(expected);
});

it('measures numbers without their leading zero', () => {
  const bytes = Buffer.from('0.1250');
  shapeOf(bytes, 0, bytes.length);
  expect({ whole: seen.whole, fraction: seen.fraction }).toEqual({ whole: 0, fraction: 4 });
});
