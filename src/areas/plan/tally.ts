import type { Objective, Stand } from './model.ts';

/** How many objectives stand how. Never an average of statuses. */
export function tallyOf(objectives: readonly Pick<Objective, 'stand'>[]): Record<Stand['status'], number> {
  const counts = { met: 0, track: 0, risk: 0, late: 0, unknown: 0 };
  for (const { stand } of objectives) counts[stand.status]++;
  return counts;
}
