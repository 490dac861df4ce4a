import type { Reader } from '../handler.ts';

/** Names of all agencies by code. */
export async function namesOfAgencies(reader: Reader): Promise<ReadonlyMap<string, string>> {
  const rows = await reader.selectFrom('agency').select(['code', 'name']).execute();
  return new Map(rows.map(({ code, name }) => [code, name]));
}
