import { expect, test } from 'vitest';
import { formatDelimitedRow, parseDelimited } from './delimited-text.ts';

test('quotes, doubled quotes, line ends inside a field, an empty last field and a byte order mark are read', () => {
  expect(
    parseDelimited(
      '\uFEFFid,name,note\r\n1,"Oak, ""Charter""","two\nlines"\r\n2,Elm,\r\n',
      ['id', 'name', 'note'],
      't',
    ),
  ).toEqual([
    { id: '1', name: 'Oak, "Charter"', note: 'two\nlines' },
    { id: '2', name: 'Elm', note: '' },
  ]);
});

test('a row of the wrong width is named by its line', () => {
  expect(() => parseDelimited('a,b\n1,2\n"x\ny",2\n1\n', ['a', 'b'], 'places.csv')).toThrow(
    'places.csv, line 5: 1 fields where the header has 2.',
  );
});

test('a header that differs and a quote out of place are refused', () => {
  expect(() => parseDelimited('a,c\n', ['a', 'b'], 'places.csv')).toThrow(
    'places.csv, line 1: the header must be a,b.',
  );
  expect(() => parseDelimited('a,b\n"1,2\n', ['a', 'b'], 'places.csv')).toThrow('a quote is out of place');
});

test('what is written is read back', () => {
  const cells = ['plain', 'with, comma', 'with "quotes"', 'two\r\nlines', ''];
  const source = `a,b,c,d,e\n${formatDelimitedRow(cells)}\n`;
  expect(Object.values(parseDelimited(source, ['a', 'b', 'c', 'd', 'e'], 't')[0]!)).toEqual(cells);
});
