import { join, type Sql, sql } from '../../../engine/sql.ts';
import { check, checkAs, mismatch, type Standing, unify } from './check-expression.ts';
import { widest } from './functions/choice.ts';
import { nameOfType, type SoqlType, type Storage } from './soql-type.ts';
import { coerce, type Term, term } from './term.ts';
import { textOf } from './text-of.ts';
import type { Expression } from './tree.ts';

type Operation = Extract<Expression, { kind: 'operator' }>;

const yesNo = (text: Sql): Term => term(text, 'boolean', 'boolean');

/** Types that have an order. */
const ordered: ReadonlySet<SoqlType> = new Set([
  'text',
  'number',
  'boolean',
  'floating_timestamp',
  'fixed_timestamp',
  'time',
  'row_identifier',
  'null',
]);

export function checkOperator(of: Operation, at: Standing): Term {
  const { op, args } = of;
  switch (op) {
    case 'and':
      return yesNo(sql`(${join(booleans(args, at), ' and ')})`);
    case 'or':
      return yesNo(sql`(${join(booleans(args, at), ' or ')})`);
    case 'not':
      return yesNo(sql`(not ${checkAs(args[0]!, 'boolean', at).sql})`);
    case 'is null':
      return yesNo(sql`(${check(args[0]!, at).sql} is null)`);
    case 'is not null':
      return yesNo(sql`(${check(args[0]!, at).sql} is not null)`);
    case 'like':
      return yesNo(like(args, at));
    case 'not like':
      return yesNo(sql`(not ${like(args, at)})`);
    case '||':
      return term(
        sql`(${join(
          args.map((one) => textOf(check(one, at))),
          ' || ',
        )})`,
        'text',
        'text',
      );
    case 'subscript':
      return subscript(of, at);
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '^':
      return arithmetic(of, at);
    default:
      return comparison(of, at);
  }
}

const booleans = (args: readonly Expression[], at: Standing) =>
  args.map((one) => checkAs(one, 'boolean', at).sql);

/** A backslash escapes a sign of the pattern; a pattern without one lets the engine use its faster forms. */
function like(args: readonly Expression[], at: Standing): Sql {
  const [value, pattern] = args.map((one) => checkAs(one, 'text', at)) as [Term, Term];
  if (pattern.literal !== undefined && !pattern.literal.includes('\\'))
    return sql`(${value.sql} like ${pattern.sql})`;
  return sql`(${value.sql} like ${pattern.sql} escape '\\')`;
}

function comparison({ op, args }: Operation, at: Standing): Term {
  const terms = unify(
    args,
    args.map((one) => check(one, at)),
    at,
  );
  const equality = op === '=' || op === '<>' || op === 'in' || op === 'not in';
  const unordered = terms.findIndex((one) => !ordered.has(one.type));
  if (unordered >= 0 && !equality)
    throw mismatch(
      args[unordered]!,
      `${nameOfType[terms[unordered]!.type]} values have no order to compare by`,
      at,
    );
  const [first, second, third] = terms.map((one) => one.sql) as [Sql, Sql, Sql];
  switch (op) {
    case '=':
      return yesNo(sql`(${first} = ${second})`);
    case '<>':
      return yesNo(sql`(${first} <> ${second})`);
    case '<':
      return yesNo(sql`(${first} < ${second})`);
    case '<=':
      return yesNo(sql`(${first} <= ${second})`);
    case '>':
      return yesNo(sql`(${first} > ${second})`);
    case '>=':
      return yesNo(sql`(${first} >= ${second})`);
    case 'between':
      return yesNo(sql`(${first} between ${second} and ${third})`);
    case 'not between':
      return yesNo(sql`(${first} not between ${second} and ${third})`);
    case 'in':
      return yesNo(sql`(${first} in (${join(terms.slice(1).map((one) => one.sql))}))`);
    default:
      return yesNo(sql`(${first} not in (${join(terms.slice(1).map((one) => one.sql))}))`);
  }
}

function arithmetic(of: Operation, at: Standing): Term {
  const terms = of.args.map((one) => check(one, at));
  const [first, second] = terms as [Term, Term?];
  if (second && (second.type === 'interval' || first.type === 'interval'))
    return shifted(of, first, second, at);
  const [a, b] = terms.map((one, index) => {
    const value = coerce(one, 'number');
    if (!value)
      throw mismatch(
        of.args[index]!,
        `expected a number beside “${of.op}” but this is ${nameOfType[one.type]}`,
        at,
      );
    return value;
  }) as [Term, Term?];
  if (!b)
    return term(
      of.op === '-' ? sql`(-${a.sql})` : a.sql,
      'number',
      a.storage === 'count' ? 'integer' : a.storage,
    );
  return term(sumOrProduct(of.op, a.sql, b.sql), 'number', storageOf(of.op, a, b));
}

/** Division by zero gives null: no number answers it, and one bad row must not fail the rest. */
function sumOrProduct(op: string, a: Sql, b: Sql): Sql {
  switch (op) {
    case '+':
      return sql`(${a} + ${b})`;
    case '-':
      return sql`(${a} - ${b})`;
    case '*':
      return sql`(${a} * ${b})`;
    case '/':
      return sql`(${a} / nullif(${b}, 0))`;
    case '%':
      return sql`(${a} % nullif(${b}, 0))`;
    default:
      return sql`pow(${a}, ${b})`;
  }
}

function storageOf(op: string, a: Term, b: Term): Storage {
  if (op === '/' || op === '^') return 'double';
  const storage = widest([a, b]);
  return storage === 'count' ? 'integer' : storage;
}

/** A moment and an interval. */
function shifted(of: Operation, a: Term, b: Term, at: Standing): Term {
  const moment = a.type === 'interval' ? b : a;
  const interval = a.type === 'interval' ? a : b;
  const known = moment.type === 'floating_timestamp' || moment.type === 'fixed_timestamp';
  if (!known || interval.type !== 'interval' || (of.op === '-' && a.type === 'interval'))
    throw mismatch(of, 'an interval can be added to or taken from a date and time only', at);
  const at0 = sql`cast(${moment.sql} as timestamp)`;
  if (of.op === '+') return term(sql`(${at0} + ${interval.sql})`, moment.type, 'timestamp');
  if (of.op === '-') return term(sql`(${at0} - ${interval.sql})`, moment.type, 'timestamp');
  throw mismatch(of, `“${of.op}” has no meaning for an interval`, at);
}

/** A member of a JSON value, or a part of a point. */
function subscript(of: Operation, at: Standing): Term {
  const value = check(of.args[0]!, at);
  const key = check(of.args[1]!, at);
  if (value.point && (key.literal === 'latitude' || key.literal === 'longitude'))
    return term(value.point[key.literal], 'number', 'double');
  if (value.type !== 'json') throw mismatch(of, `${nameOfType[value.type]} has no parts to take`, at);
  const json = sql`case when json_valid(cast(${value.sql} as varchar)) then cast(${value.sql} as json) end`;
  if (key.type === 'number')
    return term(sql`json_extract(${json}, cast(${key.sql} as bigint))`, 'json', 'json');
  // As a JSON pointer the key is only ever a name, whatever signs it holds.
  const pointer = (key.literal ?? '').replaceAll('~', '~0').replaceAll('/', '~1');
  if (key.literal === undefined) throw mismatch(of, 'the name of a part must be written out', at);
  return term(sql`json_extract(${json}, cast(${`/${pointer}`} as varchar))`, 'json', 'json');
}
