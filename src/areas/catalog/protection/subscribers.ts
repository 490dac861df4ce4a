import { type Subscriber, subscriber } from '../../handler.ts';
import { closeOpened } from './opened-files.ts';

/** What was opened of a version that is out of reach goes from the private folder of the server, at once. */
export const protectionSubscribers: readonly Subscriber[] = (
  ['version-withdrawn', 'version-destroyed', 'version-resealed'] as const
).map((event) =>
  subscriber({
    name: `catalog.close-opened-of-${event}`,
    event,
    run: async ({ store, vault }, { payload }) => {
      const rows = await store.read
        .selectFrom('dataset_version')
        .select('sealed_by')
        .where('dataset', '=', payload.dataset)
        .where('number', '=', payload.version)
        .execute();
      for (const { sealed_by } of rows) if (sealed_by !== null) await closeOpened(vault, sealed_by);
    },
  }),
);
