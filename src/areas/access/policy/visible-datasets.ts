import type { Actor } from '../../../core/access.ts';
import type { DataQuestion, LiveGrant } from '../../../core/decision.ts';
import { principalOf } from './principal.ts';

/** The datasets in which someone may take a look of one kind: open ones where `open`, protected ones of these agencies and ids. */
export interface VisibleDatasets {
  readonly open: boolean;
  /** `all` or the agencies whose protected datasets are among them. */
  readonly protectedOf: 'all' | readonly string[];
  /** Ids of protected datasets that a grant opens. */
  readonly granted: readonly string[];
}

/**
 * Which datasets someone may look into, for lists: the same that `data.cedar` allows one by one. `grants` are all that the
 * person has, of any dataset.
 */
export function visibleDatasets(
  { actor, purpose, now }: { readonly actor: Actor; readonly purpose?: string; readonly now: string },
  action: DataQuestion['action'],
  grants: readonly LiveGrant[],
): VisibleDatasets {
  if (action === 'see-record' || actor.kind === 'system')
    return { open: true, protectedOf: 'all', granted: [] };
  const open: VisibleDatasets = { open: true, protectedOf: [], granted: [] };
  if (action === 'export-rows' || actor.kind === 'open') return open;
  if (actor.kind === 'operator') return purpose === undefined ? open : { ...open, protectedOf: 'all' };
  const { roles, officerOf } = principalOf(actor, now).held;
  const figures = action === 'read-figures';
  if (figures && roles.includes('reviewer')) return { ...open, protectedOf: 'all' };
  const live = grants.filter(
    (grant) =>
      grant.grantee === actor.id &&
      // Policies count in whole seconds.
      second(grant.from) <= second(now) &&
      second(now) < second(grant.until) &&
      (grant.withdrawnAt === undefined || now < grant.withdrawnAt) &&
      (grant.kind === 'break-glass' || grant.purpose === purpose) &&
      (figures || grant.view !== 'figures' || grant.kind === 'break-glass'),
  );
  return {
    open: true,
    protectedOf: figures || purpose !== undefined ? officerOf : [],
    granted: [...new Set(live.map(({ dataset }) => dataset))],
  };
}

const second = (instant: string): number => Math.floor(Date.parse(instant) / 1000);
