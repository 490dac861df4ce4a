import { datasetOf, type OpenContent, openContent, versionAt } from '../../catalog/index.ts';
import type { Context } from '../../handler.ts';
import type { RecordSource } from '../files/record-source.ts';
import { purposeNeeded, rowsMasked } from './errors.ts';
import type { RunSource } from './read-run.ts';

/** A source of a link, opened for whoever asks, and how the engine reads it. */
export interface OpenSource {
  readonly dataset: string;
  readonly publicId: string;
  readonly title: string;
  readonly agency: string | null;
  readonly content: OpenContent;
  readonly records: RecordSource;
}

/** The row of the source: it names a record and says nothing about a person. */
export const recordId = '_row';

/**
 * Opens the whole rows of every source for whoever asks: the policies decide, the look is written down. Leave for figures or
 * for masked rows is not enough to compare records. Throws what the gate throws, `linkage.purpose-needed` and
 * `linkage.rows-masked`.
 */
export async function openSources(context: Context, sources: readonly RunSource[]): Promise<OpenSource[]> {
  const allowed = await mayOpenSources(context, sources);
  return Promise.all(
    allowed.map(async ({ dataset, version, content }) => ({
      dataset: dataset.id,
      publicId: dataset.publicId,
      title: dataset.title,
      agency: dataset.agency,
      content,
      records: {
        path: dataset.publicId,
        relation: await content.rows(),
        columns: [...version.columns.map(({ name }) => name), recordId],
      },
    })),
  );
}

/** The same leave, asked and written down; no row is opened. */
export const mayOpenSources = (context: Context, sources: readonly RunSource[]) =>
  Promise.all(
    sources.map(async (source) => {
      const dataset = await datasetOf(context.store.read, source.dataset);
      const version = await versionAt(context.store.read, dataset, { version: source.version });
      if (version.release === null && context.purpose === undefined && context.actor.kind === 'person')
        throw purposeNeeded.with({});
      const content = await openContent(context, version, 'read-rows');
      if (content.masked.size > 0) throw rowsMasked.with({ dataset: dataset.title });
      return { dataset, version, content };
    }),
  );
