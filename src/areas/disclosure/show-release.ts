import type { Handler } from '../handler.ts';
import { noSuchRelease } from './errors.ts';
import type { showRelease as operation } from './release/contract.ts';
import { maySeeRelease } from './release/may-see-release.ts';
import { releaseOf, viewsOf } from './release/register.ts';

/** One release with its published tables, for whoever may see them; for anyone else there is none. */
export const showRelease: Handler<typeof operation> = async (context, input) => {
  const row = await releaseOf(context.store.read, input.release);
  if (!(await maySeeRelease(context, row))) throw noSuchRelease.with({ release: input.release });
  const [view] = await viewsOf(context.store.read, [row]);
  return { ...view!, published: JSON.parse(row.published) };
};
