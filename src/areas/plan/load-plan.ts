import { reconcile } from '../../core/dated-fact.ts';
import { newId } from '../../core/id.ts';
import { parseRecordFile } from '../../core/record-file.ts';
import type { Handler, Tx } from '../handler.ts';
import { readRecordUpload } from '../record-upload.ts';
import type { loadPlan as op } from './contract.ts';
import { itemsOf, type PlanFile, planFile } from './plan-file.ts';

/**
 * Takes over a state's plan. Words or objectives that differ from the file are superseded and kept; those that are equal
 * stay untouched, and measured values are never touched at all.
 */
export const loadPlan: Handler<typeof op> = async (context, input) => {
  const { text, name } = await readRecordUpload(context, input);
  const file = parseRecordFile(text, planFile, name);
  const at = context.clock.now();
  const id = () => newId(context.random);
  const items = itemsOf(file).map((item, position) => ({ cycle: file.cycle.id, position, ...item }));
  const objectives = objectiveRows(file);
  return context.store.write(async (tx) => {
    const { adopted, nextDue, title, words } = file.cycle;
    context.audit.about({ detail: { cycle: file.cycle.id } });
    const head = {
      title,
      words,
      adopted_on: input.draft ? '' : adopted.on,
      adopted_example: !input.draft && adopted.example ? 1 : 0,
      next_due: nextDue,
    };
    await tx
      .insertInto('plan_cycle')
      .values({
        id: file.cycle.id,
        ...head,
        loaded_at: at,
        ...(input.draft ? { opened_on: context.clock.today() } : {}),
      })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(head))
      .execute();
    const texts = await takeOver(tx, 'plan_item', file.cycle.id, items, at, id);
    const aims = await takeOver(tx, 'plan_objective', file.cycle.id, objectives, at, id);
    const changed = { added: texts.added + aims.added, superseded: texts.superseded + aims.superseded };
    if (changed.added + changed.superseded > 0)
      await context.emit(tx, 'plan-changed', { cycle: file.cycle.id });
    return { items: items.length, objectives: objectives.length, ...changed };
  });
};

const objectiveRows = (file: PlanFile) =>
  file.objectives.map((line, position) => ({
    cycle: file.cycle.id,
    objective: line.id,
    position,
    goal: line.goal,
    title: line.title,
    measure: line.measure,
    scope: JSON.stringify(line.scope),
    principles: JSON.stringify(line.principles),
    baseline:
      line.baseline === undefined
        ? null
        : JSON.stringify({ ...line.baseline, source: line.baseline.source ?? null, first: false }),
    target: JSON.stringify(line.target),
    horizon: line.horizon,
    next_check: line.nextCheck ?? null,
    owner: line.owner,
    example: line.example ? 1 : 0,
  }));

async function takeOver<Row extends object>(
  tx: Tx,
  table: 'plan_item' | 'plan_objective',
  cycle: string,
  wanted: readonly Row[],
  at: string,
  id: () => string,
): Promise<{ added: number; superseded: number }> {
  const fields = Object.keys(wanted[0] ?? {}) as (keyof Row)[];
  const known = await tx
    .selectFrom(table)
    .selectAll()
    .where('cycle', '=', cycle)
    .where('superseded_at', 'is', null)
    .execute();
  const { superseded, added } = reconcile(known, wanted, (fact) =>
    JSON.stringify(fields.map((field) => (fact as Row)[field])),
  );
  for (const row of superseded)
    await tx.updateTable(table).set({ superseded_at: at }).where('id', '=', row.id).execute();
  for (const row of added)
    await tx
      .insertInto(table)
      .values({ ...row, id: id(), recorded_at: at } as never)
      .execute();
  return { added: added.length, superseded: superseded.length };
}
