import { empty, ident, integer, join, type Sql, sql } from '../../../engine/sql.ts';
import { directed } from './print-window.ts';
import type { Scope, ScopeColumn } from './scope.ts';
import { geometryTerm, type Term } from './term.ts';
import type { OrderItem } from './tree.ts';

/** One column of an answer. */
export interface Field {
  readonly name: string;
  readonly title?: string;
  readonly term: Term;
}

/** One checked SELECT, its parts still apart, so that a page can be cut from it. */
export interface Stage {
  readonly fields: readonly Field[];
  readonly from: Sql;
  readonly where?: Sql;
  /** A total order: no two rows tie. */
  readonly order: readonly StageOrder[];
  readonly limit?: bigint;
  readonly offset?: bigint;
  /** Unlimited rows come in the order of `_row` of the dataset, so that a page can start after one. */
  readonly rowOrder: boolean;
  /** They come in their order when they are simply read: no sorting is needed. */
  readonly stored: boolean;
  /** Every row of the answer is one row of the dataset. */
  readonly rowByRow: boolean;
  /** What is rare and may be expensive in it: goes to a process of its own. */
  readonly unusual: readonly ('window' | 'chain')[];
}

export interface StageOrder extends Pick<OrderItem, 'descending' | 'nulls'> {
  readonly key: Sql;
}

/** A page cut from a stage: further conditions, and how many rows after how many. */
export interface Cut {
  readonly limit?: bigint;
  readonly skip?: bigint;
  readonly after?: Sql;
}

/** The stage as one statement whose columns are its fields, by name, in its order. */
export function printStage(stage: Stage, cut: Cut = {}): Sql {
  const columns = stage.fields.map((field) => sql`${field.term.sql} as ${ident(field.name)}`);
  return printColumns(stage, columns, cut);
}

function printColumns(stage: Stage, columns: readonly Sql[], cut: Cut = {}): Sql {
  const conditions = [stage.where, cut.after].filter((one) => one !== undefined);
  const where = conditions.length > 0 ? sql` where ${join(conditions, ' and ')}` : empty;
  const order =
    stage.order.length > 0 && !stage.stored ? sql` order by ${join(stage.order.map(printOrder))}` : empty;
  const limit = least(stage.limit, cut.limit);
  const skip = (stage.offset ?? 0n) + (cut.skip ?? 0n);
  // A page never reaches past the query's own limit.
  const left =
    stage.limit === undefined || cut.skip === undefined || limit === undefined
      ? limit
      : least(limit, stage.limit > cut.skip ? stage.limit - cut.skip : 0n);
  const limits = sql`${left === undefined ? empty : sql` limit ${integer(left)}`}${skip > 0n ? sql` offset ${integer(skip)}` : empty}`;
  return sql`select ${join(columns)} from ${stage.from}${where}${order}${limits}`;
}

const printOrder = ({ key, ...direction }: StageOrder) => directed(key, direction);
const least = (a: bigint | undefined, b: bigint | undefined) =>
  a === undefined ? b : b === undefined || a < b ? a : b;

/** How many rows the stage has, without putting them in order. */
export function printCount(stage: Stage): Sql {
  const where = stage.where ? sql` where ${stage.where}` : empty;
  const all = sql`select count(*) as n from ${stage.from}${where}`;
  if (stage.limit === undefined && stage.offset === undefined) return all;
  const limit = stage.limit === undefined ? sql`n` : sql`cast(${stage.limit} as bigint)`;
  return sql`select greatest(0, least(n - cast(${stage.offset ?? 0n} as bigint), ${limit})) as n from (${all}) c`;
}

/** The rows of a stage as what the next SELECT of a chain reads; `_at` keeps their order. */
export function stageScope(stage: Stage): Scope {
  const tie = ident('_at');
  const order = stage.order.length > 0 ? sql`order by ${join(stage.order.map(printOrder))}` : empty;
  const columns = [
    ...stage.fields.map((field) => sql`${field.term.sql} as ${ident(field.name)}`),
    sql`row_number() over (${order}) as ${tie}`,
  ];
  return {
    from: sql`(${printColumns(stage, columns)}) s`,
    tie,
    columns: stage.fields.map(
      (field): ScopeColumn => ({
        name: field.name,
        ...(field.title !== undefined && { title: field.title }),
        system: field.name.startsWith(':'),
        term: columnOf(field),
      }),
    ),
  };
}

/** A field of an inner query as the outer one names it. */
export function columnOf(field: Field): Term {
  const column = ident(field.name);
  const { point } = field.term;
  if (!point) {
    const { type, storage, digits } = field.term;
    return { sql: column, type, storage, ...(digits !== undefined && { digits }) };
  }
  return geometryTerm(column);
}
