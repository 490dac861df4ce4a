import { listJobs as jobsOf } from '../../store/jobs.ts';
import type { Handler } from '../handler.ts';
import type { listJobs as op } from './contract.ts';
import { jobViewOf } from './job-view.ts';

export const listJobs: Handler<typeof op> = async ({ store, actor }, { state, subject, limit, cursor }) => {
  const { jobs, cursor: next } = await jobsOf(store.read, {
    subject,
    limit,
    cursor,
    ...(state === undefined ? {} : { states: [state] }),
  });
  return { jobs: jobs.map((job) => jobViewOf(job, actor)), next: next ?? null };
};
