import { type EntryFilter, searchEntries } from '../../store/audit-log/search-entries.ts';
import type { Handler } from '../handler.ts';
import type { myLooks as myOp, looks as op } from './contract.ts';
import { filterOf, lookOf, pageOf } from './log-entry.ts';

const shown: Pick<EntryFilter, 'outcomes'> = { outcomes: ['looked', 'refused'] };

/** Who looked at this dataset, when, for what purpose; refusals beside, for they are asked about in the same breath. */
export const looks: Handler<typeof op> = async ({ store, audit, clock }, input) => {
  await audit.look({ dataset: input.dataset });
  const found = await searchEntries(store.read, { ...filterOf(input, clock.timeZone), ...shown });
  const { page, next } = pageOf(found, input.limit);
  return { looks: page.map(lookOf), next };
};

/** The same for the record of the one who asks. Asking about oneself is no look at another. */
export const myLooks: Handler<typeof myOp> = async ({ store, actor, clock }, input) => {
  const filter = { ...filterOf(input, clock.timeZone), ...shown, person: actor.id };
  const found = await searchEntries(store.read, filter);
  const { page, next } = pageOf(found, input.limit);
  return { looks: page.map(lookOf), next };
};
