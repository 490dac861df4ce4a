import type { Store } from '../database.ts';
import type { Head } from './integrate-entries.ts';

/** Keeps the checkpoint of this size for ever: whoever was given it will ask from it. */
export async function keepCheckpoint(store: Store, size: number): Promise<void> {
  await store.write((tx) =>
    tx.updateTable('audit_checkpoint').set({ kept: 1 }).where('size', '=', size).execute(),
  );
}

/** Kept checkpoints, newest first. */
export const keptCheckpoints = (read: Store['read'], limit = 60): Promise<Head[]> =>
  read
    .selectFrom('audit_checkpoint')
    .select(['size', 'root', 'note', 'at'])
    .where('kept', '=', 1)
    .orderBy('size', 'desc')
    .limit(limit)
    .execute();
