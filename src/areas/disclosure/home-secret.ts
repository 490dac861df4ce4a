import type { Context } from '../handler.ts';

/** Where secrets of the home stand among the keys: no project can be called so. */
const projects = { records: ':cell-keys', companions: ':companions' } as const;

/**
 * A secret made at the first call and kept in the key store. Of `records`, one a dataset: record keys are drawn from it, and
 * whoever had it could take the noise of cell keys away. Of `companions`, one for the home: which figures are blanked to
 * protect others is chosen with it, and whoever had it could work back from the choice.
 */
export async function homeSecret(
  context: Pick<Context, 'store' | 'vault' | 'clock'>,
  of: keyof typeof projects,
  name = ':home',
): Promise<string> {
  const { store, vault, clock } = context;
  const project = projects[of];
  const find = () =>
    store.read
      .selectFrom('disclosure_identifiers')
      .select('key')
      .where('project', '=', project)
      .where('release', '=', name)
      .executeTakeFirst();
  const known = await find();
  if (known !== undefined) return (await vault.keys.open(known.key)).toString('hex');
  const made = await vault.keys.make();
  await store.write((tx) =>
    tx
      .insertInto('disclosure_identifiers')
      .values({ project, release: name, key: made.id, people: 0, made_at: clock.now() })
      .onConflict((conflict) => conflict.columns(['project', 'release']).doNothing())
      .execute(),
  );
  return (await vault.keys.open((await find())!.key)).toString('hex');
}
