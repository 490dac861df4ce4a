import { parseFilter, parseWindow } from './parse-window.ts';
import { foldName, type Sign } from './token.ts';
import type { TokenReader } from './token-reader.ts';
import type { Expression, Operator } from './tree.ts';

/**
 * Precedence, low to high: or · and · not · is null, like, between, in · comparison · + - || · * / % · ^ (right) ·
 * sign · cast · subscript.
 */
export function parseExpression(read: TokenReader): Expression {
  return read.deeper(() => chain(read, conjunction, () => (read.takeWord('or') ? 'or' : undefined)));
}

function conjunction(read: TokenReader): Expression {
  return chain(read, negation, () => (read.takeWord('and') ? 'and' : undefined));
}

function negation(read: TokenReader): Expression {
  const { at } = read.peek();
  if (!read.takeWord('not')) return predicate(read);
  return operator(at, 'not', [read.deeper(() => negation(read))]);
}

function predicate(read: TokenReader): Expression {
  let left = comparison(read);
  for (;;) {
    const { at } = left;
    if (read.takeWord('is')) {
      const op = read.takeWord('not') ? 'is not null' : 'is null';
      read.needWord('null');
      left = operator(at, op, [left]);
      continue;
    }
    const negated = read.takeWord('not');
    const not = (op: 'like' | 'between' | 'in'): Operator => (negated ? `not ${op}` : op);
    if (read.takeWord('like')) {
      left = operator(at, not('like'), [left, comparison(read)]);
    } else if (read.takeWord('between')) {
      const low = comparison(read);
      read.needWord('and');
      left = operator(at, not('between'), [left, low, comparison(read)]);
    } else if (read.takeWord('in')) {
      read.needSign('(');
      const members = read.list(() => parseExpression(read));
      read.needSign(')');
      left = operator(at, not('in'), [left, ...members]);
    } else if (negated) {
      throw read.expected('BETWEEN, IN or LIKE');
    } else {
      return left;
    }
  }
}

const comparisons: readonly [Sign, Operator][] = [
  ['=', '='],
  ['==', '='],
  ['<>', '<>'],
  ['!=', '<>'],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
];
const sums: readonly [Sign, Operator][] = [
  ['+', '+'],
  ['-', '-'],
  ['||', '||'],
];
const products: readonly [Sign, Operator][] = [
  ['*', '*'],
  ['/', '/'],
  ['%', '%'],
];

const comparison = (read: TokenReader): Expression => chain(read, sum, () => takeOne(read, comparisons));
const sum = (read: TokenReader): Expression => chain(read, product, () => takeOne(read, sums));
const product = (read: TokenReader): Expression => chain(read, power, () => takeOne(read, products));

function power(read: TokenReader): Expression {
  const base = signed(read);
  if (!read.takeSign('^')) return base;
  return operator(base.at, '^', [base, read.deeper(() => power(read))]);
}

function signed(read: TokenReader): Expression {
  const { at } = read.peek();
  for (const sign of ['-', '+'] as const)
    if (read.takeSign(sign)) return operator(at, sign, [read.deeper(() => signed(read))]);
  return cast(read);
}

function cast(read: TokenReader): Expression {
  let of = subscripted(read);
  while (read.takeSign('::')) {
    of = { kind: 'cast', at: of.at, of, to: foldName(read.needName('a type name')) };
  }
  return of;
}

function subscripted(read: TokenReader): Expression {
  let of = atom(read);
  for (;;) {
    const { at } = read.peek();
    if (read.takeSign('.')) {
      of = operator(of.at, 'subscript', [
        of,
        { kind: 'text', at, value: read.needName('a name after the dot') },
      ]);
    } else if (read.takeSign('[')) {
      of = operator(of.at, 'subscript', [of, parseExpression(read)]);
      read.needSign(']');
    } else {
      return of;
    }
  }
}

function atom(read: TokenReader): Expression {
  const token = read.peek();
  const { at } = token;
  if (token.kind === 'string') {
    read.take();
    return { kind: 'text', at, value: token.text };
  }
  if (token.kind === 'number') {
    read.take();
    return { kind: 'number', at, digits: token.text };
  }
  if (token.kind === 'hole') {
    read.take();
    return { kind: 'hole', at, name: foldName(token.text) };
  }
  if (token.kind === 'system') {
    read.take();
    return { kind: 'column', at, name: foldName(token.text) };
  }
  if (token.kind === 'table') return qualifiedColumn(read);
  if (read.takeWord('null')) return { kind: 'null', at };
  if (read.takeWord('true')) return { kind: 'boolean', at, value: true };
  if (read.takeWord('false')) return { kind: 'boolean', at, value: false };
  if (read.takeSign('(')) {
    const inner = parseExpression(read);
    read.needSign(')');
    return inner;
  }
  if (read.isWord('case') && read.isWord('when', 1)) return caseWhen(read);
  if (read.isWord('param') && read.isSign('(', 1)) return parameter(read);
  const name = foldName(read.needName('a column, a value or a function'));
  return read.isSign('(') ? call(read, at, name) : { kind: 'column', at, name };
}

function qualifiedColumn(read: TokenReader): Expression {
  const table = read.take();
  read.needSign('.');
  const column = read.peek();
  const name = column.kind === 'system' ? read.take().text : read.needName('a column of the table');
  return { kind: 'column', at: table.at, name: foldName(name), table: foldName(table.text) };
}

function caseWhen(read: TokenReader): Expression {
  const { at } = read.needWord('case');
  const branches: { when: Expression; value: Expression }[] = [];
  while (read.takeWord('when')) {
    const when = parseExpression(read);
    read.needWord('then');
    branches.push({ when, value: parseExpression(read) });
  }
  const otherwise = read.takeWord('else') ? parseExpression(read) : undefined;
  read.needWord('end');
  return { kind: 'case', at, branches, ...(otherwise && { otherwise }) };
}

function parameter(read: TokenReader): Expression {
  const { at } = read.needWord('param');
  read.needSign('(');
  const view = read.peek().kind === 'table' ? read.take().text : undefined;
  if (view !== undefined) read.needSign(',');
  const name = foldName(read.needString('the name of a parameter in quotes'));
  read.needSign(')');
  return { kind: 'hole', at, name, ...(view !== undefined && { view }) };
}

function call(read: TokenReader, at: number, name: string): Expression {
  read.needSign('(');
  const star = read.takeSign('*');
  const distinct = !star && read.takeWord('distinct');
  let args: Expression[] = [];
  if (distinct) args = [parseExpression(read)];
  else if (!star && !read.isSign(')')) args = read.list(() => parseExpression(read));
  read.needSign(')');
  const filter = parseFilter(read);
  const window = parseWindow(read);
  return {
    kind: 'call',
    at,
    name,
    args,
    star,
    distinct,
    ...(filter && { filter }),
    ...(window && { window }),
  };
}

const operator = (at: number, op: Operator, args: Expression[]): Expression => ({
  kind: 'operator',
  at,
  op,
  args,
});

/** A chain longer than this would exhaust the stack of whatever walks the tree. AND and OR are held flat instead. */
const maxChain = 500;

/** Operands joined by operators of one precedence, grouping to the left. */
function chain(
  read: TokenReader,
  operand: (read: TokenReader) => Expression,
  takeOperator: () => Operator | undefined,
): Expression {
  let left = operand(read);
  let flat: Expression[] | undefined;
  let links = 0;
  for (let op = takeOperator(); op !== undefined; op = takeOperator()) {
    const right = operand(read);
    if ((op === 'and' || op === 'or') && flat !== undefined) {
      flat.push(right);
      continue;
    }
    links += 1;
    if (links > maxChain) throw read.fail('too-complex', 'too many operators in a row');
    flat = [left, right];
    left = operator(left.at, op, flat);
  }
  return left;
}

function takeOne(read: TokenReader, table: readonly [Sign, Operator][]): Operator | undefined {
  return table.find(([sign]) => read.takeSign(sign))?.[1];
}
