import type { VersionColumn } from '../../catalog/model.ts';
import type { Context } from '../../handler.ts';

/** Where the secret stands among the keys: no project can be called so. */
const project = ':cell-keys';

/**
 * The secret from which record keys of a dataset are drawn, made at the first call and kept in the key store: whoever had it
 * could take the noise away.
 */
export async function recordSecret(context: Context, publicId: string): Promise<string> {
  const { store, vault, clock } = context;
  const find = () =>
    store.read
      .selectFrom('disclosure_identifiers')
      .select('key')
      .where('project', '=', project)
      .where('release', '=', publicId)
      .executeTakeFirst();
  const known = await find();
  if (known !== undefined) return (await vault.keys.open(known.key)).toString('hex');
  const made = await vault.keys.make();
  await store.write((tx) =>
    tx
      .insertInto('disclosure_identifiers')
      .values({ project, release: publicId, key: made.id, people: 0, made_at: clock.now() })
      .onConflict((conflict) => conflict.columns(['project', 'release']).doNothing())
      .execute(),
  );
  return (await vault.keys.open((await find())!.key)).toString('hex');
}

/** What tells records apart for their keys: the accepted unique key, or all of a record where it has none. */
export const recordFields = (
  keys: readonly string[],
  columns: readonly VersionColumn[],
  masked: ReadonlySet<string>,
): readonly string[] =>
  keys.length > 0 && !keys.some((name) => masked.has(name))
    ? keys
    : columns.map(({ name }) => name).filter((name) => !masked.has(name));
