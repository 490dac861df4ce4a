import type { z } from 'zod';
import { endOfDay, instantAt } from '../../../core/calendar-date.ts';
import type { Context } from '../../handler.ts';
import type { listReleases } from './contract.ts';
import { worksWithReleases } from './may-see-release.ts';
import type { ReleaseRow } from './register.ts';

/**
 * Lines of the register that fit, newest first, at most `limit`. Until a release has left, only staff see that it waits, and
 * they alone see what was shown to holders of figures. Days are the state's, of when it was asked for.
 */
export async function findReleases(
  { store, actor, clock }: Context,
  input: z.output<typeof listReleases.input>,
): Promise<ReleaseRow[]> {
  const isStaff = worksWithReleases(actor);
  const states = isStaff ? (['proposed', 'released', 'refused'] as const) : (['released'] as const);
  const wanted = states.filter((state) => input.state === undefined || state === input.state);
  if (wanted.length === 0) return [];
  let query = store.read
    .selectFrom('disclosure_release')
    .selectAll()
    .where('state', 'in', wanted)
    .orderBy('sequence', 'desc')
    .limit(input.limit);
  if (!isStaff) query = query.where('audience', 'is', null);
  if (input.before !== undefined) query = query.where('sequence', '<', input.before);
  if (input.contains)
    query = query.where((of) =>
      of(of.fn<string>('lower', ['title']), 'like', `%${input.contains!.toLowerCase()}%`),
    );
  if (input.from !== undefined)
    query = query.where('asked_at', '>=', instantAt(input.from, '00:00', clock.timeZone) ?? input.from);
  if (input.to !== undefined) query = query.where('asked_at', '<=', endOfDay(input.to, clock.timeZone));
  if (input.universe !== undefined)
    query = query.where('id', 'in', (inner) =>
      inner.selectFrom('disclosure_universe').select('release').where('universe', '=', input.universe!),
    );
  return query.execute();
}
