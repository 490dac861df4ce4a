import { kindOf } from './function-table.ts';
import type { Call, Expression, Query } from './tree.ts';
import { partsOf, walk } from './walk.ts';

/** What totals by month hold: counts and sums of rows for each value of one column and each month of a date. */
export interface TotalsHeld {
  readonly by: string;
  readonly date: string;
  /** Columns whose sums are held. */
  readonly sums: ReadonlySet<string>;
  readonly isColumn: (name: string) => boolean;
}

/** A month has one value of each of these. */
const ofMonths: ReadonlySet<string> = new Set([
  'date_trunc_ym',
  'date_trunc_y',
  'date_extract_m',
  'date_extract_y',
]);

/**
 * Whether totals answer a query as its rows would: it groups or sums, names the date only by month or year, and asks of its
 * groups only how many rows they have and what sums. Where it is not plain that it does, it does not.
 */
export function answeredByTotals(query: Query, held: TotalsHeld): boolean {
  if (query.kind !== 'select') return false;
  const { items, stars, distinct, from, joins, where, group, having, order, search } = query.select;
  const elsewhere = joins.length > 0 || (from !== undefined && from.name !== 'this');
  if (elsewhere || stars.length > 0 || distinct !== 'no' || search !== undefined) return false;
  const aliases = new Set(items.flatMap(({ alias }) => (alias === undefined ? [] : [alias])));
  if ([...aliases].some(held.isColumn)) return false;
  const all = [
    ...items.map((one) => one.of),
    ...(where ? [where] : []),
    ...group,
    ...(having ? [having] : []),
    ...order.map((one) => one.of),
  ];
  const grouped = group.length > 0 || all.some((one) => walk(one).some(isAggregate));
  return grouped && all.every((one) => isHeld(one, held, aliases));
}

const isAggregate = (of: Expression): boolean => of.kind === 'call' && kindOf(of.name) === 'aggregate';

function isHeld(of: Expression, held: TotalsHeld, aliases: ReadonlySet<string>): boolean {
  switch (of.kind) {
    case 'column':
      return of.table === undefined && (of.name === held.by || aliases.has(of.name));
    case 'hole':
      return false;
    case 'call':
      return isHeldCall(of, held) ?? partsOf(of).every((one) => isHeld(one, held, aliases));
    default:
      return partsOf(of).every((one) => isHeld(one, held, aliases));
  }
}

/** Nothing when it depends on what the function is called with. */
function isHeldCall(
  { name, args, star, distinct, filter, window }: Call,
  held: TotalsHeld,
): boolean | undefined {
  if (window || filter || distinct) return false;
  const [first] = args;
  const column = args.length === 1 && first?.kind === 'column' && !first.table ? first.name : undefined;
  if (column === held.date) return ofMonths.has(name);
  if (name === 'count' && star) return true;
  if (name === 'sum') return column !== undefined && held.sums.has(column);
  return kindOf(name) === 'scalar' ? undefined : false;
}
