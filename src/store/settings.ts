import type { Store } from './database.ts';

/** One small fact of the deployment, or nothing. */
export async function readSetting(store: Store, key: string): Promise<string | undefined> {
  const row = await store.read
    .selectFrom('setting')
    .select('value')
    .where('key', '=', key)
    .executeTakeFirst();
  return row?.value;
}

export async function writeSetting(store: Store, key: string, value: string): Promise<void> {
  await store.write((tx) =>
    tx
      .insertInto('setting')
      .values({ key, value })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
      .execute(),
  );
}
