import { parseExpression } from './parse-expression.ts';
import { parseOrder } from './parse-order.ts';
import { parseSelectList } from './parse-select-list.ts';
import type { Source } from './source.ts';
import { foldName } from './token.ts';
import { TokenReader } from './token-reader.ts';
import type { Expression, Join, OrderItem, Query, Select, TableName } from './tree.ts';

/** Reads a whole SoQL query. Throws `query.soql.bad-parse`, saying what was expected, found, and where. */
export function parseQuery(text: string, source?: Source): Query {
  const read = new TokenReader(text, source);
  const query = parseCompound(read);
  read.needEnd();
  return query;
}

/** Reads one expression, as `$where` and `$having` hold it. */
export function parseLoneExpression(text: string): Expression {
  const read = new TokenReader(text);
  const expression = parseExpression(read);
  read.needEnd();
  return expression;
}

function parseCompound(read: TokenReader): Query {
  return read.deeper(() => {
    let left = parseAtom(read);
    for (;;) {
      const operator = read.peek();
      if (read.takeSign('|>')) {
        const right = parseAtom(read);
        if (right.kind !== 'select')
          throw read.fail('expected-leaf-query', 'the right side of |> is one plain SELECT', operator);
        left = { kind: 'chain', left, right };
        continue;
      }
      const by = (['union', 'intersect', 'minus'] as const).find((word) => read.takeWord(word));
      if (by === undefined) return left;
      left = { kind: 'combine', by, all: read.takeWord('all'), left, right: parseAtom(read) };
    }
  });
}

function parseAtom(read: TokenReader): Query {
  if (!read.takeSign('(')) return { kind: 'select', select: parseSelect(read) };
  const inner = parseCompound(read);
  read.needSign(')');
  return inner;
}

function parseSelect(read: TokenReader): Select {
  const { at } = read.needWord('select');
  const hints = parseHints(read);
  const distinct = parseDistinct(read);
  const { stars, items } = parseSelectList(read);
  const from = read.takeWord('from') ? parseFrom(read) : undefined;
  const joins: Join[] = [];
  for (let join = parseJoin(read); join; join = parseJoin(read)) joins.push(join);
  const where = read.takeWord('where') ? parseExpression(read) : undefined;
  const group = read.takeWord('group') ? parseGroup(read) : [];
  const having = read.takeWord('having') ? parseExpression(read) : undefined;
  return {
    at,
    hints,
    distinct,
    stars,
    items,
    ...(from && { from }),
    joins,
    ...(where && { where }),
    group,
    ...(having && { having }),
    ...parseOrderAndSearch(read),
    ...parseLimits(read),
  };
}

const knownHints = ['materialized', 'no_rollup', 'no_chain_merge'];

function parseHints(read: TokenReader): string[] {
  if (!read.isWord('hint') || !read.isSign('(', 1)) return [];
  read.take();
  read.take();
  if (read.takeSign(')')) return [];
  const hints = read.list(() => {
    const hint = knownHints.find((known) => read.takeWord(known));
    if (hint === undefined) throw read.expected(`a hint (${knownHints.join(', ')})`);
    return hint;
  });
  read.needSign(')');
  return hints;
}

function parseDistinct(read: TokenReader): Select['distinct'] {
  if (!read.takeWord('distinct')) return 'no';
  if (!read.takeWord('on')) return 'rows';
  read.needSign('(');
  const keys = read.list(() => parseExpression(read));
  read.needSign(')');
  return keys;
}

function parseTable(read: TokenReader): TableName {
  const token = read.peek();
  if (token.kind !== 'table') throw read.expected('a table, written @abcd-1234');
  read.take();
  return { at: token.at, name: token.text.toLowerCase() };
}

function parseTableAlias(read: TokenReader): string | undefined {
  if (!read.takeWord('as')) return undefined;
  return foldName(read.peek().kind === 'table' ? read.take().text : read.needName('a name for the table'));
}

function parseFrom(read: TokenReader): TableName {
  const table = parseTable(read);
  const alias = parseTableAlias(read);
  if (table.name === 'this' && alias === undefined) throw read.expected('AS and a name for @this');
  return { ...table, ...(alias !== undefined && { alias }) };
}

function parseJoin(read: TokenReader): Join | undefined {
  const { at } = read.peek();
  const side = (['left', 'right', 'full'] as const).find((word) => read.takeWord(word));
  if (side !== undefined) {
    read.takeWord('outer');
    read.needWord('join');
  } else if (!read.takeWord('join')) {
    return undefined;
  }
  const lateral = read.takeWord('lateral');
  const source = parseJoinSource(read);
  read.needWord('on');
  return { at, side: side ?? 'inner', lateral, ...source, on: parseExpression(read) };
}

function parseJoinSource(read: TokenReader): Pick<Join, 'table' | 'arguments' | 'query' | 'alias'> {
  if (read.takeSign('(')) {
    const query = parseCompound(read);
    read.needSign(')');
    const alias = parseTableAlias(read);
    if (alias === undefined) throw read.expected('AS and a name for the joined query');
    return { query, alias };
  }
  const table = parseTable(read);
  const callArguments = parseTableArguments(read);
  const alias = parseTableAlias(read);
  return {
    table,
    ...(callArguments && { arguments: callArguments }),
    ...(alias !== undefined && { alias }),
  };
}

function parseTableArguments(read: TokenReader): Expression[] | undefined {
  if (!read.takeSign('(')) return undefined;
  if (read.takeSign(')')) return [];
  const values = read.list(() => parseExpression(read));
  read.needSign(')');
  return values;
}

function parseGroup(read: TokenReader): Expression[] {
  read.needWord('by');
  return read.list(() => parseExpression(read));
}

function parseOrderAndSearch(read: TokenReader): { order: OrderItem[]; search?: string } {
  let order: OrderItem[] | undefined;
  let search: string | undefined;
  for (;;) {
    if (order === undefined && read.isWord('order')) order = parseOrder(read);
    else if (search === undefined && read.takeWord('search'))
      search = read.needString('a text to search for');
    else return { order: order ?? [], ...(search !== undefined && { search }) };
  }
}

function parseLimits(read: TokenReader): { limit?: bigint; offset?: bigint } {
  let limit: bigint | undefined;
  let offset: bigint | undefined;
  for (;;) {
    if (limit === undefined && read.takeWord('limit')) limit = read.needInteger('a whole number');
    else if (offset === undefined && read.takeWord('offset')) offset = read.needInteger('a whole number');
    else return { ...(limit !== undefined && { limit }), ...(offset !== undefined && { offset }) };
  }
}
