import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestContext, type TestContext } from '../../../../test/context.ts';
import { literal, sql } from '../../../engine/sql.ts';
import { writeParquet } from './parquet-file.ts';

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());

it.each([0, 1, 7, 300_001])('DuckDB reads back %i rows of texts, numbers and words', async (rows) => {
  const file = join(context.home, `table-${rows}.parquet`);
  const words = ['', 'ä · ö', ...Array.from({ length: 700 }, (_, at) => `word ${at}`)];
  const text = (row: number) => (row % 1000 === 5 ? '王'.repeat(row % 4096) : `r${row}`);
  await writeParquet(file, rows, [
    { name: 'id', text },
    { name: 'weight', number: (row) => row / 3 - 7 },
    { name: 'word', words, word: (row) => (row * 31) % words.length },
  ]);
  const read = await context.engine.rows<{ id: string; weight: number; word: string }>(
    sql`SELECT * FROM read_parquet(${literal(file)})`,
  );
  expect(read).toHaveLength(rows);
  const wrong = read.filter(
    ({ id, weight, word }, row) =>
      id !== text(row) || weight !== row / 3 - 7 || word !== words[(row * 31) % words.length],
  );
  expect(wrong).toEqual([]);
});
