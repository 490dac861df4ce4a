import type { Handler } from '../handler.ts';
import type { listReleases as operation } from './release/contract.ts';
import { findReleases } from './release/find-releases.ts';
import { viewsOf } from './release/register.ts';

/** A page of the register of releases, newest first. */
export const listReleases: Handler<typeof operation> = async (context, input) => {
  const rows = await findReleases(context, { ...input, limit: input.limit + 1 });
  const shown = rows.slice(0, input.limit);
  return {
    releases: await viewsOf(context.store.read, shown),
    next: rows.length > input.limit ? shown.at(-1)!.sequence : null,
  };
};
