import type { Handler } from '../handler.ts';
import type { generate as op } from './contract.ts';
import type { GeneratePeopleJob } from './generate-people-file.ts';

/** Queues the making of synthetic people. */
export const generate: Handler<typeof op> = async (context, input) => {
  const job: GeneratePeopleJob = input;
  return {
    job: await context.store.write((tx) =>
      context.enqueue(tx, { kind: 'linkage.generate-people', input: job }),
    ),
  };
};
