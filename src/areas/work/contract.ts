import { z } from 'zod';
import { json, operation } from '../../core/operation.ts';
import { jobCannotMove, jobNotFound } from '../../store/errors.ts';
import { jobNotYours } from './errors.ts';
import { jobState, jobView, mailView } from './model.ts';

export const showJob = operation({
  name: 'work.show-job',
  method: 'GET',
  path: '/api/v1/jobs/{job}',
  access: 'everyone',
  effect: 'read',
  summary: 'Show one piece of long work: its stage, how far it is, its log and its result',
  input: z.object({ job: z.string() }),
  output: json(jobView.extend({ log: z.array(z.object({ at: z.string(), line: z.string() })) })),
  errors: [jobNotFound],
  positional: ['job'],
});

export const listJobs = operation({
  name: 'work.list-jobs',
  method: 'GET',
  path: '/api/v1/jobs',
  access: 'everyone',
  effect: 'read',
  summary: 'List long work, newest first',
  input: z.object({
    state: jobState.optional(),
    subject: z.string().optional().describe('what the work is about, such as a dataset id'),
    limit: z.number().int().min(1).max(500).default(50),
    cursor: z.string().optional(),
  }),
  output: json(z.object({ jobs: z.array(jobView), next: z.string().nullable() })),
  errors: [],
});

export const stopJob = operation({
  name: 'work.stop-job',
  method: 'POST',
  path: '/api/v1/jobs/{job}/stop',
  access: 'staff',
  effect: 'write',
  summary: 'Stop a piece of long work; what it had already stored stays',
  input: z.object({ job: z.string() }),
  output: json(jobView),
  errors: [jobNotFound, jobCannotMove, jobNotYours],
  positional: ['job'],
});

export const showMail = operation({
  name: 'work.show-mail',
  method: 'GET',
  path: '/api/v1/mail',
  access: 'operator',
  effect: 'read',
  summary: 'Show how mail stands: whether a mail server is set up, what waits, what was refused or came back',
  input: z.object({}),
  output: json(mailView),
  errors: [],
});

export const retryMail = operation({
  name: 'work.retry-mail',
  method: 'POST',
  path: '/api/v1/mail/retry',
  access: 'operator',
  effect: 'write',
  summary: 'Try mail again that was refused, came back or was given up: one message, or all',
  input: z.object({ message: z.string().optional() }),
  output: json(z.object({ retried: z.int() })),
  errors: [],
  positional: ['message'],
});

export const operations = {
  'show-job': showJob,
  'list-jobs': listJobs,
  'stop-job': stopJob,
  'show-mail': showMail,
  'retry-mail': retryMail,
};
