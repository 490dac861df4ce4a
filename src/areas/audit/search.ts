import { searchEntries } from '../../store/audit-log/search-entries.ts';
import type { Handler } from '../handler.ts';
import type { search as op } from './contract.ts';
import { filterOf, logEntryOf, noteSearch, pageOf } from './log-entry.ts';

export const search: Handler<typeof op> = async (context, input) => {
  await noteSearch(context, input);
  const found = await searchEntries(context.store.read, filterOf(input, context.clock.timeZone));
  const { page, next } = pageOf(found, input.limit);
  return { entries: page.map(logEntryOf), next };
};
