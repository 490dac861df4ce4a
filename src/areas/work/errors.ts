import { errorKind, exitCode } from '../../core/error.ts';

export const jobNotYours = errorKind<{ job: string }>({
  code: 'work.not-yours',
  status: 403,
  exit: exitCode.refused,
  says: ({ job }) => `Job ${job} was not asked for by you.`,
  remedy: 'Ask whoever began it, or who runs the server, to stop it.',
});

export const errors = [jobNotYours];
