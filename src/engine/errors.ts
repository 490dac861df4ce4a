import { errorKind, exitCode } from '../core/error.ts';

/** What can go wrong in the data plane. Each names the step, never the SQL or a value. */

export const statementFailed = errorKind<{ step: string; class: string }>({
  code: 'engine.statement-failed',
  status: 500,
  exit: exitCode.internal,
  says: ({ step, class: kind }) => `The step ${step} failed in the data engine (${kind}).`,
  remedy: 'Report it with the request id; nothing was changed.',
});

export const tookTooLong = errorKind<{ step: string; timeoutMs: number }>({
  code: 'engine.took-too-long',
  status: 503,
  exit: exitCode.unavailable,
  says: ({ step, timeoutMs }) => `The step ${step} was stopped after ${timeoutMs} ms.`,
  remedy: 'Ask for fewer rows or columns, or try again later.',
});

export const stopped = errorKind<{ step: string }>({
  code: 'engine.stopped',
  status: 503,
  exit: exitCode.interrupted,
  says: ({ step }) => `The step ${step} was stopped because nobody waits for it any more.`,
  remedy: 'Ask again.',
});

export const outOfMemory = errorKind<{ step: string }>({
  code: 'engine.out-of-memory',
  status: 503,
  exit: exitCode.unavailable,
  says: ({ step }) => `The step ${step} needed more memory than this process may use.`,
  remedy: 'Ask for fewer rows or columns, or give the process more memory.',
});

export const diskFull = errorKind<{ step: string; kept?: string }>({
  code: 'engine.disk-full',
  status: 507,
  exit: exitCode.unavailable,
  says: ({ step, kept }) =>
    `The disk is full: the step ${step} could not be written. ${kept ?? 'Everything recorded before is kept.'}`,
  remedy: 'Free some space and run the command again; nothing half-written is visible.',
});

export const fileUnreadable = errorKind<{ step: string }>({
  code: 'engine.file-unreadable',
  status: 503,
  exit: exitCode.unavailable,
  says: ({ step }) => `A file that the step ${step} reads is missing or damaged.`,
  remedy: 'Restore the lake from a backup, or load the file again.',
});

export const engineErrors = [statementFailed, tookTooLong, stopped, outOfMemory, diskFull, fileUnreadable];
