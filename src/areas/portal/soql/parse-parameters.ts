import { parseExpression } from './parse-expression.ts';
import { parseOrderItems } from './parse-order.ts';
import { parseSelectList } from './parse-select-list.ts';
import { Source } from './source.ts';
import { foldName } from './token.ts';
import { TokenReader } from './token-reader.ts';
import type { Expression, Query, Select } from './tree.ts';

/** A query given in parts, as addresses have it. Every part is SoQL; `equals` are bare `column=value` filters. */
export interface QueryParts {
  readonly select?: string | undefined;
  readonly where?: string | undefined;
  readonly group?: string | undefined;
  readonly having?: string | undefined;
  readonly order?: string | undefined;
  readonly search?: string | undefined;
  readonly equals?: readonly (readonly [column: string, value: string])[] | undefined;
}

/** The parts as one query. An error says in which part it is. */
export function parseParts(parts: QueryParts): { query: Query; source: Source } {
  const source = new Source();
  const part = <T>(name: string, text: string | undefined, parse: (read: TokenReader) => T) =>
    parsePart(source, name, text, parse);
  const list = part('select', parts.select, (read) => {
    const distinct = read.takeWord('distinct');
    return { distinct, ...parseSelectList(read) };
  });
  const where = part('where', parts.where, parseExpression);
  const filters = [...(where ? [where] : []), ...(parts.equals ?? []).map((one) => equality(one, source))];
  const condition: Expression | undefined =
    filters.length > 1 ? { kind: 'operator', at: 0, op: 'and', args: filters } : filters[0];
  const having = part('having', parts.having, parseExpression);
  const select: Select = {
    at: 0,
    hints: [],
    distinct: list?.distinct ? 'rows' : 'no',
    stars: list?.stars ?? [],
    items: list?.items ?? [],
    joins: [],
    ...(condition && { where: condition }),
    group: part('group', parts.group, (read) => read.list(() => parseExpression(read))) ?? [],
    ...(having && { having }),
    order: part('order', parts.order, parseOrderItems) ?? [],
    ...(parts.search !== undefined && parts.search.trim() !== '' && { search: parts.search }),
  };
  return { query: { kind: 'select', select }, source };
}

function parsePart<T>(
  source: Source,
  name: string,
  text: string | undefined,
  parse: (read: TokenReader) => T,
): T | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const read = new TokenReader(text, source, name);
  const result = parse(read);
  read.needEnd();
  return result;
}

function equality([column, value]: readonly [string, string], source: Source): Expression {
  const at = source.add(value, column);
  return {
    kind: 'operator',
    at,
    op: '=',
    args: [
      { kind: 'column', at, name: foldName(column) },
      { kind: 'text', at, value },
    ],
  };
}
