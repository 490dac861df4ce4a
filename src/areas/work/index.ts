/**
 * Long work as people see it: what is queued, how far it is, what came of it, and a way to stop it. The queue itself is
 * in `store/jobs`; any area queues work through its context. Mail that waits or was refused stands here too.
 */
import { area as form } from '../area.ts';
import { operations } from './contract.ts';
import { errors } from './errors.ts';
import { listJobs } from './list-jobs.ts';
import { retryMail } from './retry-mail.ts';
import { showJob } from './show-job.ts';
import { showMail } from './show-mail.ts';
import { stopJob } from './stop-job.ts';

export const area = form({
  name: 'work',
  operations,
  handlers: {
    'show-job': showJob,
    'list-jobs': listJobs,
    'stop-job': stopJob,
    'show-mail': showMail,
    'retry-mail': retryMail,
  },
  tables: [],
  errors,
});
