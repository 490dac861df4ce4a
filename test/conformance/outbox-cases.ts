import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import { beforeEach, expect, test } from 'vitest';
import { fixedClock } from '../../src/core/clock.ts';
import { errorKind } from '../../src/core/error.ts';
import type { DomainEvent } from '../../src/core/event.ts';
import type { Store } from '../../src/store/database.ts';
import { failedDeliveries, maxTries, retryDeliveries } from '../../src/store/delivery.ts';
import { deliver, emit } from '../../src/store/outbox.ts';

declare module '../../src/core/event.ts' {
  interface Events {
    'test-counted': { readonly n: number };
    'test-other': { readonly n: number };
  }
}

const broken = errorKind({
  code: 'test.broken',
  status: 503,
  exit: 7,
  says: () => 'Not now.',
  remedy: 'Wait.',
});

/** How events reach their subscribers, on every store. */
export function outboxCases(store: () => Store, another: () => Promise<Store>) {
  const start = Date.parse('2026-11-23T12:00:00.000Z');
  const clock = fixedClock('2026-11-23T12:00:00.000Z', 'UTC');
  const at = (seconds: number) => new Date(start + seconds * 1000).toISOString();
  const say = (n: number, name: 'test-counted' | 'test-other' = 'test-counted', to = store()) =>
    to.write((tx) => emit(tx, clock, name, { n }));
  const hears = (
    name: string,
    run: (n: number) => Promise<void> | void,
    event = 'test-counted' as const,
  ) => ({
    name,
    event,
    run: async (_: string, heard: DomainEvent) => run((heard as DomainEvent<'test-counted'>).payload.n),
  });
  const send = (...subscribers: ReturnType<typeof hears>[]) =>
    deliver(store(), subscribers, clock, () => 'context');

  beforeEach(async () => {
    clock.moveTo(at(0));
    await store().write(async (tx) => {
      await tx.deleteFrom('delivery').execute();
      await tx.deleteFrom('event').execute();
      await tx.deleteFrom('setting').execute();
    });
  });

  test('an event of a transaction that throws never happened', async () => {
    const failed = store().write(async (tx) => {
      await emit(tx, clock, 'test-counted', { n: 1 });
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    await say(2);
    const heard: number[] = [];
    await send(hears('a', (n) => void heard.push(n)));
    expect(heard).toEqual([2]);
  });

  test('each subscriber gets its events once, in order, and only its own', async () => {
    for (const n of [1, 2, 3]) await say(n);
    await say(4, 'test-other');
    const a: number[] = [];
    const b: number[] = [];
    const subscribers = [hears('a', (n) => void a.push(n)), hears('b', (n) => void b.push(n))];
    expect(await send(...subscribers)).toEqual({ delivered: 6, failing: 0 });
    await say(5);
    expect(await send(...subscribers)).toEqual({ delivered: 2, failing: 0 });
    expect([a, b]).toEqual([
      [1, 2, 3, 5],
      [1, 2, 3, 5],
    ]);
  });

  test('a subscriber that comes later hears from the beginning', async () => {
    await say(1);
    await send(hears('a', () => {}));
    await say(2);
    const heard: number[] = [];
    await send(hears('late', (n) => void heard.push(n)));
    expect(heard).toEqual([1, 2]);
  });

  test('the event carries its id, name, time and payload', async () => {
    const id = await say(7);
    const heard: DomainEvent[] = [];
    await deliver(
      store(),
      [{ name: 'a', event: 'test-counted', run: async (_, event) => void heard.push(event) }],
      clock,
      (event, subscriber) => `${event.id} for ${subscriber.name}`,
    );
    expect(heard).toEqual([{ id, name: 'test-counted', at: at(0), payload: { n: 7 } }]);
  });

  test('one that fails is tried again later, in its place, and holds up nobody else', async () => {
    for (const n of [1, 2]) await say(n);
    const good: number[] = [];
    const bad: number[] = [];
    let down = true;
    const subscribers = [
      hears('bad', (n) => {
        if (down) throw broken.with({});
        bad.push(n);
      }),
      hears('good', (n) => void good.push(n)),
    ];
    expect(await send(...subscribers)).toEqual({ delivered: 2, failing: 1, nextAt: at(1) });
    expect(good).toEqual([1, 2]);
    expect(await failedDeliveries(store().read)).toMatchObject([
      { subscriber: 'bad', state: 'failing', attempts: 1, error: 'Not now. (test.broken)', nextAt: at(1) },
    ]);

    // Too early: it is not even tried.
    expect(await send(...subscribers)).toEqual({ delivered: 0, failing: 1, nextAt: at(1) });
    clock.moveTo(at(1));
    expect(await send(...subscribers)).toEqual({ delivered: 0, failing: 1, nextAt: at(3) });
    down = false;
    clock.moveTo(at(3));
    expect(await send(...subscribers)).toEqual({ delivered: 2, failing: 0 });
    expect(bad).toEqual([1, 2]);
    expect(await failedDeliveries(store().read)).toEqual([]);
  });

  test('a lasting failure is set aside, stays visible, and can be tried again', async () => {
    const id = await say(1);
    await say(2);
    const heard: number[] = [];
    let down = true;
    const subscriber = hears('a', (n) => {
      if (down && n === 1) throw new TypeError('row 7 says 555-12-3456');
      heard.push(n);
    });
    let tries = 0;
    for (let answer = await send(subscriber); ; answer = await send(subscriber)) {
      tries += 1;
      if (answer.nextAt === undefined) break;
      clock.moveTo(answer.nextAt);
    }
    expect(tries).toBe(maxTries);
    expect(heard).toEqual([2]);
    expect(await failedDeliveries(store().read)).toMatchObject([
      {
        subscriber: 'a',
        event: id,
        name: 'test-counted',
        state: 'set-aside',
        attempts: maxTries,
        error: expect.stringMatching(/^An unexpected TypeError at outbox-cases.ts:\d+\.$/),
      },
    ]);
    down = false;
    expect(await store().write((tx) => retryDeliveries(tx, 'a'))).toBe(1);
    expect(await send(subscriber)).toEqual({ delivered: 1, failing: 0 });
    expect(heard).toEqual([2, 1]);
    await say(3);
    await send(subscriber);
    expect(heard).toEqual([2, 1, 3]);
  });

  test('of two servers one delivers at a time', async () => {
    const other = await another();
    if (other.kind === 'sqlite') return;
    await say(1);
    await other.write((tx) =>
      tx
        .insertInto('setting')
        .values({ key: 'delivery-turn:a', value: JSON.stringify({ server: 'other:1', until: at(90) }) })
        .execute(),
    );
    const heard: number[] = [];
    const subscriber = hears('a', (n) => void heard.push(n));
    expect(await send(subscriber)).toEqual({ delivered: 0, failing: 0 });
    clock.moveTo(at(90));
    expect(await send(subscriber)).toEqual({ delivered: 1, failing: 0 });
    expect(heard).toEqual([1]);
  });

  test('the turn of a server that was killed passes to the next at once', async () => {
    const other = await another();
    if (other.kind === 'sqlite') return;
    await say(1);
    const { pid } = spawnSync(process.execPath, ['--version']);
    const value = JSON.stringify({ server: `${hostname()}:${pid}`, until: at(90) });
    await other.write((tx) => tx.insertInto('setting').values({ key: 'delivery-turn:a', value }).execute());
    expect(await send(hears('a', () => {}))).toEqual({ delivered: 1, failing: 0 });
  });

  test('what was heard but not remembered comes again', async () => {
    await say(1);
    const heard: number[] = [];
    await send(hears('a', (n) => void heard.push(n)));
    // A process killed between hearing and remembering leaves no row.
    await store().write((tx) => tx.deleteFrom('delivery').execute());
    await send(hears('a', (n) => void heard.push(n)));
    expect(heard).toEqual([1, 1]);
  });

  test('with thirty writers in two places at once no event is passed over', async () => {
    const other = await another();
    const heard: number[] = [];
    const subscriber = hears('a', (n) => void heard.push(n));
    let writing = true;
    const sending = (async () => {
      while (writing) {
        await send(subscriber);
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    })();
    await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        (n % 2 ? store() : other).write(async (tx) => {
          await new Promise((resolve) => setTimeout(resolve, (n * 7) % 11));
          await emit(tx, clock, 'test-counted', { n });
          // The one that took its number first is not the first to commit, unless the store sees to it.
          await new Promise((resolve) => setTimeout(resolve, (n * 5) % 13));
        }),
      ),
    );
    writing = false;
    await sending;
    await send(subscriber);
    expect(heard.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, n) => n));
  });
}
