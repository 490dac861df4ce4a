import type { Handler } from '../handler.ts';
import type { dedupe as op } from './contract.ts';
import type { LinkFilesJob } from './link-files.ts';

/** Queues the search for records of the same within files. */
export const dedupe: Handler<typeof op> = async (context, input) => {
  const job: LinkFilesJob = { ...input, kind: 'dedupe' };
  return {
    job: await context.store.write((tx) => context.enqueue(tx, { kind: 'linkage.link-files', input: job })),
  };
};
