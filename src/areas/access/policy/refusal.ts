import type { Actor } from '../../../core/access.ts';
import type { Refusal } from '../../../core/decision.ts';
import type { Policy } from './policy.ts';
import type { PolicySet } from './policy-set.ts';

/**
 * Why not: the policy that forbids, or, where none does, the one that would have allowed. `sought` is what the question was
 * about in the words of the annotation `@for`.
 */
export function refusalOf(
  set: PolicySet,
  actor: Actor,
  sought: string,
  determining: readonly Policy[],
  agency: string | undefined,
): Refusal {
  const policy =
    determining.find(({ effect }) => effect === 'forbid') ??
    [...set.policies.values()].find((one) => one.for === sought);
  const wayIn = actor.kind === 'open' ? 'sign-in' : policy?.id === 'use/step-up' ? 'step-up' : undefined;
  return {
    policy: policy ?? { id: 'none', title: 'What no policy allows is refused' },
    reason: policy?.refuses ?? 'No policy allows this.',
    ask: policy?.ask ?? 'Ask the chief data officer’s office.',
    ...(agency === undefined ? {} : { agency }),
    ...(wayIn === undefined ? {} : { wayIn }),
  };
}
