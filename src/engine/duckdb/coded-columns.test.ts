import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Engine } from '../engine.ts';
import { sql } from '../sql.ts';
import { openDuckdb } from './open.ts';

let folder: string;
let engine: Engine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oak-columns-'));
  engine = await openDuckdb({ memoryLimitMb: 200, threads: 2, tempFolder: join(folder, 'spill') });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

it('numbers the values of a column in the order in which they appear; null is 0 and the empty text is not', async () => {
  const [name, age] = await engine.columns(
    sql`select * from (values ('Ann', 3), (null, 4), ('', 3), ('a name longer than twelve bytes, José 王', null), ('Ann', 5)) t(name, age)`,
  );
  expect(name).toEqual({
    name: 'name',
    codes: Int32Array.from([1, 0, 2, 3, 1]),
    values: ['', 'Ann', '', 'a name longer than twelve bytes, José 王'],
  });
  expect(age).toEqual({ name: 'age', codes: Int32Array.from([1, 2, 1, 0, 3]), values: ['', '3', '4', '5'] });
});

it('keeps the order of rows and every value over many chunks', async () => {
  const [column] = await engine.columns(sql`select 'value ' || (i * 7 % 30000) from range(100000) t(i)`);
  const { codes, values } = column!;
  expect(values.length).toBe(30_001);
  expect(codes.length).toBe(100_000);
  for (const row of [0, 1, 2047, 2048, 29_999, 30_000, 99_999])
    expect(values[codes[row]!]).toBe(`value ${(row * 7) % 30_000}`);
});

it('binds values and answers a statement without rows', async () => {
  expect(await engine.columns(sql`select ${'x'}::varchar as a where ${1}::integer = 2`)).toEqual([
    { name: 'a', codes: new Int32Array(0), values: [''] },
  ]);
});
