import { addDays, daysBetween } from '../../../core/calendar-date.ts';
import { newId } from '../../../core/id.ts';
import type { Handler, Reader } from '../../handler.ts';
import { actorName } from '../actor-name.ts';
import { illegalMove, noSuchItem } from '../errors.ts';
import type { Item } from '../model.ts';
import { readCycle, readItems } from '../read-plan.ts';
import type { listTasks, recordDone } from './contract.ts';
import type { Task } from './model.ts';

interface Done {
  readonly item: string;
  readonly state: 'started' | 'done';
  readonly on: string;
  readonly evidence: string;
}

/** How far each task is, as recorded by an instant; without one, by now. */
async function readDone(reader: Reader, knownAt?: string): Promise<Map<string, Done>> {
  const rows = await reader
    .selectFrom('plan_done')
    .selectAll()
    .$if(knownAt === undefined, (query) => query.where('superseded_at', 'is', null))
    .$if(knownAt !== undefined, (query) =>
      query
        .where('recorded_at', '<=', knownAt!)
        .where((where) =>
          where.or([where('superseded_at', 'is', null), where('superseded_at', '>', knownAt!)]),
        ),
    )
    .execute();
  return new Map(
    rows.map((row) => [
      row.item,
      { item: row.item, state: row.state, on: row.on_date, evidence: row.evidence },
    ]),
  );
}

/**
 * Actions and steps as they stand on a day. A step is locked until those it comes after are done; it is forecast to end
 * its own number of days after the last of them, and not before today.
 */
export function tasksOf(items: readonly Item[], done: ReadonlyMap<string, Done>, today: string): Task[] {
  const byId = new Map(items.map((item) => [item.item, item]));
  const ends = new Map<string, string | null>();
  const endOf = (id: string, seen: readonly string[] = []): string | null => {
    const known = ends.get(id);
    if (known !== undefined) return known;
    const item = byId.get(id);
    const found = done.get(id);
    const details = item?.details;
    let end: string | null;
    // A ring of steps has no end: each waits for the other.
    if (item === undefined || seen.includes(id)) end = null;
    else if (found?.state === 'done') end = found.on;
    else {
      const before = (details?.after ?? []).map((one) => endOf(one, [...seen, id]));
      const start = [today, ...before.map((date) => date ?? today), found?.on ?? today].sort().at(-1)!;
      const from = found?.state === 'started' ? found.on : start;
      end =
        details?.days === undefined
          ? details?.due === undefined
            ? null
            : [details.due, today].sort().at(-1)!
          : [addDays(from, details.days), today].sort().at(-1)!;
    }
    ends.set(id, end);
    return end;
  };
  return items
    .filter(
      (item): item is Item & { kind: 'action' | 'step' } => item.kind === 'action' || item.kind === 'step',
    )
    .map((item): Task => {
      const found = done.get(item.item);
      const details = item.details ?? {};
      const after = details.after ?? [];
      const locked = after.some((one) => done.get(one)?.state !== 'done');
      const forecast = found?.state === 'done' ? null : endOf(item.item);
      const end = found?.state === 'done' ? found.on : forecast;
      return {
        item: item.item,
        kind: item.kind,
        number: item.number,
        words: item.words,
        parent: item.parent,
        owner: details.owner ?? null,
        agencies: details.agencies ?? [],
        due: details.due ?? null,
        evidenceWanted: details.evidence ?? null,
        state: found ? found.state : locked ? 'locked' : 'ready',
        after,
        doneOn: found?.state === 'done' ? found.on : null,
        evidence: found?.evidence ?? null,
        forecast,
        slipDays:
          end === null || details.due === undefined ? null : Math.max(0, daysBetween(details.due, end)),
        example: details.example === true,
      };
    });
}

/** The tasks of the plan in force, or of a cycle, today or as they were known. */
export async function readTasks(
  reader: Reader,
  today: string,
  options: { readonly cycle?: string; readonly knownAt?: string } = {},
): Promise<Task[]> {
  const { cycle } = await readCycle(reader, options.cycle);
  return tasksOf(await readItems(reader, cycle), await readDone(reader, options.knownAt), today);
}

export const listTasksHandler: Handler<typeof listTasks> = async (context, { agency, parent, cycle }) => ({
  tasks: (await readTasks(context.store.read, context.clock.today(), { cycle }))
    .filter((task) => agency === undefined || task.agencies.includes(agency))
    .filter((task) => parent === undefined || task.parent === parent),
});

export const recordDoneHandler: Handler<typeof recordDone> = async (context, { item, state, on, evidence }) =>
  context.store.write(async (tx) => {
    const today = context.clock.today();
    const { cycle } = await readCycle(tx);
    const find = async () => (await readTasks(tx, today)).find((task) => task.item === item);
    const found = await find();
    if (!found) throw noSuchItem.with({ item });
    const refuse = (because: string) =>
      illegalMove.with({ move: state === 'done' ? 'finish' : 'start', because });
    if (found.state === 'locked') throw refuse('the steps before it are not done');
    if (found.state === 'done') throw refuse('it is done');
    if (on !== undefined && on > today) throw refuse('the day lies in the future');
    const at = context.clock.now();
    await tx
      .updateTable('plan_done')
      .set({ superseded_at: at })
      .where('item', '=', item)
      .where('superseded_at', 'is', null)
      .execute();
    await tx
      .insertInto('plan_done')
      .values({
        id: newId(context.random),
        cycle,
        item,
        state,
        on_date: on ?? today,
        evidence,
        by_whom: actorName(context.actor),
        recorded_at: at,
      })
      .execute();
    await context.emit(tx, 'plan-changed', { cycle });
    return (await find())!;
  });
