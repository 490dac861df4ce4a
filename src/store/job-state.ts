/** Every state of a job and the moves out of it. */
export const jobMoves = {
  /** A person may cancel before it starts. */
  queued: ['running', 'cancelled'],
  /** Back to `queued` when its worker fell silent; `failed` when that happened too often. */
  running: ['succeeded', 'failed', 'cancelled', 'queued'],
  succeeded: [],
  failed: [],
  cancelled: [],
} as const satisfies Record<string, readonly string[]>;

export type JobState = keyof typeof jobMoves;
export const jobStates = Object.keys(jobMoves) as readonly JobState[];

export const isFinished = (state: JobState): boolean => jobMoves[state].length === 0;
export const canMove = (from: JobState, to: JobState): boolean =>
  (jobMoves[from] as readonly JobState[]).includes(to);

/** A worker that dies is replaced this many times in all before the job is given up. */
export const maxAttempts = 3;
