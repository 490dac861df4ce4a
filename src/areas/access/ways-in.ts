import { usualSessionTimes } from '../../core/session-times.ts';
import type { Handler } from '../handler.ts';
import type { waysIn as op } from './contract.ts';

export const waysIn: Handler<typeof op> = async ({ identity, sessionTimes = usualSessionTimes }) => ({
  provider: identity?.title ?? null,
  samples: (identity?.samples ?? []).map((one) => ({ ...one })),
  idleMinutes: sessionTimes.idleMinutes,
  sessionHours: sessionTimes.sessionHours,
});
