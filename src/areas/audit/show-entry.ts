import { entryAt } from '../../store/audit-log/search-entries.ts';
import type { Handler } from '../handler.ts';
import type { showEntry as op } from './contract.ts';
import { noSuchEntry } from './errors.ts';
import { logEntryOf } from './log-entry.ts';

export const showEntry: Handler<typeof op> = async ({ store, audit }, { leaf }) => {
  const entry = await entryAt(store.read, leaf);
  if (entry === undefined) throw noSuchEntry.with({ leaf });
  await audit.look({ detail: { leaf } });
  return logEntryOf(entry);
};
