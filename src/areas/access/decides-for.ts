import type { Context } from '../handler.ts';
import { decideUse } from './policy/decide-use.ts';
import { vacantAgencies } from './vacant-agencies.ts';

/**
 * Whether who asks decides about the data of an agency: for input that names several, which an operation's `about` cannot.
 * None is data that no agency holds yet.
 */
export async function decidesFor(
  context: Pick<Context, 'actor' | 'clock' | 'policies' | 'store'>,
  agency: string | null,
): Promise<boolean> {
  const { actor, clock, policies, store } = context;
  return decideUse(policies.current(), {
    actor,
    thing: { kind: 'Operation', name: 'decide-for-agency', rule: 'officer', effect: 'write', stepUp: false },
    ...(agency === null
      ? {}
      : { agency, vacant: (await vacantAgencies(store.read, clock)).includes(agency) }),
    now: clock.now(),
  }).allowed;
}
