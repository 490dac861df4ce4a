import type { Actor } from '../../../core/access.ts';
import { mayLook } from '../../catalog/index.ts';
import type { Context } from '../../handler.ts';
import type { ReleaseRow } from './register.ts';

/** Whoever works with releases: they see in the register that one waits or was refused, and that figures were shown. */
export const worksWithReleases = ({ kind, roles = [] }: Actor): boolean =>
  kind === 'operator' || kind === 'system' || roles.length > 0;

/**
 * Who may see the tables of a release: everyone, once it has left for everyone. One that waits or was refused, or that was
 * shown to holders of figures alone, is for whoever asked for it, for reviewers, and for those who may see the dataset's
 * figures themselves.
 */
export async function maySeeRelease(context: Context, row: ReleaseRow): Promise<boolean> {
  const { actor } = context;
  if (row.state === 'released' && row.audience === null) return true;
  if (actor.kind === 'open') return false;
  if (actor.kind !== 'person' || actor.id === row.asked_by) return true;
  if (actor.roles?.some(({ role }) => role === 'reviewer')) return true;
  return row.dataset !== null && mayLook(context, { dataset: row.dataset, release: null }, 'read-figures');
}
