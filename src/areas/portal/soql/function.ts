import type { Sql } from '../../../engine/sql.ts';
import type { SoqlType, Storage } from './soql-type.ts';
import type { Term } from './term.ts';

/** What an argument must be: a type, the one type shared by all marked `a` (or ordered, or a number), or anything. */
export type Parameter = SoqlType | 'a' | 'any';

/** One signature of one function. A name may have several; the first that fits is taken. */
export interface SoqlFunction {
  readonly name: string;
  readonly kind: 'scalar' | 'aggregate' | 'window';
  readonly takes: readonly Parameter[];
  /** Further arguments, in groups of this form, any number of times. */
  readonly repeats?: readonly Parameter[];
  readonly gives: SoqlType | 'a';
  /** How the engine will hold the result; left out, the first argument's of the same type, or the type's usual one. */
  readonly storage?: Storage | ((args: readonly Term[]) => Storage);
  /** Answers nothing when an argument has the right type but not the right form (a polygon that is not one). */
  readonly print: (args: readonly Term[]) => Sql | undefined;
  readonly point?: (args: readonly Term[]) => Term['point'];
  readonly grouping?: (args: readonly Term[]) => Term['grouping'];
}

export const usualStorage: Readonly<Record<SoqlType, Storage>> = {
  text: 'text',
  number: 'double',
  boolean: 'boolean',
  floating_timestamp: 'timestamp',
  fixed_timestamp: 'timestamp',
  time: 'time',
  interval: 'interval',
  json: 'json',
  point: 'geometry',
  row_identifier: 'integer',
  null: 'text',
};

type Rest = Partial<Pick<SoqlFunction, 'repeats' | 'storage' | 'kind' | 'point' | 'grouping'>>;

/** Short to write, so that a table of functions reads as a table. */
export function fn(
  name: string,
  takes: readonly Parameter[],
  gives: SoqlFunction['gives'],
  print: (...args: Sql[]) => Sql,
  rest: Rest = {},
): SoqlFunction {
  return fnOfTerms(name, takes, gives, (args) => print(...args.map((arg) => arg.sql)), rest);
}

/** The same for a function that must see more of its arguments than their SQL. */
export function fnOfTerms(
  name: string,
  takes: readonly Parameter[],
  gives: SoqlFunction['gives'],
  print: SoqlFunction['print'],
  rest: Rest = {},
): SoqlFunction {
  return Object.freeze({ name, kind: 'scalar', takes, gives, print, ...rest });
}
