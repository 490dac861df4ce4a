import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Jurisdiction } from '../../../core/jurisdiction.ts';
import { openDuckdb } from '../../../engine/duckdb/open.ts';
import type { Engine } from '../../../engine/engine.ts';
import { join, literal, sql } from '../../../engine/sql.ts';
import type { RuleDefinition } from '../rule.ts';
import type { Ground } from '../rules/rule-kind.ts';
import { checkRules } from './check-rules.ts';

interface Row {
  readonly a: number | null;
  readonly b: number | null;
  readonly t: string | null;
}

/** A naive reading of each rule, row by row in JavaScript: null is not looked at, false fails. */
function naive(rule: RuleDefinition, rows: readonly Row[]): (boolean | null)[] {
  const cell = (row: Row, field: string) => row[field as keyof Row];
  return rows.map((row) => {
    switch (rule.kind) {
      case 'unique': {
        const key = (one: Row) => rule.fields.map((field) => cell(one, field));
        const mine = key(row);
        if (mine.includes(null)) return null;
        return rows.filter((one) => key(one).every((value, at) => value === mine[at])).length === 1;
      }
      case 'not-null': {
        const value = cell(row, rule.field);
        return value !== null && (typeof value !== 'string' || value.trim() !== '');
      }
      case 'range': {
        const value = cell(row, rule.field) as number | null;
        return value === null ? null : value >= (rule.min as number) && value <= (rule.max as number);
      }
      case 'in-set': {
        const value = cell(row, rule.field);
        return value === null ? null : rule.values.includes(String(value));
      }
      case 'pattern': {
        const value = cell(row, rule.field);
        return value === null ? null : new RegExp(`^(?:${rule.pattern})$`).test(String(value));
      }
      case 'order': {
        const [left, right] = [cell(row, rule.field), cell(row, rule.atMost)] as (number | null)[];
        return left == null || right == null ? null : left <= right;
      }
      default:
        throw new Error('not in this test');
    }
  });
}

let engine: Engine;
let folder: string;
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(path(tmpdir(), 'oak-checks-'));
  engine = await openDuckdb({ memoryLimitMb: 200, threads: 2, tempFolder: path(folder, 'spill') });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

const small = fc.option(fc.integer({ min: -5, max: 15 }), { nil: null });
const word = fc.option(fc.constantFrom('K', 'A', 'B', ' ', 'k', "O'", 'É9'), { nil: null });
const rowsOf = fc.array(fc.record({ a: small, b: small, t: word }), { minLength: 1, maxLength: 40 });
const either = fc.constantFrom<string>('a', 't');
const rule = fc.oneof(
  fc
    .constantFrom<string[]>(['a'], ['t'], ['a', 'b'], ['a', 'b', 't'])
    .map((fields): RuleDefinition => ({ kind: 'unique', fields })),
  either.map((field): RuleDefinition => ({ kind: 'not-null', field })),
  fc
    .tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 0, max: 15 }))
    .map(([min, max]): RuleDefinition => ({ kind: 'range', field: 'a', min, max })),
  fc
    .tuple(fc.subarray(['K', 'A', "O'", '3'], { minLength: 1 }), either)
    .map(([values, field]): RuleDefinition => ({ kind: 'in-set', field, values })),
  fc
    .tuple(fc.constantFrom('[A-Z]', "O'|K", '-?[0-9]', '.'), either)
    .map(([pattern, field]): RuleDefinition => ({ kind: 'pattern', field, pattern })),
  fc.constant<RuleDefinition>({ kind: 'order', field: 'a', atMost: 'b' }),
);

describe('all rules in one scan', () => {
  it('finds the rows a naive reading finds, for up to 130 rules at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        rowsOf,
        fc.array(rule, { minLength: 1, maxLength: 130 }),
        async (rows, definitions) => {
          const lines = rows.map(
            ({ a, b, t }, at) => sql`(${at + 1}::BIGINT, ${a}::BIGINT, ${b}::BIGINT, ${t}::VARCHAR)`,
          );
          const ground: Omit<Ground, 'own'> = {
            rows: sql`(SELECT * FROM (VALUES ${join(lines)}) AS v(_row, a, b, t)) AS v`,
            columns: new Map([
              ['a', { title: 'a', type: 'integer' }],
              ['b', { title: 'b', type: 'integer' }],
              ['t', { title: 't', type: 'text' }],
            ]),
            rejectedCells: null,
            keysOf: () => null,
            jurisdiction: {} as Jurisdiction,
            asOf: '2026-01-01',
          };
          const file = path(folder, `failing-${files++}.parquet`);
          const rules = definitions.map((definition, at) => ({ id: `r${at}`, definition, tolerance: 0 }));
          const found = await checkRules(engine, ground, rules, file);
          const kept = await engine.rows<{ rule: string; _row: string }>(
            sql`SELECT * FROM read_parquet(${literal(file)})`,
          );
          for (const [at, one] of rules.entries()) {
            const expected = naive(one.definition, rows);
            expect(kept.filter((line) => line.rule === one.id).map((line) => Number(line._row))).toEqual(
              expected.flatMap((passes, row) => (passes === false ? [row + 1] : [])),
            );
            expect(found[at]).toMatchObject({
              id: one.id,
              checked: expected.filter((passes) => passes !== null).length,
              failing: expected.filter((passes) => passes === false).length,
            });
          }
        },
      ),
      { numRuns: 25, seed: 20261123 },
    );
  }, 60_000);
});
