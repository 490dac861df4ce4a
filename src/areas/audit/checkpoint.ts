import { keepCheckpoint } from '../../store/audit-log/keep-checkpoint.ts';
import type { Handler, JobContext } from '../handler.ts';
import type { checkpoint as op } from './contract.ts';
import { logEmpty } from './errors.ts';

export const checkpoint: Handler<typeof op> = async ({ audit }) => {
  const head = await audit.settle();
  if (head === undefined) throw logEmpty.with({});
  return { mediaType: 'text/plain; charset=utf-8', body: head.note };
};

/** Once a day: a checkpoint that stays, so that a verification has something old to compare with. */
export const makeDailyCheckpoint = async ({ store, audit, job }: JobContext): Promise<{ size: number }> => {
  const head = await audit.settle();
  if (head === undefined) return { size: 0 };
  await keepCheckpoint(store, head.size);
  job.note(`Checkpoint of ${head.size} entries`);
  return { size: head.size };
};
