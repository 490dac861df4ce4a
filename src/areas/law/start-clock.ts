import type { Clock } from '../../core/clock.ts';
import { newId } from '../../core/id.ts';
import type { Tx } from '../handler.ts';

/** Writes that something happened which starts a clock of the law, once a date, in the transaction that made it true. */
export async function startClock(tx: Tx, clock: Clock, event: string, on: string): Promise<void> {
  const known = await tx
    .selectFrom('law_event')
    .select('id')
    .where('event', '=', event)
    .where('on_date', '=', on)
    .executeTakeFirst();
  if (known) return;
  await tx
    .insertInto('law_event')
    .values({ id: newId(), event, on_date: on, recorded_at: clock.now() })
    .execute();
}
