import { searchEntries } from '../../../store/audit-log/search-entries.ts';
import type { Handler, Reader } from '../../handler.ts';
import { datasetOf } from '../read-dataset.ts';
import type { listReaders as operation } from './contract.ts';

const pageSize = 1_000;

/** Who is known to have looked at a version while it was protected: from the audit log, where each look stands. */
export const listReaders: Handler<typeof operation> = async (context, input) => {
  const dataset = await datasetOf(context.store.read, input.dataset);
  const readers = new Map<string, { looks: string[]; actions: Set<string>; purposes: Set<string> }>();
  for await (const entry of looksAt(context.store.read, dataset.publicId)) {
    if (entry.detail?.['version'] !== input.version) continue;
    // Erased on the person's own wish: that somebody looked stays in the tree.
    const person = entry.actor ?? 'erased';
    const known = readers.get(person) ?? { looks: [], actions: new Set(), purposes: new Set() };
    readers.set(person, known);
    known.looks.push(entry.at);
    if (typeof entry.detail['action'] === 'string') known.actions.add(entry.detail['action']);
    if (entry.purpose !== null) known.purposes.add(entry.purpose);
  }
  return {
    readers: [...readers].map(([person, { looks, actions, purposes }]) => ({
      person,
      looks: looks.length,
      first_at: looks[0]!,
      last_at: looks.at(-1)!,
      actions: [...actions].sort(),
      purposes: [...purposes].sort(),
    })),
  };
};

async function* looksAt(reader: Reader, dataset: string) {
  let after: number | undefined;
  for (;;) {
    const page = await searchEntries(reader, {
      dataset,
      outcomes: ['looked'],
      order: 'oldest',
      limit: pageSize,
      ...(after !== undefined && { after }),
    });
    yield* page;
    if (page.length < pageSize) return;
    after = page.at(-1)!.sequence;
  }
}
