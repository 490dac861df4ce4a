import { expect, test } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import { sql } from '../../engine/sql.ts';
import { AnswerCache } from './answer-cache.ts';
import { formatCursor, parseCursor } from './cursor.ts';
import { ReadQueue } from './read-queue.ts';
import { readerOf } from './row-reader.ts';

test('the cache stays within its bytes and throws out what was used least lately', () => {
  const cache = new AnswerCache<string>(10_000);
  for (let at = 0; at < 100; at += 1) {
    cache.set(`key ${at}`, 'x', 700);
    cache.get('key 0');
    expect(cache.bytes).toBeLessThanOrEqual(10_000);
  }
  expect(cache.get('key 0')).toBe('x');
  expect(cache.get('key 99')).toBe('x');
  expect(cache.get('key 1')).toBeUndefined();
  cache.set('whale', 'x', 9_000);
  expect(cache.get('whale')).toBeUndefined();
});

test('a large answer is kept when it is asked for again', () => {
  const cache = new AnswerCache<string>(48 * 1024 * 1024);
  cache.set('small', 'x', 255 * 1024);
  cache.set('large', 'x', 256 * 1024);
  expect([cache.get('small'), cache.get('large')]).toEqual(['x', undefined]);
  cache.set('large', 'x', 256 * 1024);
  expect(cache.get('large')).toBe('x');
});

test('the queue runs few, keeps the rest in order, and lets a waiter leave', async () => {
  const queue = new ReadQueue({ running: 2, waiting: 3 });
  const done: string[] = [];
  const open: (() => void)[] = [];
  const work = (name: string, signal?: AbortSignal) =>
    queue.run(
      () =>
        new Promise<void>((resolve) =>
          open.push(() => {
            done.push(name);
            resolve();
          }),
        ),
      signal,
    );
  const leaving = new AbortController();
  const [a, b, c] = [work('a'), work('b'), work('c')];
  const gone = work('gone', leaving.signal);
  const d = work('d');
  await expect(work('e')).rejects.toMatchObject({ code: 'portal.too-busy' });
  leaving.abort();
  await expect(gone).rejects.toThrow();
  expect(open).toHaveLength(2);
  while (open.length > 0) {
    open.shift()!();
    await new Promise((resolve) => setTimeout(resolve));
  }
  await Promise.all([a, b, c, d]);
  expect(done).toEqual(['a', 'b', 'c', 'd']);
});

test('statements that wait for the process apart take no place of the others, and are told when it is busy', async () => {
  const end: ((rows: unknown[]) => void)[] = [];
  const plain = { rows: async () => [{ n: 1 }] } as unknown as Engine;
  const apart = { rows: () => new Promise((resolve) => end.push(resolve)) } as unknown as Engine;
  const read = (engine: Engine) =>
    readerOf(plain).read<{ n: number }, number>({
      key: undefined,
      statement: sql`select 1`,
      engine,
      step: 'test',
      make: ({ n }) => ({ value: n, bytes: 1 }),
    });
  const slow = Array.from({ length: 9 }, () => read(apart));
  await expect(read(apart)).rejects.toMatchObject({ code: 'portal.too-busy' });
  expect(await Promise.all([read(plain), read(plain)])).toEqual([1, 1]);
  expect(end).toHaveLength(1);
  while (end.length > 0) {
    end.shift()!([{ n: 2 }]);
    await new Promise((resolve) => setTimeout(resolve));
  }
  expect(await Promise.all(slow)).toEqual(Array(9).fill(2));
});

test('a failure frees its place', async () => {
  const queue = new ReadQueue({ running: 1, waiting: 1 });
  await expect(queue.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await queue.run(async () => 'next')).toBe('next');
});

test('a cursor reads back as it was written', () => {
  for (const cursor of [
    { version: 12, query: '0123456789ab', after: '9007199254740991' },
    { version: 1, query: 'ffffffffffff', skip: 100_000 },
  ])
    expect(parseCursor(formatCursor(cursor))).toEqual(cursor);
  for (const wrong of ['', '1.r1', '1.x1.0123456789ab', "1.r1.0123456789ab'"])
    expect(() => parseCursor(wrong)).toThrow('cursor');
});
