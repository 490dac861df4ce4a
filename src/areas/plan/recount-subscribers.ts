import type { EventName } from '../../core/event.ts';
import { type Subscriber, subscriber } from '../handler.ts';
import { queueRecompute } from './recompute.ts';

/**
 * What may move a figure. A recount is one job however many of these arrive, so the figures follow within a few seconds
 * of what they count.
 */
const movers = [
  'plan-changed',
  'agencies-changed',
  'dataset-registered',
  'dataset-edited',
  'version-added',
  'version-rolled-back',
  'version-withdrawn',
  'version-released',
  'version-protected',
  'version-destroyed',
  'version-assessed',
  'quality-issue-opened',
  'quality-issue-closed',
] as const satisfies readonly EventName[];

export const recountSubscribers: readonly Subscriber[] = movers.map((event) =>
  subscriber({
    name: `plan.recount-on-${event}`,
    event,
    run: async (context) => {
      await queueRecompute(context);
    },
  }),
);
