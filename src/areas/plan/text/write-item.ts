import { newId } from '../../../core/id.ts';
import type { Context, Tx } from '../../handler.ts';
import { actorName } from '../actor-name.ts';
import { cycleClosed, editedMeanwhile, noSuchItem, unfit } from '../errors.ts';
import type { ItemKind } from '../model.ts';
import { itemOf, readCycle, readItemRows } from '../read-plan.ts';
import type { DraftItem, ItemText } from './model.ts';

type Row = Awaited<ReturnType<typeof readItemRows>>[number];

/** Throws `plan.cycle-closed` when the words of a cycle are settled. */
export async function draftOnly(tx: Tx, cycle: string): Promise<void> {
  if ((await readCycle(tx, cycle)).adopted !== null) throw cycleClosed.with({ cycle });
}

export async function readDraftItem(tx: Tx, cycle: string, item: string): Promise<Row> {
  const row = (await readItemRows(tx, cycle)).find((one) => one.item === item);
  if (!row) throw noSuchItem.with({ item });
  return row;
}

export const draftItemOf = (row: Row, suggestions = 0): DraftItem => ({
  ...itemOf(row),
  revision: row.id,
  changedBy: row.changed_by,
  changedAt: row.recorded_at,
  suggestions,
});

/** Nobody's words are lost: what was written about an older revision is refused, with the newer words beside it. */
export function refuseStale(row: Row, revision: string): void {
  if (row.id === revision) return;
  throw editedMeanwhile.with({
    item: row.item,
    theirs: row.words,
    revision: row.id,
    problems: [`Somebody else changed it while you were writing. It now reads: "${row.words}"`],
    fields: ['words'],
  });
}

/** Supersedes the row and writes the changed one under the same lasting id. */
export async function rewriteItem(tx: Tx, context: Context, row: Row, text: ItemText): Promise<Row> {
  const changed = {
    ...row,
    ...(text.words === undefined ? {} : { words: text.words }),
    ...(text.name === undefined ? {} : { name: text.name === '' ? null : text.name }),
    ...(text.number === undefined ? {} : { number: text.number }),
    ...(text.heading === undefined ? {} : { heading: text.heading }),
    ...(text.parent === undefined ? {} : { parent: text.parent }),
    ...(text.clause === undefined ? {} : { clause: text.clause }),
    ...(text.details === undefined
      ? {}
      : { details: text.details === null ? null : JSON.stringify(text.details) }),
  };
  await refuseMisplaced(tx, changed);
  const at = context.clock.now();
  await tx.updateTable('plan_item').set({ superseded_at: at }).where('id', '=', row.id).execute();
  const next = {
    ...changed,
    id: newId(context.random),
    recorded_at: at,
    changed_by: actorName(context.actor),
  };
  await tx.insertInto('plan_item').values(next).execute();
  return next;
}

export async function insertItem(
  tx: Tx,
  context: Context,
  cycle: string,
  line: { readonly item: string; readonly kind: ItemKind; readonly words: string } & ItemText,
): Promise<Row> {
  const rows = await readItemRows(tx, cycle);
  if (rows.some(({ item }) => item === line.item))
    throw unfit.with({
      problems: [`The id ${line.item} stands for another item already.`],
      fields: ['item'],
    });
  const siblings = rows.filter(({ kind, parent }) => kind === line.kind && parent === (line.parent ?? null));
  const numbered = line.kind === 'action' || line.kind === 'step' || line.kind === 'recommendation';
  const row: Row = {
    id: newId(context.random),
    cycle,
    item: line.item,
    kind: line.kind,
    position: Math.max(-1, ...rows.map(({ position }) => position)) + 1,
    number: line.number ?? (numbered ? siblings.length + 1 : null),
    name: line.name ?? null,
    words: line.words,
    heading: line.heading ?? null,
    clause: line.clause ?? null,
    parent: line.parent ?? null,
    details: line.details ? JSON.stringify(line.details) : null,
    recorded_at: context.clock.now(),
    superseded_at: null,
    changed_by: actorName(context.actor),
  };
  await refuseMisplaced(tx, row);
  await tx.insertInto('plan_item').values(row).execute();
  return row;
}

const standsUnder: Partial<Record<ItemKind, ItemKind>> = { action: 'principle', step: 'focal-point' };

/** An action stands under a principle, a step under a focal point and after steps of the same one. */
async function refuseMisplaced(tx: Tx, row: Row): Promise<void> {
  const wanted = standsUnder[row.kind];
  if (wanted === undefined) return;
  const rows = await readItemRows(tx, row.cycle);
  const parent = rows.find(({ item }) => item === row.parent);
  if (parent?.kind !== wanted)
    throw unfit.with({
      problems: [`Say under which ${wanted.replace('-', ' ')} the ${row.kind} stands.`],
      fields: ['parent'],
    });
  const after = itemOf(row).details?.after ?? [];
  const stranger = after.find(
    (item) => item === row.item || !rows.some((one) => one.item === item && one.parent === row.parent),
  );
  if (stranger !== undefined)
    throw unfit.with({
      problems: [`${stranger} is not another step of ${parent.name ?? parent.item}.`],
      fields: ['details'],
    });
}
