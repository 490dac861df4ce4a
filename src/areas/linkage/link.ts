import type { Handler } from '../handler.ts';
import type { link as op } from './contract.ts';
import type { LinkFilesJob } from './link-files.ts';

/** Queues the search for the partners of one file's records in another. */
export const link: Handler<typeof op> = async (context, input) => {
  const { left, right, one_to_one: asked, once_per_file: oncePerFile, ...rest } = input;
  const oneToOne = oncePerFile ? 'both' : asked;
  const job: LinkFilesJob = { ...rest, kind: 'link', files: [left, right], oneToOne };
  return {
    job: await context.store.write((tx) => context.enqueue(tx, { kind: 'linkage.link-files', input: job })),
  };
};
