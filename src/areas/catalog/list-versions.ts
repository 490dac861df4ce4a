import type { Handler } from '../handler.ts';
import type { listVersions as operation } from './contract.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { viewOfVersion } from './model.ts';
import { datasetOf } from './read-dataset.ts';
import { versionFromRow } from './read-version.ts';

export const listVersions: Handler<typeof operation> = async (context, input) => {
  const reader = context.store.read;
  const dataset = await datasetOf(reader, input.dataset);
  let query = reader.selectFrom('dataset_version').selectAll().where('dataset', '=', dataset.id);
  if (input.cursor !== undefined) query = query.where('number', '<', Number(readCursor(input.cursor, 1)[0]));
  const rows = await query
    .orderBy('number', 'desc')
    .limit(input.limit + 1)
    .execute();
  const shown = rows.slice(0, input.limit);
  return {
    versions: shown.map((row) => viewOfVersion(versionFromRow(row, dataset))),
    next: rows.length > input.limit ? writeCursor([shown.at(-1)!.number]) : null,
  };
};
