import type { Handler } from '../handler.ts';
import { noSuchRelease } from './errors.ts';
import type { showRelease as operation } from './release/contract.ts';
import { releaseOf, viewsOf } from './release/register.ts';

/** One release with its published tables; one that has not left only for staff. */
export const showRelease: Handler<typeof operation> = async (context, input) => {
  const row = await releaseOf(context.store.read, input.release);
  if (row.state !== 'released' && context.actor.kind === 'open')
    throw noSuchRelease.with({ release: input.release });
  const [view] = await viewsOf(context.store.read, [row]);
  return { ...view!, published: JSON.parse(row.published) };
};
