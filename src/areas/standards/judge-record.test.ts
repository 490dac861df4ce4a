import { expect, test } from 'vitest';
import type { VersionColumn } from '../catalog/model.ts';
import { dateColumns } from './judge-record.ts';
import { standardCheck } from './model.ts';

const column = (name: string, type: VersionColumn['type']) => ({ name, type }) as VersionColumn;
const columns = [
  column('date', 'text'),
  column('crash_date', 'text'),
  column('date_type', 'text'),
  column('date_type_changed', 'timestamp'),
  column('update', 'text'),
  column('opened', 'date'),
];
const found = (more: object) => {
  const check = standardCheck.parse({
    id: 'dates',
    kind: 'dates',
    words: ['date'],
    says: 'Days are days.',
    ...more,
  });
  if (check.kind !== 'dates') throw new Error('not a check of dates');
  return dateColumns(check, columns).map(({ name }) => name);
};

test('a field is one of dates by its type or a whole word of its name, unless another word says that it only tells of one', () => {
  expect(found({})).toEqual(['date', 'crash_date', 'date_type', 'date_type_changed', 'opened']);
  expect(found({ but_not: ['type'] })).toEqual(['date', 'crash_date', 'date_type_changed', 'opened']);
});
