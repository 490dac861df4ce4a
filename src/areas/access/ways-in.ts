import type { Handler } from '../handler.ts';
import type { waysIn as op } from './contract.ts';
import { idleMs, sessionMs } from './session-times.ts';

export const waysIn: Handler<typeof op> = async ({ identity }) => ({
  provider: identity?.title ?? null,
  samples: (identity?.samples ?? []).map((one) => ({ ...one })),
  idleMinutes: idleMs / 60_000,
  sessionHours: sessionMs / 3_600_000,
});
