import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatExpression, formatQuery } from './format.ts';
import { parseLoneExpression, parseQuery } from './parse-query.ts';
import type { Expression } from './tree.ts';

const golden: { cases: { kind: string; query: string; expect: string }[] } = JSON.parse(
  readFileSync(new URL('../../../../test/golden/soda/soql-parse-cases.json', import.meta.url), 'utf8'),
);
const shape = (tree: unknown) =>
  JSON.parse(
    JSON.stringify(tree, (key, value) =>
      key === 'at' ? undefined : typeof value === 'bigint' ? `${value}` : value,
    ),
  );

describe('the canonical text', () => {
  const accepted = golden.cases.filter((one) => one.expect === 'ok');
  test.each(accepted.map((one) => [one.query, one.kind]))('%s reads back as the same tree', (query, kind) => {
    if (kind === 'query')
      expect(shape(parseQuery(formatQuery(parseQuery(query))))).toEqual(shape(parseQuery(query)));
    else
      expect(shape(parseLoneExpression(formatExpression(parseLoneExpression(query))))).toEqual(
        shape(parseLoneExpression(query)),
      );
  });

  test('two ways to write one query have one text', () => {
    expect(formatQuery(parseQuery('SELECT Town,COUNT(*)  WHERE a==1 -- why\n ORDER BY Town'))).toBe(
      formatQuery(parseQuery('select `town`, count( * ) where (a = 1) order by town asc nulls last')),
    );
  });

  test('property: parse after format is identity', () => {
    const name = fc.constantFrom('town', 'select', 'case', 'null', 'été', 'a_b', '_x');
    const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
      expression: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        name.map((column): Expression => ({ kind: 'column', at: 0, name: column })),
        fc
          .string({ unit: 'grapheme', maxLength: 8 })
          .map((value): Expression => ({ kind: 'text', at: 0, value })),
        fc.nat().map((value): Expression => ({ kind: 'number', at: 0, digits: String(value) })),
        fc
          .tuple(
            fc.constantFrom('=', '<>', '+', '-', '*', '||', '^', 'like', 'not in') as fc.Arbitrary<never>,
            tie('expression'),
            tie('expression'),
          )
          .map(([op, a, b]): Expression => ({ kind: 'operator', at: 0, op, args: [a, b] })),
        fc
          .tuple(fc.constantFrom('not', 'is null', '-') as fc.Arbitrary<never>, tie('expression'))
          .map(([op, a]): Expression => ({ kind: 'operator', at: 0, op, args: [a] })),
        fc
          .tuple(tie('expression'), tie('expression'), tie('expression'))
          .map(([a, b, c]): Expression => ({ kind: 'operator', at: 0, op: 'between', args: [a, b, c] })),
        fc
          .tuple(tie('expression'), tie('expression'))
          .map(([when, value]): Expression => ({ kind: 'case', at: 0, branches: [{ when, value }] })),
        tie('expression').map((of): Expression => ({ kind: 'cast', at: 0, of, to: 'text' })),
      ),
    }));
    fc.assert(
      fc.property(expression, (tree) => {
        expect(shape(parseLoneExpression(formatExpression(tree)))).toEqual(shape(tree));
      }),
      { numRuns: 500 },
    );
  });
});
