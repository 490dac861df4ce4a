import { newId } from '../src/core/id.ts';
import type { Store } from '../src/store/database.ts';

/** As if the holder of a dataset (internal id) had decided, before, that its new versions are open at once. */
export async function declareOpen(store: Store, dataset: string): Promise<void> {
  const known = await store.read
    .selectFrom('release_decision')
    .select('id')
    .where('dataset', '=', dataset)
    .where('kind', '=', 'standing')
    .executeTakeFirst();
  if (known !== undefined) return;
  await store.write((tx) =>
    tx
      .insertInto('release_decision')
      .values({
        id: newId(),
        kind: 'standing',
        dataset,
        outcome: 'released',
        ground: 'nothing-protected',
        reviewer: 'A reviewer of tests',
        decided_by: 'test',
        decided_at: '2026-01-01T00:00:00.000Z',
      })
      .execute(),
  );
}
