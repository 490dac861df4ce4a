import type { ColumnType } from '../../../engine/engine.ts';
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

/** The rows a SELECT reads. */
export interface Scope {
  readonly columns: readonly ScopeColumn[];
  readonly from: Sql;
  /** Breaks ties, so that every answer has one order: a number unique to each row. */
  readonly tie: Sql;
}

export interface DatasetColumn {
  readonly name: string;
  readonly title?: string;
  readonly type: ColumnType;
}

/**
 * The rows of one version of a dataset: its columns, `:id` (the row's number in the source, base 36), `:updated_at` and
 * `:version`. `from` is a relation that also holds `_row` and `_updated_at`.
 */
export function datasetScope(columns: readonly DatasetColumn[], from: Sql, version: number): Scope {
  const system = (name: string, value: Term): ScopeColumn => ({ name, system: true, term: value });
  return {
    from,
    tie: ident('_row'),
    columns: [
      system(':id', term(ident('_row'), 'row_identifier', 'integer')),
      system(':updated_at', term(ident('_updated_at'), 'fixed_timestamp', 'timestamp')),
      system(':version', term(sql`cast(${String(version)} as varchar)`, 'text', 'text')),
      ...columns.map(
        ({ name, title, type }): ScopeColumn => ({
          name: foldName(name),
          ...(title !== undefined && { title }),
          system: false,
          term: type === 'geometry' ? geometryTerm(ident(name)) : term(ident(name), soqlTypeOf(type), type),
        }),
      ),
    ],
  };
}
