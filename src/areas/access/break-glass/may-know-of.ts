import type { Actor } from '../../../core/access.ts';

/**
 * Which emergency accesses someone may know of: auditors, the chief data officer's office and the operator all of them;
 * others their own, those they were told of, and those of the agencies they answer for.
 */
export function mayKnowOf(
  actor: Actor,
): 'all' | { readonly account: string; readonly agencies: readonly string[] } {
  const held = actor.roles ?? [];
  if (actor.kind !== 'person' || held.some(({ role }) => role === 'auditor' || role === 'office'))
    return 'all';
  return {
    account: actor.id,
    agencies: held.flatMap(({ role, agency }) =>
      agency !== undefined && ['officer', 'deputy', 'steward'].includes(role) ? [agency] : [],
    ),
  };
}
