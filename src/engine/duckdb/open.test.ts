import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OakError } from '../../core/error.ts';
import type { Engine } from '../engine.ts';
import { pipeline, relation, step } from '../pipeline.ts';
import { ident, literal, sql } from '../sql.ts';
import { openDuckdb } from './open.ts';

let folder: string;
let engine: Engine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oak-engine-'));
  engine = await openDuckdb({ memoryLimitMb: 200, threads: 2, tempFolder: join(folder, 'spill') });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

const everyType = sql`select 9007199254740993::bigint as whole, 12.30::decimal(5,2) as dec, 1.5::double as float,
  'nan'::double as nothing, date '2020-02-29' as day, timestamp '2020-02-29 08:15:00' as moment,
  time '08:15:00' as hour, true as yes, null as none, 'O''Neil "x"' as text, 7::integer as small`;
const everyValue = {
  whole: '9007199254740993',
  dec: '12.30',
  float: 1.5,
  nothing: null,
  day: '2020-02-29',
  moment: '2020-02-29T08:15:00',
  hour: '08:15:00',
  yes: true,
  none: null,
  text: 'O\'Neil "x"',
  small: 7,
};

describe('DuckDB as the engine', () => {
  it('answers every type in one form, as rows and as JSON text', async () => {
    expect(await engine.rows(everyType)).toEqual([everyValue]);
    expect(JSON.parse(await engine.json(everyType))).toEqual([everyValue]);
  });

  it('binds values, also lists and whole numbers, and compares them with typed columns', async () => {
    const rows = await engine.rows(
      sql`select i from range(10) t(i) where i in (select unnest(${[2, 3, 11]})) and date '2020-01-01' < ${'2020-01-02'} limit ${5}`,
    );
    expect(rows).toEqual([{ i: '2' }, { i: '3' }]);
  });

  it('keeps odd names and the order of rows in JSON', async () => {
    const text = await engine.json(
      sql`select i as ${ident(`a "b' ; drop`)} from range(3000) t(i) order by i desc`,
    );
    const rows = JSON.parse(text) as Record<string, string>[];
    expect(rows).toHaveLength(3000);
    expect(rows[0]).toEqual({ [`a "b' ; drop`]: '2999' });
    expect(rows.map((row) => Number(Object.values(row)[0]))).toEqual(
      Array.from({ length: 3000 }, (_, at) => 2999 - at),
    );
  });

  it('names the step in an error, never the statement or a value', async () => {
    const failure = await engine
      .rows(sql`select cast(${'Jane Doe 1980'} as integer)`, { step: 'column_fit' })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(OakError);
    const { code, message } = failure as OakError;
    expect(code).toBe('engine.statement-failed');
    expect(message).toBe('The step column_fit failed in the data engine (Conversion).');
    expect(JSON.stringify(failure) + String((failure as Error).cause)).not.toMatch(/Jane|cast/);
  });

  it('stops at a time limit and when nobody waits, and works on afterwards', async () => {
    const endless = sql`select count(*) from range(100000000000) a(x) where x % 7 = ${3}`;
    await expect(engine.rows(endless, { step: 'endless', timeoutMs: 60 })).rejects.toMatchObject({
      code: 'engine.took-too-long',
    });
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 40);
    await expect(engine.rows(endless, { step: 'endless', signal: abort.signal })).rejects.toMatchObject({
      code: 'engine.stopped',
    });
    expect(await engine.rows(sql`select 1::integer as one`)).toEqual([{ one: 1 }]);
  });

  it('tells how far a long statement is', async () => {
    const file = join(folder, 'long.parquet');
    await engine.run(
      sql`copy (select i, i::varchar as t from range(3000000) r(i)) to ${literal(file)} (format parquet)`,
    );
    const shares: number[] = [];
    await engine.rows(sql`select count(distinct md5(t || ${'x'})) as n from read_parquet(${literal(file)})`, {
      onProgress: (share) => shares.push(share),
    });
    expect(shares.length).toBeGreaterThan(0);
    expect(shares.every((share, at) => share >= 0 && share <= 1 && share >= (shares[at - 1] ?? 0))).toBe(
      true,
    );
  });

  it('gives a session its own temporary tables', async () => {
    await engine.session(async (session) => {
      await session.run(sql`create temp table mine as select 1 as x`);
      expect(await session.rows(sql`select x from mine`)).toEqual([{ x: 1 }]);
    });
    await expect(engine.rows(sql`select x from mine`)).rejects.toMatchObject({
      code: 'engine.statement-failed',
    });
  });

  it('reaches no file outside its folders when told so', async () => {
    const secret = join(folder, 'secret.csv');
    await writeFile(secret, 'a\n1\n');
    const open = join(folder, 'open');
    await engine.run(sql`copy (select 1 as a) to ${literal(join(folder, 'x.parquet'))} (format parquet)`);
    const walled = await openDuckdb({
      memoryLimitMb: 100,
      threads: 1,
      tempFolder: join(folder, 'spill2'),
      onlyFolders: [open],
    });
    await expect(walled.rows(sql`select * from read_csv(${literal(secret)})`)).rejects.toThrow(OakError);
    await expect(walled.run(sql`set enable_external_access = true`)).rejects.toThrow(OakError);
    await walled.close();
    expect(await readdir(folder)).toContain('secret.csv');
  });
});

describe('pipeline', () => {
  it('makes one WITH query of named steps, any of which can be looked at', async () => {
    const numbers = step('numbers', sql`select i from range(${10}) t(i)`);
    const even = step('even_numbers', sql`select i from ${relation(numbers)} where i % ${2} = 0`, true);
    expect(
      await engine.rows(pipeline([numbers, even], sql`select count(*) as n from ${relation(even)}`)),
    ).toEqual([{ n: '5' }]);
    expect(await engine.rows(pipeline([numbers, even], 'numbers'))).toHaveLength(10);
    expect(pipeline([numbers, even]).values).toEqual([10, 2]);
  });
});
