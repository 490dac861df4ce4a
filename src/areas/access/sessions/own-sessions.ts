import { hourMs, minuteMs, usualSessionTimes } from '../../../core/session-times.ts';
import type { Handler } from '../../handler.ts';
import type { endSession as endOp, listSessions as listOp } from '../contract.ts';
import { noSuchSession } from '../errors.ts';

/** Enough of a secret's digest to name a session; nobody can use it to come in. */
const idOf = (hash: string): string => hash.slice(0, 16);

/** Sessions of the one who asks that still open something, the last used first. */
export const listSessions: Handler<typeof listOp> = async ({
  store,
  actor,
  clock,
  sessionTimes = usualSessionTimes,
}) => {
  const now = clock.now();
  const idleSince = new Date(Date.parse(now) - sessionTimes.idleMinutes * minuteMs).toISOString();
  const rows = await store.read
    .selectFrom('session')
    .selectAll()
    .where('account', '=', actor.id)
    .where('ended_at', 'is', null)
    .where('ends_at', '>', now)
    .where('seen_at', '>', idleSince)
    .orderBy('seen_at', 'desc')
    .orderBy('hash')
    .execute();
  const steppedUp = (at: string | null) => at !== null && Date.parse(now) - Date.parse(at) < hourMs;
  return {
    sessions: rows.map((row) => ({
      session: idOf(row.hash),
      signedInAt: row.signed_in_at,
      seenAt: row.seen_at,
      endsAt: row.ends_at,
      provedAnew: steppedUp(row.stepped_up_at),
    })),
  };
};

/** Ends one of them at once, wherever it is. */
export const endSession: Handler<typeof endOp> = (context, { session }) =>
  context.store.write(async (tx) => {
    const rows = await tx
      .selectFrom('session')
      .select('hash')
      .where('account', '=', context.actor.id)
      .where('ended_at', 'is', null)
      .execute();
    const found = rows.find(({ hash }) => idOf(hash) === session);
    if (found === undefined) throw noSuchSession.with({ session });
    await tx
      .updateTable('session')
      .set({ ended_at: context.clock.now() })
      .where('hash', '=', found.hash)
      .execute();
    return { ended: session };
  });
