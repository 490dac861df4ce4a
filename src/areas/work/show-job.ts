import { showJob as jobById, showJobLog } from '../../store/jobs.ts';
import type { Handler } from '../handler.ts';
import type { showJob as op } from './contract.ts';
import { jobViewOf } from './job-view.ts';

export const showJob: Handler<typeof op> = async ({ store, actor }, { job }) => {
  const [found, log] = await Promise.all([jobById(store.read, job), showJobLog(store.read, job)]);
  const view = jobViewOf(found, actor);
  return { ...view, log: view.yours ? [...log.lines] : [] };
};
