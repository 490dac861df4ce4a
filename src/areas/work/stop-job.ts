import { requestCancel } from '../../store/job-lease.ts';
import { showJob as jobById } from '../../store/jobs.ts';
import type { Handler } from '../handler.ts';
import type { stopJob as op } from './contract.ts';
import { jobNotYours } from './errors.ts';
import { isTheirs, jobViewOf } from './job-view.ts';

export const stopJob: Handler<typeof op> = async ({ store, clock, actor }, { job }) => {
  if (!isTheirs(actor, await jobById(store.read, job))) throw jobNotYours.with({ job });
  await store.write((tx) => requestCancel(tx, clock, job));
  return jobViewOf(await jobById(store.read, job), actor);
};
