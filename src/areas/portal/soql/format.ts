import { reservedWords } from './token.ts';
import type {
  Call,
  Expression,
  Frame,
  FrameBound,
  Join,
  OrderItem,
  Query,
  Select,
  Star,
  Window,
} from './tree.ts';

/**
 * A tree as one canonical SoQL text: what two queries that mean the same tree have in common, so the key of a cache and
 * the address of a view. Parsing it gives the same tree again.
 */
export function formatQuery(query: Query): string {
  switch (query.kind) {
    case 'select':
      return formatSelect(query.select);
    case 'chain':
      return `${formatQuery(query.left)} |> ${formatQuery(query.right)}`;
    case 'combine': {
      const right =
        query.right.kind === 'select' ? formatQuery(query.right) : `(${formatQuery(query.right)})`;
      return `${formatQuery(query.left)} ${query.by}${query.all ? ' all' : ''} ${right}`;
    }
  }
}

function formatSelect(select: Select): string {
  const parts = ['select'];
  if (select.hints.length > 0) parts.push(`hint(${select.hints.join(', ')})`);
  if (select.distinct === 'rows') parts.push('distinct');
  else if (select.distinct !== 'no') parts.push(`distinct on (${list(select.distinct)})`);
  const items = select.items.map(({ of, alias }) =>
    alias === undefined ? formatExpression(of) : `${formatExpression(of)} as ${formatName(alias)}`,
  );
  if (select.stars.length + items.length > 0)
    parts.push([...select.stars.map(formatStar), ...items].join(', '));
  if (select.from) parts.push(`from ${formatTable(select.from.name, select.from.alias)}`);
  parts.push(...select.joins.map(formatJoin));
  if (select.where) parts.push(`where ${formatExpression(select.where)}`);
  if (select.group.length > 0) parts.push(`group by ${list(select.group)}`);
  if (select.having) parts.push(`having ${formatExpression(select.having)}`);
  if (select.order.length > 0) parts.push(`order by ${select.order.map(formatOrderItem).join(', ')}`);
  if (select.search !== undefined) parts.push(`search ${quote(select.search)}`);
  if (select.limit !== undefined) parts.push(`limit ${select.limit}`);
  if (select.offset !== undefined) parts.push(`offset ${select.offset}`);
  return parts.join(' ');
}

function formatStar(star: Star): string {
  const except = star.except.length > 0 ? ` (except ${star.except.map(formatName).join(', ')})` : '';
  return `${star.table === undefined ? '' : `@${star.table}.`}${star.system ? ':*' : '*'}${except}`;
}

const formatTable = (name: string, alias: string | undefined) =>
  `@${name}${alias === undefined ? '' : ` as @${alias}`}`;

function formatJoin(join: Join): string {
  const source =
    join.query !== undefined
      ? `(${formatQuery(join.query)}) as @${join.alias}`
      : formatTable(
          `${join.table!.name}${join.arguments === undefined ? '' : `(${list(join.arguments)})`}`,
          join.alias,
        );
  const side = join.side === 'inner' ? '' : `${join.side} outer `;
  return `${side}join ${join.lateral ? 'lateral ' : ''}${source} on ${formatExpression(join.on)}`;
}

function formatOrderItem({ of, descending, nulls }: OrderItem): string {
  return `${formatExpression(of)} ${descending ? 'desc' : 'asc'} nulls ${nulls}`;
}

/** A column name as it must be written: back quotes where it is a reserved word or holds a sign. */
export function formatName(name: string): string {
  return /^(:@?)?[\p{L}_][\p{L}\p{N}\p{M}_]*$/u.test(name) && !reservedWords.has(name) ? name : `\`${name}\``;
}

const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;
const list = (items: readonly Expression[]) => items.map(formatExpression).join(', ');

/** Every operation in parentheses: longer to read, with one meaning only. */
export function formatExpression(of: Expression): string {
  switch (of.kind) {
    case 'column':
      return `${of.table === undefined ? '' : `@${of.table}.`}${formatName(of.name)}`;
    case 'text':
      return quote(of.value);
    case 'number':
      return of.digits;
    case 'boolean':
      return String(of.value);
    case 'null':
      return 'null';
    case 'hole':
      if (of.view !== undefined) return `param(@${of.view}, ${quote(of.name)})`;
      return `?${of.name}`;
    case 'cast':
      return `${formatExpression(of.of)}::${formatName(of.to)}`;
    case 'case':
      return `case ${of.branches.map((one) => `when ${formatExpression(one.when)} then ${formatExpression(one.value)}`).join(' ')}${of.otherwise ? ` else ${formatExpression(of.otherwise)}` : ''} end`;
    case 'call':
      return formatCall(of);
    case 'operator':
      return formatOperator(of.op, of.args);
  }
}

function formatOperator(op: string, args: readonly Expression[]): string {
  const [first, ...rest] = args.map(formatExpression) as [string, ...string[]];
  if (op === 'is null' || op === 'is not null') return `(${first} ${op})`;
  if (op === 'in' || op === 'not in') return `(${first} ${op} (${rest.join(', ')}))`;
  if (op === 'between' || op === 'not between') return `(${first} ${op} ${rest[0]} and ${rest[1]})`;
  if (op === 'subscript') return `${first}[${rest[0]}]`;
  if (rest.length === 0) return `(${op} ${first})`;
  return `(${[first, ...rest].join(` ${op} `)})`;
}

function formatCall(call: Call): string {
  const args = call.star ? '*' : `${call.distinct ? 'distinct ' : ''}${list(call.args)}`;
  const filter = call.filter ? ` filter (where ${formatExpression(call.filter)})` : '';
  return `${formatName(call.name)}(${args})${filter}${call.window ? ` over (${formatWindow(call.window)})` : ''}`;
}

function formatWindow(window: Window): string {
  const parts: string[] = [];
  if (window.partition.length > 0) parts.push(`partition by ${list(window.partition)}`);
  if (window.order.length > 0) parts.push(`order by ${window.order.map(formatOrderItem).join(', ')}`);
  if (window.frame) parts.push(formatFrame(window.frame));
  return parts.join(' ');
}

function formatFrame({ unit, start, end, exclude }: Frame): string {
  const range =
    end === undefined ? formatBound(start) : `between ${formatBound(start)} and ${formatBound(end)}`;
  return `${unit} ${range}${exclude === undefined ? '' : ` exclude ${exclude}`}`;
}

const formatBound = ({ rows, side }: FrameBound) => (side === undefined ? `${rows}` : `${rows} ${side}`);
