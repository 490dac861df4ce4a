import { type App, areas } from '../app.ts';
import { enqueue } from '../store/jobs.ts';
import { nameOf } from './log.ts';

const lookEveryMs = 60_000;

/**
 * Queues each area's daily jobs once on every day of the state's calendar that a server sees. A single command that opens the
 * home for itself leaves them to the server: they would take its processors and its memory.
 */
export function startDaily(app: App): { close(): void } {
  const kinds = areas.flatMap((area) => area.daily ?? []);
  const look = () =>
    queueToday(app, kinds).catch((error) => app.log('daily work was not queued', { error: nameOf(error) }));
  const timer = setInterval(look, lookEveryMs);
  timer.unref();
  void look();
  return { close: () => clearInterval(timer) };
}

/** The day is remembered in the transaction that queues, so a crash neither skips nor doubles it. */
export async function queueToday(app: Pick<App, 'store' | 'clock'>, kinds: readonly string[]): Promise<void> {
  const today = app.clock.today();
  for (const kind of kinds) {
    const key = `daily:${kind}`;
    const known = await app.store.read
      .selectFrom('setting')
      .select('value')
      .where('key', '=', key)
      .executeTakeFirst();
    // A clock that was moved back does not do a day again.
    if (known !== undefined && known.value >= today) continue;
    await app.store.write(async (tx) => {
      const now = await tx.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirst();
      if (now !== undefined && now.value >= today) return;
      await tx
        .insertInto('setting')
        .values({ key, value: today })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: today }))
        .execute();
      await enqueue(tx, app.clock, { kind, input: {}, once: kind });
    });
  }
}
