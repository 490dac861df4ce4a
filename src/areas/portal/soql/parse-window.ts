import { parseExpression } from './parse-expression.ts';
import { parseOrder } from './parse-order.ts';
import type { TokenReader } from './token-reader.ts';
import type { Expression, Frame, FrameBound, Window } from './tree.ts';

/** `FILTER (WHERE …)` after an aggregate, or nothing. */
export function parseFilter(read: TokenReader): Expression | undefined {
  if (!read.takeWord('filter')) return undefined;
  read.needSign('(');
  read.needWord('where');
  const condition = parseExpression(read);
  read.needSign(')');
  return condition;
}

/** `OVER (PARTITION BY … ORDER BY … frame)` after a call, or nothing. */
export function parseWindow(read: TokenReader): Window | undefined {
  if (!read.takeWord('over')) return undefined;
  read.needSign('(');
  const partition = read.takeWords('partition', 'by') ? read.list(() => parseExpression(read)) : [];
  const order = read.isWord('order') ? parseOrder(read) : [];
  const frame = parseFrame(read);
  read.needSign(')');
  return { partition, order, ...(frame && { frame }) };
}

function parseFrame(read: TokenReader): Frame | undefined {
  const unit = (['rows', 'range', 'groups'] as const).find((word) => read.takeWord(word));
  if (unit === undefined) return undefined;
  if (!read.takeWord('between')) return { unit, start: bound(read), ...exclusion(read) };
  const start = bound(read);
  read.needWord('and');
  return { unit, start, end: bound(read), ...exclusion(read) };
}

function bound(read: TokenReader): FrameBound {
  if (read.takeWord('current')) {
    read.needWord('row');
    return { rows: 'current row' };
  }
  const rows = read.takeWord('unbounded')
    ? 'unbounded'
    : read.needInteger('UNBOUNDED, CURRENT ROW or a whole number');
  if (read.takeWord('preceding')) return { rows, side: 'preceding' };
  read.needWord('following');
  return { rows, side: 'following' };
}

function exclusion(read: TokenReader): { exclude?: NonNullable<Frame['exclude']> } {
  if (!read.takeWord('exclude')) return {};
  if (read.takeWords('current', 'row')) return { exclude: 'current row' };
  if (read.takeWords('no', 'others')) return { exclude: 'no others' };
  if (read.takeWord('group')) return { exclude: 'group' };
  read.needWord('ties');
  return { exclude: 'ties' };
}
