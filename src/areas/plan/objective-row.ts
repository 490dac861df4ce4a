import type { Reader } from '../handler.ts';
import type { MeasureScope } from '../measure.ts';
import { type Baseline, baseline, type Target, target } from './model.ts';

/** An objective as loaded, its JSON read. */
export interface ObjectiveRow {
  readonly objective: string;
  readonly position: number;
  readonly goal: string;
  readonly title: string;
  readonly measure: string;
  readonly scope: MeasureScope;
  readonly principles: readonly string[];
  readonly baseline: Baseline | null;
  readonly target: Target;
  readonly horizon: 'short' | 'long';
  readonly next_check: string | null;
  readonly owner: string;
  readonly example: number;
}

/** The objectives of the plan as it is known now, in their order. */
export async function readObjectives(reader: Reader): Promise<ObjectiveRow[]> {
  const rows = await reader
    .selectFrom('plan_objective')
    .selectAll()
    .where('superseded_at', 'is', null)
    .orderBy('position')
    .execute();
  return rows.map((row) => ({
    ...row,
    scope: JSON.parse(row.scope) as MeasureScope,
    principles: JSON.parse(row.principles) as string[],
    baseline: row.baseline === null ? null : baseline.parse(JSON.parse(row.baseline)),
    target: target.parse(JSON.parse(row.target)),
  }));
}
