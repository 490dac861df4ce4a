import type { Transaction } from 'kysely';
import type { Database, Store } from './database.ts';

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
  await store.write((tx) => setSetting(tx, key, value));
}

/** The same within a transaction that is open already. */
export async function setSetting(tx: Transaction<Database>, key: string, value: string): Promise<void> {
  await tx
    .insertInto('setting')
    .values({ key, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute();
}
