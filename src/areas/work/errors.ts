import { errorKind, exitCode } from '../../core/error.ts';

export const jobNotFound = errorKind<{ job: string }>({
  code: 'work.job-not-found',
  status: 404,
  exit: exitCode.notFound,
  says: ({ job }) => `There is no piece of work with the id ${job}.`,
  remedy: 'List the work with `oak work list-jobs`, or on the page /jobs.',
});

export const errors = [jobNotFound];
