import { ident, integer, join, literal, type Sql, sql } from '../../engine/sql.ts';
import { type Cut, columnOf, type Field, printStage, type Stage } from './soql/stage.ts';
import type { Term } from './soql/term.ts';
import { ownJson, sodaJson } from './wire-value.ts';

/** A page of rows as one JSON array text, made by the engine; one row more is read to know whether there is a next page. */
export interface PageOfRows {
  /** UTF-8. */
  readonly json: Uint8Array;
  readonly count: number;
  readonly more: boolean;
  /** The tie breaker (`_row`) of the last row of a full page, for a page that starts after it. */
  readonly last: string | null;
}

export type WireForm = 'own' | 'soda';

/** The statement for a page of at most `limit` rows; its one row is a {@link PageRow}. */
export function pageStatement(stage: Stage, form: WireForm, limit: number, cut: Cut = {}): Sql {
  const rows = printStage(withTie(stage), { ...cut, limit: BigInt(limit) + 1n });
  const object = rowObject(stage.fields, form);
  const size = integer(limit);
  // A list of the texts, cut and joined afterwards, costs a quarter of the whole page more.
  return sql`select encode('[' || coalesce(string_agg(row_text, ',\n') filter (place <= ${size}), '') || ']') as page_json, count(*) as found, max(tie) filter (place = ${size}) as last_tie from (select cast(${object} as varchar) as row_text, "_tie" as tie, row_number() over () as place from (${rows}) s) q`;
}

export interface PageRow {
  readonly page_json: Uint8Array;
  readonly found: string;
  /** Of a page that is full. */
  readonly last_tie: string | null;
}

export function pageOf(row: PageRow, limit: number): PageOfRows {
  const found = Number(row.found);
  return {
    json: row.page_json,
    count: Math.min(found, limit),
    more: found > limit,
    last: row.last_tie,
  };
}

/** A row as one JSON object. SODA leaves unknown values out. */
export function rowObject(fields: readonly Field[], form: WireForm): Sql {
  const value = form === 'own' ? ownJson : sodaJson;
  const pairs = fields.flatMap((field) => [literal(field.name), value(columnOf(field))]);
  const object = sql`json_object(${join(pairs)})`;
  return form === 'own' ? object : sql`json_merge_patch('{}', ${object})`;
}

/** The stage with its tie breaker as a further column. */
function withTie(stage: Stage): Stage {
  const tie: Term = {
    sql: stage.rowByRow ? ident('_row') : sql`cast(null as bigint)`,
    type: 'number',
    storage: 'integer',
  };
  return { ...stage, fields: [...stage.fields, { name: '_tie', term: tie }] };
}
