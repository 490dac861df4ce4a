import { addDays } from '../../core/calendar-date.ts';
import { newId } from '../../core/id.ts';
import type { Handler } from '../handler.ts';
import type { recordEvent as op } from './contract.ts';
import { dutiesDue } from './duties-due.ts';
import { noSuchEvent } from './errors.ts';
import { readDuties } from './law-facts.ts';

export const recordEvent: Handler<typeof op> = async (context, input) => {
  const on = input.on ?? context.clock.today();
  return context.store.write(async (tx) => {
    const waiting = (await readDuties(tx)).filter(
      ({ rule }) => rule.kind === 'after' && rule.event === input.event,
    );
    if (waiting.length === 0) throw noSuchEvent.with({ event: input.event });
    await tx
      .insertInto('law_event')
      .values({
        id: newId(context.random),
        event: input.event,
        on_date: on,
        recorded_at: context.clock.now(),
      })
      .execute();
    const longest = Math.max(...waiting.map(({ rule }) => (rule.kind === 'after' ? rule.days : 0)));
    const due = await dutiesDue(tx, context, { from: on, to: addDays(on, longest) });
    const started = new Set(waiting.map(({ duty }) => duty));
    return { event: input.event, on, due: due.filter(({ duty }) => started.has(duty)) };
  });
};
