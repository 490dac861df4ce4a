import type { Handler } from '../handler.ts';
import type { listReleases as operation } from './release/contract.ts';
import { worksWithReleases } from './release/may-see-release.ts';
import { viewsOf } from './release/register.ts';

/** The register of releases, newest first. Until a release has left, only staff see that it waits. */
export const listReleases: Handler<typeof operation> = async (context, input) => {
  const isStaff = worksWithReleases(context.actor);
  const states = isStaff ? (['proposed', 'released', 'refused'] as const) : (['released'] as const);
  const wanted = input.state === undefined ? states : states.filter((state) => state === input.state);
  if (wanted.length === 0) return { releases: [], next: null };
  let query = context.store.read
    .selectFrom('disclosure_release')
    .selectAll()
    .where('state', 'in', [...wanted])
    .orderBy('sequence', 'desc')
    .limit(input.limit + 1);
  if (!isStaff) query = query.where('audience', 'is', null);
  if (input.before !== undefined) query = query.where('sequence', '<', input.before);
  if (input.universe !== undefined)
    query = query.where('id', 'in', (inner) =>
      inner.selectFrom('disclosure_universe').select('release').where('universe', '=', input.universe!),
    );
  const rows = await query.execute();
  const shown = rows.slice(0, input.limit);
  return {
    releases: await viewsOf(context.store.read, shown),
    next: rows.length > input.limit ? shown.at(-1)!.sequence : null,
  };
};
