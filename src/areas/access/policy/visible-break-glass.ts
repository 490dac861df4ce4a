import type { Actor } from '../../../core/access.ts';
import { principalOf } from './principal.ts';

/** A set of emergency accesses, as a list asks for it: all, or those of one person and of some agencies. */
export type VisibleBreakGlass =
  | 'all'
  | 'none'
  | { readonly person: string; readonly agencies: readonly string[] };

/** Which emergency accesses someone may know of: the same that `lists.cedar` allows one by one. */
export function visibleBreakGlass(actor: Actor, now: string): VisibleBreakGlass {
  if (actor.kind === 'operator' || actor.kind === 'system') return 'all';
  if (actor.kind === 'open') return 'none';
  const { roles, officerOf } = principalOf(actor, now).held;
  return roles.includes('auditor') || roles.includes('office')
    ? 'all'
    : { person: actor.id, agencies: officerOf };
}
