import type { Reader } from '../handler.ts';
import type { Standard } from './model.ts';

/** Every edition published by a day, the newest of each standard first. */
export async function editionsOn(reader: Reader, on: string): Promise<Standard[]> {
  const rows = await reader
    .selectFrom('standard_edition')
    .select('content')
    .where('published_on', '<=', on)
    .orderBy('standard')
    .orderBy('published_on', 'desc')
    .orderBy('recorded_at', 'desc')
    .execute();
  return rows.map(({ content }) => JSON.parse(content) as Standard);
}

/** The newest edition of each standard that is published by that day. */
export const inForceOf = (editions: readonly Standard[]): Standard[] =>
  editions.filter((one, at) => editions.findIndex(({ id }) => id === one.id) === at);

/** The standards in force on a day. */
export const standardsOn = async (reader: Reader, on: string): Promise<Standard[]> =>
  inForceOf(await editionsOn(reader, on));
