import type { ColumnType } from '../../../core/column-type.ts';
import { ident, type Sql, sql } from '../../../engine/sql.ts';
import { soqlTypeOf } from './soql-type.ts';
import { geometryTerm, type Term, term } from './term.ts';
import { foldName } from './token.ts';

/** A column a query may name: of a dataset, or of the step before it in a chain. */
export interface ScopeColumn {
  readonly name: string;
  readonly title?: string;
  readonly system: boolean;
  readonly term: Term;
}

export interface ComesBy {
  readonly column: string;
  readonly descending: boolean;
  readonly nulls: 'first' | 'last';
}

/** The rows a SELECT reads. */
export interface Scope {
  readonly columns: readonly ScopeColumn[];
  readonly from: Sql;
  /** Breaks ties, so that every answer has one order: a number unique to each row. */
  readonly tie: Sql;
  /** The order in which the rows come when they are simply read: by these columns, then by the tie breaker. */
  readonly comesBy?: readonly ComesBy[];
  /** A column of text that the relation holds a second time as codes, in the order of the values and cast to them. */
  readonly coded?: { readonly column: string; readonly code: Sql };
  /** Of a relation of totals: how many rows a group of it stands for. */
  readonly counted?: Sql;
}

export interface DatasetColumn {
  readonly name: string;
  readonly title?: string;
  readonly type: ColumnType;
  /** Digits a decimal can have. */
  readonly precision?: number;
  /** Every whole number in it is exact in a double. */
  readonly exact?: boolean;
  /** The column it is read from, when that has another name; null when there is none any more and it answers nothing. */
  readonly from?: string | null;
}

/** A relation that holds a version's columns, `_row` and `_updated_at`. */
export type Relation = Pick<Scope, 'from' | 'comesBy' | 'coded' | 'counted'>;

/**
 * The rows of one version of a dataset: its columns, `:id` (the row's number in the source, base 36), `:updated_at` and
 * `:version`.
 */
export function datasetScope(columns: readonly DatasetColumn[], relation: Relation, version: number): Scope {
  const system = (name: string, value: Term): ScopeColumn => ({ name, system: true, term: value });
  return {
    ...relation,
    tie: ident('_row'),
    columns: [
      system(':id', term(ident('_row'), 'row_identifier', 'integer')),
      system(':updated_at', term(ident('_updated_at'), 'fixed_timestamp', 'timestamp')),
      system(':version', term(sql`cast(${String(version)} as varchar)`, 'text', 'text')),
      ...columns.map(
        (column): ScopeColumn => ({
          name: foldName(column.name),
          ...(column.title !== undefined && { title: column.title }),
          system: false,
          term: codedTerm(columnTerm(column), foldName(column.name), relation.coded),
        }),
      ),
    ],
  };
}

function columnTerm(column: DatasetColumn): Term {
  if (column.from === null) return term(sql`cast(null as varchar)`, 'text', 'text');
  const { type, precision, exact } = column;
  const name = column.from ?? column.name;
  if (type === 'geometry') return geometryTerm(ident(name));
  return {
    ...term(ident(name), soqlTypeOf(type), type === 'integer' && exact ? 'count' : type),
    ...(type === 'decimal' && precision !== undefined && { digits: precision }),
  };
}

/** Grouped by its code where it has one. */
function codedTerm(value: Term, name: string, coded: Scope['coded']): Term {
  if (coded?.column !== name) return value;
  return {
    ...value,
    grouping: { key: coded.code, value: (key) => sql`cast(${key} as varchar)` },
  };
}
