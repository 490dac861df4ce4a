import type { Reader } from '../handler.ts';
import { type Baseline, baseline, type Target, target } from './model.ts';
import type { ObjectiveScope } from './objective-scope.ts';
import { readCycle } from './read-plan.ts';

/** An objective as loaded, its JSON read. */
export interface ObjectiveRow {
  readonly objective: string;
  readonly position: number;
  readonly goal: string;
  readonly title: string;
  readonly measure: string;
  readonly scope: ObjectiveScope;
  readonly principles: readonly string[];
  readonly baseline: Baseline | null;
  readonly target: Target;
  readonly horizon: 'short' | 'long';
  readonly next_check: string | null;
  readonly owner: string;
  readonly example: number;
}

/** An objective while it is drafted: it may lack what it needs to be adopted. */
export interface DraftObjective extends Omit<ObjectiveRow, 'target'> {
  /** Its revision. */
  readonly id: string;
  readonly target: Target | null;
}

/** The objectives of a cycle as known now, in their order, complete or not. */
export async function readDraftObjectives(reader: Reader, cycle: string): Promise<DraftObjective[]> {
  const rows = await reader
    .selectFrom('plan_objective')
    .selectAll()
    .where('cycle', '=', cycle)
    .where('superseded_at', 'is', null)
    .orderBy('position')
    .execute();
  return rows.map((row) => ({
    ...row,
    scope: JSON.parse(row.scope) as ObjectiveScope,
    principles: JSON.parse(row.principles) as string[],
    baseline: row.baseline === null ? null : baseline.parse(JSON.parse(row.baseline)),
    target: row.target === 'null' ? null : target.parse(JSON.parse(row.target)),
  }));
}

/** The objectives of the plan in force (before any was adopted, of the draft) that have a target, in their order. */
export async function readObjectives(reader: Reader): Promise<ObjectiveRow[]> {
  const known = await reader.selectFrom('plan_cycle').select('id').limit(1).executeTakeFirst();
  if (known === undefined) return [];
  const { cycle } = await readCycle(reader);
  return (await readDraftObjectives(reader, cycle)).filter(
    (row): row is DraftObjective & ObjectiveRow => row.target !== null,
  );
}
