import { circularAlias } from '../errors.ts';
import type { Source } from './source.ts';
import type { Call, Expression, OrderItem, SelectItem } from './tree.ts';

/** What each name given in the select list stands for. */
export type Aliases = ReadonlyMap<string, Expression>;

/** Names given with AS, each written out in terms of columns. A name defined by itself is refused. */
export function aliasesOf(
  items: readonly SelectItem[],
  isColumn: (name: string) => boolean,
  source: Source,
): Aliases {
  const given = new Map(
    items.flatMap(({ of, alias }) => (alias === undefined ? [] : [[alias, of] as const])),
  );
  const done = new Map<string, Expression>();
  const open = new Set<string>();
  const writeOut = (name: string): Expression => {
    const ready = done.get(name);
    if (ready) return ready;
    const of = given.get(name)!;
    if (open.has(name)) throw circularAlias.with({ name, ...source.placeOf(of.at) });
    open.add(name);
    const result = mapColumns(of, (column) =>
      given.has(column.name) && !isColumn(column.name) ? writeOut(column.name) : column,
    );
    open.delete(name);
    done.set(name, result);
    return result;
  };
  for (const name of given.keys()) writeOut(name);
  return done;
}

type Column = Extract<Expression, { kind: 'column' }>;

/** The same expression with each column replaced by what `change` makes of it. */
export function mapColumns(of: Expression, change: (column: Column) => Expression): Expression {
  const map = (inner: Expression) => mapColumns(inner, change);
  switch (of.kind) {
    case 'column':
      return of.table === undefined ? change(of) : of;
    case 'operator':
      return { ...of, args: of.args.map(map) };
    case 'cast':
      return { ...of, of: map(of.of) };
    case 'case':
      return {
        ...of,
        branches: of.branches.map(({ when, value }) => ({ when: map(when), value: map(value) })),
        ...(of.otherwise && { otherwise: map(of.otherwise) }),
      };
    case 'call':
      return mapCall(of, map);
    default:
      return of;
  }
}

function mapCall(call: Call, map: (inner: Expression) => Expression): Call {
  const order = (items: readonly OrderItem[]) => items.map((item) => ({ ...item, of: map(item.of) }));
  return {
    ...call,
    args: call.args.map(map),
    ...(call.filter && { filter: map(call.filter) }),
    ...(call.window && {
      window: { ...call.window, partition: call.window.partition.map(map), order: order(call.window.order) },
    }),
  };
}
