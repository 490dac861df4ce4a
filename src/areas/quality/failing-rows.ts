import { ident, integer, join, literal, type Sql, sql } from '../../engine/sql.ts';
import type { Context } from '../handler.ts';
import type { Check } from './check.ts';
import { noSuchRule, notChecked } from './errors.ts';
import { ruleFrom } from './rule-rows.ts';
import { type OpenVersion, openVersion } from './version-ground.ts';

export interface FailingRows {
  readonly open: OpenVersion;
  readonly check: Check;
  /** The row number, what the file said where a cell did not fit, the rule's fields, then the rest. */
  readonly columns: readonly string[];
  /** The same for people. */
  readonly titles: readonly string[];
  /** Rows after a row number, in the order of the file. */
  readonly read: (after: number, limit: number) => Promise<(string | null)[][]>;
}

/** The rows of a version that fail a rule. Throws `quality.no-such-rule`, `quality.not-checked`. */
export async function failingRowsOf(
  context: Context,
  input: { dataset: string; rule: string; version?: number },
): Promise<FailingRows> {
  const open = await openVersion(context, input.dataset, input.version);
  const { dataset, version } = open;
  const ruleRow = await context.store.read
    .selectFrom('quality_rule')
    .selectAll()
    .where('dataset', '=', dataset.id)
    .where('id', '=', input.rule)
    .executeTakeFirst();
  if (ruleRow === undefined) throw noSuchRule.with({ dataset: dataset.publicId, rule: input.rule });
  const row = await context.store.read
    .selectFrom('quality_check')
    .selectAll()
    .where('dataset', '=', dataset.id)
    .where('version', '=', version.number)
    .where('rule', '=', input.rule)
    .executeTakeFirst();
  if (row === undefined) throw notChecked.with({ rule: input.rule, version: version.number });
  const rule = ruleFrom(ruleRow, dataset.publicId, open.words);
  const names = open.columns.map((column) => column.name);
  const first = rule.fields.filter((field) => names.includes(field));
  const shown = [...first, ...names.filter((name) => !first.includes(name))];
  const misfit =
    rule.definition.kind === 'type-fit' && open.rejectedCells !== null ? rule.definition.field : null;
  const columns = ['row', ...(misfit === null ? [] : [`${misfit} as in the file`]), ...shown];
  return {
    open,
    check: {
      dataset: dataset.publicId,
      version: version.number,
      rule,
      outcome: row.outcome,
      checked: row.checked,
      failing: row.failing,
      finding: row.finding,
      checkedAt: row.checked_at,
    },
    columns,
    titles: [
      'Row',
      ...(misfit === null ? [] : [`${open.words.field(misfit)}, as in the file`]),
      ...shown.map(open.words.field),
    ],
    read: async (after, limit) => {
      if (row.file === null || row.failing === 0) return [];
      const file = await open.content.beside(row.file);
      const statement = failingRowsPage(open, { rule: rule.id, file, shown, misfit, after, limit });
      const found = await context.engine.rows<Record<string, string | null>>(statement, {
        step: 'failing_rows_page',
        signal: context.signal,
      });
      return found.map((one) => columns.map((_, at) => one[`c${at}`] ?? null));
    },
  };
}

function failingRowsPage(
  open: OpenVersion,
  page: {
    rule: string;
    file: string;
    shown: readonly string[];
    misfit: string | null;
    after: number;
    limit: number;
  },
): Sql {
  const types = new Map(open.columns.map((column) => [column.name, column.type]));
  const texts = [
    sql`rows._row::VARCHAR`,
    ...(page.misfit === null ? [] : [sql`misfit.text`]),
    ...page.shown.map((name) => {
      const value = sql`rows.${ident(name)}`;
      return types.get(name) === 'timestamp'
        ? sql`replace(${value}::VARCHAR, ' ', 'T')`
        : sql`${value}::VARCHAR`;
    }),
  ];
  const beside =
    page.misfit === null
      ? sql``
      : sql` LEFT JOIN (SELECT _row, text FROM ${open.rejectedCells!} WHERE "column" = ${page.misfit}) AS misfit ON misfit._row = rows._row`;
  return sql`SELECT ${join(texts.map((text, at) => sql`${text} AS ${ident(`c${at}`)}`))}
    FROM (SELECT * FROM ${open.rows}) AS rows${beside}
    WHERE rows._row IN (
      SELECT _row FROM read_parquet(${literal(page.file)}) WHERE rule = ${page.rule} AND _row > ${page.after}
      ORDER BY _row LIMIT ${integer(page.limit)}
    ) ORDER BY rows._row`;
}
