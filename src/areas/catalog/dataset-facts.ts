import type { DatasetFacts } from '../access/index.ts';
import type { Reader } from '../handler.ts';

/** What deciding about a dataset needs to know of it, by its public or internal id. Undefined when there is none. */
export async function datasetFacts(reader: Reader, id: string): Promise<DatasetFacts | undefined> {
  const row = await reader
    .selectFrom('dataset')
    .select(['id', 'public_id', 'title', 'agency', 'release', 'current_version'])
    .where((where) => where.or([where('public_id', '=', id), where('id', '=', id)]))
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      publicId: row.public_id,
      title: row.title,
      agency: row.agency,
      isProtected: row.current_version !== null && row.release === null,
    }
  );
}

export const agencyOfDataset = async (reader: Reader, publicId: string): Promise<string | null> =>
  (await datasetFacts(reader, publicId))?.agency ?? null;
