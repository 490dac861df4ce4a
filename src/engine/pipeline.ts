import type { Engine } from './engine.ts';
import { empty, ident, join, Sql, sql } from './sql.ts';

/** One relation, named for what it holds: `candidate_pairs`. Later steps select from `${relation(step)}`. */
export interface Step {
  readonly name: string;
  readonly sql: Sql;
  /** Computed once however often it is read. */
  readonly once?: boolean;
}

export const step = (name: string, statement: Sql, once = false): Step =>
  Object.freeze({ name, sql: statement, once });

export const relation = (of: Step): Sql => ident(of.name);

/**
 * Steps in order as one WITH query. `answer` is what to select at the end; without it, all rows of the last step,
 * or of the step named (so that any step can be looked at).
 */
export function pipeline(steps: readonly Step[], answer?: Sql | string): Sql {
  const last = typeof answer === 'string' ? steps.findIndex((one) => one.name === answer) : steps.length - 1;
  if (last < 0) throw new RangeError('no such step');
  const used = steps.slice(0, last + 1);
  const withs = used.map(
    (one) => sql`${ident(one.name)} as ${one.once ? sql`materialized ` : empty}(\n${one.sql}\n)`,
  );
  const select = answer instanceof Sql ? answer : sql`select * from ${ident(used[last]!.name)}`;
  return sql`with ${join(withs, ',\n')}\n${select}`;
}

/** Makes one step a temporary table of the session, so that the steps after it start from stored rows. */
export async function materialise(session: Engine, steps: readonly Step[], name: string): Promise<void> {
  await session.run(sql`create or replace temp table ${ident(name)} as ${pipeline(steps, name)}`, {
    step: name,
  });
}
