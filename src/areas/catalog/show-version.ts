import type { Handler } from '../handler.ts';
import { citationText } from './citation.ts';
import type { showVersion as operation } from './contract.ts';
import { noSuchVersion } from './errors.ts';
import { viewOfVersion } from './model.ts';
import { mayLook } from './protection/decide-look.ts';
import { datasetOf } from './read-dataset.ts';
import { versionFromRow } from './read-version.ts';

/** What a column holds, where that may not be seen. */
const untold = { filled: null, rejected: null, fit: null };

/** One version with its columns and files; a withdrawn one is shown too, with its reason, but none of its rows. */
export const showVersion: Handler<typeof operation> = async (context, input) => {
  const reader = context.store.read;
  const dataset = await datasetOf(reader, input.dataset);
  const row = await reader
    .selectFrom('dataset_version')
    .selectAll()
    .where('dataset', '=', dataset.id)
    .where('number', '=', input.version)
    .executeTakeFirst();
  if (row === undefined) {
    throw noSuchVersion.with({ dataset: dataset.publicId, version: String(input.version) });
  }
  const version = versionFromRow(row, dataset);
  const shown = await mayLook(context, version, 'read-rows');
  const files = await reader
    .selectFrom('version_part')
    .select(['kind', 'rows', 'bytes', 'sha256'])
    .where('dataset', '=', dataset.id)
    .where('version', '=', input.version)
    .orderBy('kind')
    .orderBy('number')
    .execute();
  return {
    ...viewOfVersion(version),
    title: dataset.title,
    columns: shown ? [...version.columns] : version.columns.map((one) => ({ ...one, ...untold })),
    files,
    citation: citationText({ dataset, version, jurisdiction: context.jurisdiction }),
  };
};
