import type { ColumnType } from '../../../core/column-type.ts';

/** The types a SoQL expression can have here. `boolean` is the wire's `checkbox`. */
const soqlTypes = [
  'text',
  'number',
  'boolean',
  'floating_timestamp',
  'fixed_timestamp',
  'time',
  'interval',
  'json',
  'point',
  'row_identifier',
  'null',
] as const;
export type SoqlType = (typeof soqlTypes)[number];

/**
 * How the engine holds a value: several storages answer to one SoQL type. `count` is a whole number known to be exact in
 * a double, `integer` any 64-bit or wider one.
 */
export type Storage = ColumnType | 'count' | 'interval';

const typeOfStorage: Readonly<Record<ColumnType, SoqlType>> = {
  text: 'text',
  integer: 'number',
  decimal: 'number',
  double: 'number',
  boolean: 'boolean',
  date: 'floating_timestamp',
  timestamp: 'floating_timestamp',
  time: 'time',
  json: 'json',
  geometry: 'point',
};
export const soqlTypeOf = (storage: ColumnType): SoqlType => typeOfStorage[storage];

/** As a person reads it in an error. */
export const nameOfType: Readonly<Record<SoqlType, string>> = {
  text: 'text',
  number: 'number',
  boolean: 'true/false',
  floating_timestamp: 'date and time',
  fixed_timestamp: 'instant (UTC)',
  time: 'time',
  interval: 'interval',
  json: 'JSON',
  point: 'point',
  row_identifier: 'row identifier',
  null: 'null',
};
