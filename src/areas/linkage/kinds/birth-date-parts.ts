import type { TextTable } from '../prepare/columns.ts';
import { combined } from '../prepare/combined.ts';
import { readNumber } from '../prepare/numbers.ts';
import type { FieldColumn, Kind } from './kind.ts';

/**
 * A birth date that stands in three columns becomes one: when beside a birth year (or, with persons' names, any column of
 * years) there are two fields of numbers, one of them never over 12 and the other never over 31.
 */
export function joinBirthDate(
  table: TextTable,
  mapping: readonly FieldColumn[],
): { table: TextTable; mapping: readonly FieldColumn[] } {
  if (mapping.some(({ kind }) => kind === 'birth_date')) return { table, mapping };
  const numbers = mapping.filter(({ kind }) => kind === 'number' || kind === 'code');
  const isPerson = mapping.some(({ kind }) => personal.includes(kind));
  const year =
    mapping.find(({ kind }) => kind === 'birth_year') ??
    (isPerson ? numbers.find(({ column }) => holdsYears(table, column)) : undefined);
  if (year === undefined) return { table, mapping };
  const parts = numbers
    .filter((field) => field !== year)
    .map((field) => ({ field, most: largest(table, field.column) }));
  const month = parts.find(({ most }) => most !== undefined && most >= 10 && most <= 12);
  const day = parts.find(
    (part) => part !== month && part.most !== undefined && part.most > 12 && part.most <= 31,
  );
  if (month === undefined || day === undefined) return { table, mapping };
  const columns = [year.column, month.field.column, day.field.column].map(
    (name) => table.columns.find((column) => column.name === name)!,
  );
  const two = (text: string) => String(Number(text) || 0).padStart(2, '0');
  const whole = combined(table.rows, columns, ([y = '', m = '', d = '']) =>
    y === '' ? '' : `${Math.trunc(Number(y))}-${two(m)}-${two(d)}`,
  );
  const used = [year, month.field, day.field];
  return {
    table: { ...table, columns: [...table.columns, whole] },
    mapping: [
      ...mapping.filter((field) => !used.includes(field)),
      { kind: 'birth_date', column: whole.name },
    ],
  };
}

/** The largest value of a column of small whole numbers; nothing when it holds others. */
function largest(table: TextTable, name: string): number | undefined {
  const column = table.columns.find((one) => one.name === name);
  let most = 0;
  for (const text of column?.values.slice(1) ?? []) {
    const value = text.trim() === '' ? 0 : readNumber(text);
    if (value === undefined || value < 0 || value > 31 || !Number.isInteger(value)) return undefined;
    most = Math.max(most, value);
  }
  return most;
}

const personal: readonly Kind[] = ['given_name', 'family_name', 'full_name'];

/** Whether all values are years in which a person of a register may be born. */
function holdsYears(table: TextTable, name: string): boolean {
  const texts = table.columns.find((one) => one.name === name)?.values.slice(1) ?? [];
  return texts.length > 5 && texts.every((text) => /^(1[5-9]|20)\d\d$/.test(text.trim()));
}
