import type { Reader } from '../../handler.ts';
import { noSuchDefinition } from './errors.ts';
import type { DefinitionKind } from './model.ts';

/** A saved definition at one version; `newest` when no version is named. Throws `linkage.no-such-definition`. */
export async function definitionAt(reader: Reader, kind: DefinitionKind, name: string, version?: number) {
  const found = await findDefinition(reader, kind, name, version);
  if (found !== undefined) return found;
  const known = await reader
    .selectFrom('linkage_definition')
    .select('name')
    .distinct()
    .where('kind', '=', kind)
    .orderBy('name')
    .limit(20)
    .execute();
  const ref = version === undefined ? name : `${name}@${version}`;
  throw noSuchDefinition.with({ kind, ref, known: known.map((one) => one.name) });
}

export const findDefinition = (reader: Reader, kind: DefinitionKind, name: string, version?: number) =>
  reader
    .selectFrom('linkage_definition')
    .selectAll()
    .where('kind', '=', kind)
    .where('name', '=', name)
    .$if(version !== undefined, (query) => query.where('version', '=', version!))
    .orderBy('version', 'desc')
    .executeTakeFirst();

/** `client-records` or `client-records@3`. */
export function parseRef(ref: string): { readonly name: string; readonly version?: number } {
  const at = /^(.*)@(\d{1,6})$/.exec(ref.trim());
  return at === null ? { name: ref.trim() } : { name: at[1]!, version: Number(at[2]) };
}

/** A saved definition by its reference. Throws `linkage.no-such-definition`. */
export function definitionOf(reader: Reader, kind: DefinitionKind, ref: string) {
  const { name, version } = parseRef(ref);
  return definitionAt(reader, kind, name, version);
}

export const refOf = ({ name, version }: { readonly name: string; readonly version: number }): string =>
  `${name}@${version}`;
