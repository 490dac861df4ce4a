import type { Handler } from '../handler.ts';
import type { dedupe as op } from './contract.ts';
import type { LinkFilesJob } from './link-files.ts';

/** Queues the search for records of the same within files. */
export const dedupe: Handler<typeof op> = async (context, input) => {
  const { once_per_file: oncePerFile, ...rest } = input;
  const job: LinkFilesJob = { ...rest, kind: 'dedupe', oncePerFile };
  return {
    job: await context.store.write((tx) => context.enqueue(tx, { kind: 'linkage.link-files', input: job })),
  };
};
