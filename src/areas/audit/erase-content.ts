import { eraseContent as erase, eraseOperation } from '../../store/audit-log/erase-content.ts';
import { entryAt } from '../../store/audit-log/search-entries.ts';
import type { Handler } from '../handler.ts';
import type { eraseContent as op } from './contract.ts';
import { alreadyErased, noSuchEntry, notErasable } from './errors.ts';
import { logEntryOf } from './log-entry.ts';

export const eraseContent: Handler<typeof op> = async ({ store, audit }, { leaf, reason }) => {
  audit.about({ detail: { leaf, reason } });
  await store.write(async (tx) => {
    const entry = await entryAt(tx, leaf);
    if (entry === undefined) throw noSuchEntry.with({ leaf });
    if (entry.operation === eraseOperation) throw notErasable.with({ leaf });
    if (!(await erase(tx, leaf))) throw alreadyErased.with({ leaf });
  });
  return logEntryOf((await entryAt(store.read, leaf))!);
};
