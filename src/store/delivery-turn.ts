import { hostname } from 'node:os';
import type { Clock } from '../core/clock.ts';
import type { Store } from './database.ts';
import { isAlive } from './is-alive.ts';

/**
 * Whether this server may deliver to a subscriber now. Of several servers on one PostgreSQL one has the turn, for a little
 * longer than one delivery may take, so that each subscriber gets its events one after another; it keeps the turn while
 * it delivers. The turn of a server of this machine that has ended is free at once. A SQLite store has one owner and
 * needs none.
 */
export async function takeTurn(
  store: Store,
  clock: Clock,
  subscriber: string,
  deliveryMs: number,
): Promise<boolean> {
  if (store.kind === 'sqlite') return true;
  const me = `${hostname()}:${process.pid}`;
  const key = `delivery-turn:${subscriber}`;
  return store.write(async (tx) => {
    const now = clock.now();
    const row = await tx.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirst();
    const turn = row && (JSON.parse(row.value) as { server: string; until: string });
    if (turn && turn.server !== me && turn.until > now && !hasEnded(turn.server)) return false;
    const until = new Date(Date.parse(now) + deliveryMs * 1.5).toISOString();
    const value = JSON.stringify({ server: me, until });
    await tx
      .insertInto('setting')
      .values({ key, value })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
      .execute();
    return true;
  });
}

function hasEnded(server: string): boolean {
  const [, host, pid] = /^(.*):(\d+)$/.exec(server) ?? [];
  return host === hostname() && !isAlive(Number(pid));
}
