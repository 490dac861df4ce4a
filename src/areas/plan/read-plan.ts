import type { z } from 'zod';
import type { Reader } from '../handler.ts';
import { noPlan, noSuchCycle } from './errors.ts';
import { type cycle, type Item, itemDetails } from './model.ts';

export type Cycle = z.output<typeof cycle>;

type CycleRow = {
  id: string;
  title: string;
  words: string;
  adopted_on: string;
  adopted_example: number;
  next_due: string;
};

const cycleOf = (row: CycleRow): Cycle => ({
  cycle: row.id,
  title: row.title,
  words: row.words,
  adopted: row.adopted_on === '' ? null : { on: row.adopted_on, example: row.adopted_example === 1 },
  nextDue: row.next_due,
});

/** The cycle named; without a name the one in force, or, before any was adopted, the one being drafted. */
export async function readCycle(reader: Reader, id?: string): Promise<Cycle> {
  const rows = await reader.selectFrom('plan_cycle').selectAll().orderBy('loaded_at', 'desc').execute();
  if (id !== undefined) {
    const found = rows.find((row) => row.id === id);
    if (!found) throw noSuchCycle.with({ cycle: id });
    return cycleOf(found);
  }
  const [inForce] = rows
    .filter((row) => row.adopted_on !== '')
    .sort((a, b) => b.adopted_on.localeCompare(a.adopted_on));
  const row = inForce ?? rows[0];
  if (!row) throw noPlan.with({});
  return cycleOf(row);
}

/** A plan and its items as known now, in the order of the plan. Throws `plan.no-plan`, `plan.no-such-cycle`. */
export async function readPlan(reader: Reader, id?: string): Promise<{ cycle: Cycle; items: Item[] }> {
  const cycle = await readCycle(reader, id);
  return { cycle, items: await readItems(reader, cycle.cycle) };
}

/** The items of a cycle as known now, each with its row, which is its revision. */
export async function readItemRows(reader: Reader, cycle: string) {
  return reader
    .selectFrom('plan_item')
    .selectAll()
    .where('cycle', '=', cycle)
    .where('superseded_at', 'is', null)
    .orderBy('position')
    .orderBy('recorded_at')
    .execute();
}

type ItemRow = Awaited<ReturnType<typeof readItemRows>>[number];

export const itemOf = (row: ItemRow): Item => ({
  item: row.item,
  kind: row.kind,
  number: row.number,
  name: row.name,
  words: row.words,
  heading: row.heading,
  clause: row.clause,
  parent: row.parent,
  details: row.details === null ? null : itemDetails.parse(JSON.parse(row.details)),
});

export const readItems = async (reader: Reader, cycle: string): Promise<Item[]> =>
  (await readItemRows(reader, cycle)).map(itemOf);
