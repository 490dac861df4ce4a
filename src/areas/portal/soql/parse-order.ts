import { parseExpression } from './parse-expression.ts';
import type { TokenReader } from './token-reader.ts';
import type { OrderItem } from './tree.ts';

/** `ORDER BY a DESC NULLS LAST, b`. */
export function parseOrder(read: TokenReader): OrderItem[] {
  read.needWord('order');
  read.needWord('by');
  return parseOrderItems(read);
}

/** The same without the words, as `$order` and `order=` have it. */
export function parseOrderItems(read: TokenReader): OrderItem[] {
  return read.list(() => {
    const of = parseExpression(read);
    const descending = read.takeWord('desc');
    if (!descending) read.takeWord('asc');
    return { of, descending, nulls: nullPlace(read) ?? (descending ? 'first' : 'last') };
  });
}

function nullPlace(read: TokenReader): 'first' | 'last' | undefined {
  if (!read.takeWord('null') && !read.takeWord('nulls')) return undefined;
  if (read.takeWord('first')) return 'first';
  read.needWord('last');
  return 'last';
}
