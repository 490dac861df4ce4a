import { ident, join, type Sql, sql } from '../../../engine/sql.ts';
import { unsupported } from '../errors.ts';
import { type NamedItem, nameItems } from './answer-names.ts';
import { check, checkAs, mismatch, type Standing } from './check-expression.ts';
import { type Aliases, aliasesOf, mapColumns } from './expand-aliases.ts';
import { formatExpression } from './format.ts';
import { kindOf } from './function-table.ts';
import type { Scope } from './scope.ts';
import { searchCondition } from './search.ts';
import type { Source } from './source.ts';
import { columnOf, type Field, type Stage, type StageOrder } from './stage.ts';
import type { Term } from './term.ts';
import type { Expression, OrderItem, Select } from './tree.ts';
import { walk } from './walk.ts';

/** What a query may know besides its columns. */
export type Surroundings = Pick<Standing, 'source' | 'parameters' | 'now'>;

/** Checks one SELECT over the rows of `scope`. Throws the `query.soql.*` errors. */
export function compileSelect(select: Select, scope: Scope, around: Surroundings): Stage {
  refuseOtherTables(select, around.source);
  const isColumn = (name: string) => scope.columns.some((one) => one.name === name);
  const items = nameItems(select, scope, around.source);
  const aliases = aliasesOf(select.items, isColumn, around.source);
  // A WHERE sees the columns themselves first; what comes after grouping sees the names given first.
  const ofRows = (of: Expression) => expand(of, aliases, isColumn);
  const own = new Map(
    items.flatMap((one) => (isColumn(one.name) ? [] : [[one.name, ofRows(one.of)] as const])),
  );
  const ofAnswer = (of: Expression) => expand(of, new Map([...own, ...aliases]), () => false);

  const rows: Standing = { ...around, scope, windows: false };
  const conditions = [
    ...(select.where ? [checkAs(ofRows(select.where), 'boolean', rows).sql] : []),
    ...(select.search !== undefined ? [searchCondition(select.search, scope)] : []),
  ];
  const where = conditions.length > 0 ? join(conditions, ' and ') : undefined;
  const plain: Plain = {
    items: items.map((one) => ({ ...one, of: ofRows(one.of) })),
    order: select.order.map((one) => ({ ...one, of: ofAnswer(one.of) })),
    ...(where && { where }),
  };
  const group = select.group.map(ofAnswer);
  const having = select.having && ofAnswer(select.having);
  const grouped = group.length > 0 || having !== undefined || plain.items.some((one) => hasAggregate(one.of));
  const stage = grouped
    ? groupedStage(plain, group, having, rows)
    : select.distinct === 'rows'
      ? distinctStage(plain, rows)
      : rowStage(plain, rows);
  if (grouped && select.distinct === 'rows')
    throw unsupported.with({ what: 'DISTINCT with grouping', ...around.source.placeOf(select.at) });
  return {
    ...stage,
    ...(select.limit !== undefined && { limit: select.limit }),
    ...(select.offset !== undefined && { offset: select.offset }),
  };
}

interface Plain {
  readonly items: readonly NamedItem[];
  readonly order: readonly OrderItem[];
  readonly where?: Sql;
}

function refuseOtherTables(select: Select, source: Source): void {
  const refuse = (what: string, at: number) => unsupported.with({ what, ...source.placeOf(at) });
  if (select.joins[0]) throw refuse('a join with another dataset', select.joins[0].at);
  if (select.from && select.from.name !== 'this') throw refuse('FROM another dataset', select.from.at);
  if (select.distinct !== 'no' && select.distinct !== 'rows') throw refuse('DISTINCT ON', select.at);
}

const expand = (of: Expression, aliases: Aliases, keep: (name: string) => boolean) =>
  mapColumns(of, (column) => (keep(column.name) ? column : (aliases.get(column.name) ?? column)));

function hasAggregate(of: Expression): boolean {
  return walk(of).some((one) => one.kind === 'call' && !one.window && kindOf(one.name) === 'aggregate');
}

const hasWindow = (plain: Plain) =>
  [...plain.items, ...plain.order].some(({ of }) =>
    walk(of).some((one) => one.kind === 'call' && one.window),
  );
const unusualOf = (plain: Plain): Stage['unusual'] => (hasWindow(plain) ? ['window'] : []);

function fieldsOf(items: readonly NamedItem[], at: Standing): Field[] {
  return items.map(({ name, title, of }) => ({
    name,
    ...(title !== undefined && { title }),
    term: check(of, at),
  }));
}

function rowStage(asked: Plain, rows: Standing): Stage {
  // Ordering by the row's id is what rows do anyway.
  const plain = asked.order.length === 1 && isRowId(asked.order[0]!) ? { ...asked, order: [] } : asked;
  const at = { ...rows, windows: true };
  const byRow = plain.order.length === 0 || isRowId(plain.order[0]!);
  return {
    fields: fieldsOf(plain.items, at),
    from: rows.scope.from,
    ...(plain.where && { where: plain.where }),
    order: [...orderOf(plain.order, at), { key: rows.scope.tie, descending: false, nulls: 'last' }],
    rowOrder: byRow,
    stored: comesSo(plain.order, rows.scope),
    rowByRow: true,
    unusual: unusualOf(plain),
  };
}

/** Whether the rows come in this order without being sorted. */
function comesSo(order: readonly OrderItem[], { comesBy }: Scope): boolean {
  return (
    comesBy?.length === order.length &&
    order.every(({ of, descending, nulls }, at) => {
      const by = comesBy[at]!;
      return (
        of.kind === 'column' && of.name === by.column && descending === by.descending && nulls === by.nulls
      );
    })
  );
}

const isRowId = ({ of, descending }: OrderItem) => of.kind === 'column' && of.name === ':id' && !descending;

function orderOf(items: readonly OrderItem[], at: Standing): StageOrder[] {
  return items.map((item) => {
    if (item.of.kind === 'number' || item.of.kind === 'text')
      throw mismatch(item.of, 'order by a column or an expression, not by a fixed value', at);
    return { key: check(item.of, at).sql, descending: item.descending, nulls: item.nulls };
  });
}

/** The distinct rows first, then their order, which can only be by what was selected. */
function distinctStage(plain: Plain, rows: Standing): Stage {
  const at = { ...rows, windows: true };
  const fields = fieldsOf(plain.items, at);
  const where = plain.where ? sql` where ${plain.where}` : sql``;
  const columns = join(fields.map((field) => sql`${field.term.sql} as ${ident(field.name)}`));
  const outer = fields.map((field) => ({ ...field, term: columnOf(field) }));
  const order = plain.order.map((item): StageOrder => {
    const index = plain.items.findIndex((one) => formatExpression(one.of) === formatExpression(item.of));
    if (index < 0) throw mismatch(item.of, 'with DISTINCT, order only by what is selected', at);
    return { key: outer[index]!.term.sql, descending: item.descending, nulls: item.nulls };
  });
  return {
    fields: outer,
    from: sql`(select distinct ${columns} from ${rows.scope.from}${where}) d`,
    order: [...order, ...byAll(outer)],
    rowOrder: false,
    stored: false,
    rowByRow: false,
    unusual: unusualOf(plain),
  };
}

const byAll = (fields: readonly Field[]): StageOrder[] =>
  fields.map((field) => ({ key: field.term.sql, descending: false, nulls: 'last' }));

/**
 * Groups and their aggregates in an inner query, everything else over its columns: so an expression with bound values
 * is written once, and the engine never has to see that two of them are the same.
 */
function groupedStage(
  plain: Plain,
  group: readonly Expression[],
  having: Expression | undefined,
  rows: Standing,
): Stage {
  const keys = new Map<string, Field>();
  for (const of of group) {
    if (of.kind === 'number' || of.kind === 'text')
      throw mismatch(of, 'group by a column or an expression, not by a fixed value', rows);
    const canonical = formatExpression(of);
    if (!keys.has(canonical)) keys.set(canonical, { name: `k${keys.size}`, term: check(of, rows) });
  }
  const sums = new Map<string, Field>();
  const aggregate = (canonical: string, value: Term): Term => {
    const known = sums.get(canonical) ?? { name: `a${sums.size}`, term: value };
    sums.set(canonical, known);
    return columnOf(known);
  };
  const at: Standing = {
    ...rows,
    windows: true,
    aggregate,
    groups: new Map([...keys].map(([canonical, field]) => [canonical, groupColumn(field)])),
  };
  const fields = fieldsOf(plain.items, at);
  const order = orderOf(plain.order, at);
  const condition = having && checkAs(having, 'boolean', { ...at, windows: false }).sql;
  const inner = [...keys.values(), ...sums.values()];
  const innerSql = ({ term }: Field) => term.grouping?.key ?? term.sql;
  const columns =
    inner.length > 0 ? join(inner.map((one) => sql`${innerSql(one)} as ${ident(one.name)}`)) : sql`1 as one`;
  const where = plain.where ? sql` where ${plain.where}` : sql``;
  const by = keys.size > 0 ? sql` group by ${join([...keys.values()].map((one) => ident(one.name)))}` : sql``;
  return {
    fields,
    from: sql`(select ${columns} from ${rows.scope.from}${where}${by}) g`,
    ...(condition && { where: condition }),
    order:
      keys.size > 0
        ? [...order, ...byAll([...keys.values()].map((one) => ({ ...one, term: columnOf(one) })))]
        : [],
    rowOrder: false,
    stored: false,
    rowByRow: false,
    unusual: unusualOf(plain),
  };
}

/** A group's value as the outer query names it. */
function groupColumn(key: Field): Term {
  const { grouping } = key.term;
  const column = columnOf(key);
  return grouping ? { ...column, sql: grouping.value(column.sql) } : column;
}
