import { integer, join, type Sql, sql } from '../../../engine/sql.ts';
import { check, type Standing } from './check-expression.ts';
import type { Frame, FrameBound, OrderItem, Window } from './tree.ts';

/** What stands between the parentheses of OVER. */
export function printWindow(window: Window, at: Standing): Sql {
  const parts: Sql[] = [];
  if (window.partition.length > 0)
    parts.push(sql`partition by ${join(window.partition.map((one) => check(one, at).sql))}`);
  if (window.order.length > 0)
    parts.push(sql`order by ${join(window.order.map((one) => printOrderItem(one, at)))}`);
  if (window.frame) parts.push(printFrame(window.frame));
  return join(parts, ' ');
}

function printOrderItem(item: OrderItem, at: Standing): Sql {
  return directed(check(item.of, at).sql, item);
}

/** With its direction and the place of nulls, always written out. */
export function directed(key: Sql, { descending, nulls }: Pick<OrderItem, 'descending' | 'nulls'>): Sql {
  const direction = descending ? sql`desc` : sql`asc`;
  return nulls === 'first' ? sql`${key} ${direction} nulls first` : sql`${key} ${direction} nulls last`;
}

const units = { rows: sql`rows`, range: sql`range`, groups: sql`groups` } as const;
const exclusions = {
  'current row': sql`exclude current row`,
  group: sql`exclude group`,
  ties: sql`exclude ties`,
  'no others': sql`exclude no others`,
} as const;

function printFrame({ unit, start, end, exclude }: Frame): Sql {
  const range =
    end === undefined ? printBound(start) : sql`between ${printBound(start)} and ${printBound(end)}`;
  return exclude === undefined
    ? sql`${units[unit]} ${range}`
    : sql`${units[unit]} ${range} ${exclusions[exclude]}`;
}

function printBound({ rows, side }: FrameBound): Sql {
  if (rows === 'current row') return sql`current row`;
  const far = rows === 'unbounded' ? sql`unbounded` : integer(rows);
  return side === 'preceding' ? sql`${far} preceding` : sql`${far} following`;
}
