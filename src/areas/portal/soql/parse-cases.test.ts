import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { OakError } from '../../../core/error.ts';
import { lex } from './lexer.ts';
import { parseLoneExpression, parseQuery } from './parse-query.ts';

interface Case {
  id: number;
  kind: 'query' | 'expression';
  query: string;
  expect: 'ok' | 'error';
  error?: string;
  same_as?: string;
  note: string;
}
const golden: { cases: Case[]; string_literals: { literal: string; value: string }[] } = JSON.parse(
  readFileSync(new URL('../../../../test/golden/soda/soql-parse-cases.json', import.meta.url), 'utf8'),
);

const parse = (kind: Case['kind'], text: string) =>
  kind === 'query' ? parseQuery(text) : parseLoneExpression(text);
const shape = (tree: unknown) =>
  JSON.parse(
    JSON.stringify(tree, (key, value) =>
      key === 'at' ? undefined : typeof value === 'bigint' ? `${value}` : value,
    ),
  );

function faultOf(run: () => unknown): OakError {
  try {
    run();
  } catch (error) {
    if (error instanceof OakError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

describe('the reference grammar, case by case', () => {
  test('all 248 cases are here', () => expect(golden.cases).toHaveLength(248));

  test.each(golden.cases.map((one) => [one.id, one.note, one] as const))('%i: %s', (_id, _note, one) => {
    if (one.expect === 'ok') {
      const tree = parse(one.kind, one.query);
      if (one.same_as !== undefined) expect(shape(tree)).toEqual(shape(parse(one.kind, one.same_as)));
    } else {
      const fault = faultOf(() => parse(one.kind, one.query));
      expect(fault.code).toBe('query.soql.bad-parse');
      expect(fault.details['fault']).toBe(one.error);
    }
  });

  test.each(golden.string_literals.map((one) => [one.literal, one.value]))('string %j', (literal, value) => {
    expect(lex(literal)[0]).toMatchObject({ kind: 'string', text: value });
  });
});

describe('what a person reads when a query is wrong', () => {
  test.each([
    [
      'select a,\n  b where',
      2,
      10,
      'expected a column, a value or a function but found the end of the query',
    ],
    [
      'select a where town = ',
      1,
      23,
      'expected a column, a value or a function but found the end of the query',
    ],
    ["select a where x not 'secret'", 1, 22, 'expected BETWEEN, IN or LIKE but found a text in quotes'],
    ['select a limit 1.5', 1, 16, 'expected a whole number but found a number'],
    ['select a ; drop table b', 1, 10, 'the character “;” has no meaning here'],
  ])('%s', (query, line, column, problem) => {
    const fault = faultOf(() => parseQuery(query));
    expect(fault.details).toMatchObject({ line, column, problem });
    expect(fault.message).toContain(`line ${line}, column ${column}`);
    expect(fault.message).not.toContain('secret');
  });

  test('a thousand conditions are one flat condition', () => {
    const tree = parseLoneExpression(Array.from({ length: 1000 }, (_, n) => `a = ${n}`).join(' or '));
    expect(tree.kind === 'operator' && tree.args.length).toBe(1000);
  });

  test('nesting that would exhaust the stack is refused, not a crash', () => {
    expect(
      faultOf(() => parseLoneExpression(`${'('.repeat(9000)}a${')'.repeat(9000)}`)).details['fault'],
    ).toBe('too-complex');
    expect(faultOf(() => parseLoneExpression(`a${' + a'.repeat(5_000)}`)).details['fault']).toBe(
      'too-complex',
    );
  });
});
