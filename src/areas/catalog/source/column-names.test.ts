import fc from 'fast-check';
import { expect, it } from 'vitest';
import { apiName, nameColumns } from './column-names.ts';

it.each([
  ['Date of Crash', 'date_of_crash'],
  ['InjuryCity', 'injury_city'],
  ['OpiateNOS', 'opiate_nos'],
  ['Morphine (Not Heroin)', 'morphine_not_heroin'],
  ['Morphine_NotHeroin', 'morphine_not_heroin'],
  ['Other Significant Conditions ', 'other_significant_conditions'],
  ['License #', 'license_number'],
  ['% change', 'percent_change'],
  ['2019-2020 count', 'c_2019_2020_count'],
  ['Año', 'ano'],
  ['Child’s name', 'childs_name'],
  ['_row', 'row'],
  ['x"; drop table dataset; --', 'x_drop_table_dataset'],
  ['町', ''],
])('%j is %j to a program', (title, name) => {
  expect(apiName(title)).toBe(name);
});

it('names blank and repeated titles, and says so', () => {
  expect(nameColumns(['id', '', 'id', 'ID', '町'])).toEqual([
    { name: 'id', title: 'id' },
    { name: 'column_2', title: 'Column 2', note: 'The head of the file leaves this column without a name.' },
    { name: 'id_2', title: 'id', note: 'The head of the file has this name more than once.' },
    { name: 'id_3', title: 'ID' },
    { name: 'column_5', title: '町' },
  ]);
});

it('gives every column a safe name of its own, whatever the head', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('a', 'A', '', 'a_2'))),
      (titles) => {
        const names = nameColumns(titles).map((one) => one.name);
        expect(new Set(names).size).toBe(titles.length);
        for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9_]{0,63}$/);
      },
    ),
  );
});
