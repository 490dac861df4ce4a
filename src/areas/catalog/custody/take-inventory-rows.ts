import { OakError } from '../../../core/error.ts';
import { newId, newPublicId } from '../../../core/id.ts';
import { otherAgency } from '../../access/errors.ts';
import { decidesFor } from '../../access/index.ts';
import type { Context, Tx } from '../../handler.ts';
import { type Metadata, metadataChanges } from '../metadata-changes.ts';
import { datasetFromRow } from '../read-dataset.ts';
import { actsFor } from './acts-for.ts';
import { notYourAgency } from './errors.ts';
import { inventoryColumns } from './inventory-columns.ts';
import type { CustodyInput, SheetProblem } from './model.ts';
import { custodyOf } from './read-custody.ts';
import { check, said, writeCustody } from './write-custody.ts';

/** One asset as a workbook or a form says it, with what could not be understood. */
export interface InventoryRow {
  readonly row: number;
  readonly id: string;
  readonly title: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly custody: CustodyInput;
  readonly problems: readonly SheetProblem[];
}

interface Taken {
  readonly row: number;
  readonly dataset: string | null;
  readonly title: string;
  readonly outcome: 'added' | 'changed' | 'unchanged';
  readonly changes: string[];
}

/** Registers and changes assets row by row, all rows or none: each row that cannot be taken is told, with the reason. */
export async function takeRows(
  context: Context,
  rows: readonly InventoryRow[],
  notices: readonly SheetProblem[],
  input: { readonly file: string; readonly check: boolean; readonly problems: number },
) {
  const problems = rows.flatMap((row) => row.problems);
  const taken: Taken[] = [];
  const work = async (tx: Tx) => {
    taken.length = 0;
    const found: SheetProblem[] = [];
    for (const row of rows) {
      if (row.problems.length > 0) continue;
      try {
        taken.push(await take(tx, context, row));
      } catch (error) {
        if (!(error instanceof OakError)) throw error;
        found.push({
          sheet: 'Inventory',
          row: row.row,
          column: null,
          problem: `${error.message} ${error.remedy}`,
          kind: 'error',
        });
      }
    }
    if (input.check || problems.length + found.length > 0) throw new NotTaken(found);
  };
  const notTaken = await context.store.write(work).then(
    () => undefined,
    (thrown: unknown) => {
      if (thrown instanceof NotTaken) return thrown;
      throw thrown;
    },
  );
  const all = [...notices, ...problems, ...(notTaken?.found ?? [])].sort((a, b) => a.row - b.row);
  const count = (outcome: Taken['outcome']) => taken.filter((one) => one.outcome === outcome).length;
  return {
    file: input.file,
    taken: notTaken === undefined,
    added: count('added'),
    changed: count('changed'),
    unchanged: count('unchanged'),
    assets: taken.map((one) => (notTaken && one.outcome === 'added' ? { ...one, dataset: null } : one)),
    problems: all.slice(0, input.problems),
    more_problems: Math.max(0, all.length - input.problems),
  };
}

/** Takes the transaction back: it was only a check, or some row has an error. */
class NotTaken extends Error {
  readonly found: readonly SheetProblem[];
  constructor(found: readonly SheetProblem[]) {
    super('not taken');
    this.found = found;
  }
}

async function take(tx: Tx, context: Context, row: InventoryRow): Promise<Taken> {
  const now = context.clock.now();
  const known = await find(tx, row);
  const agency = row.metadata['agency'];
  const becomes = typeof agency === 'string' ? agency || null : (known?.agency ?? null);
  if (!actsFor(context.actor, becomes) || (known !== undefined && !actsFor(context.actor, known.agency)))
    throw notYourAgency.with({ agency: known?.agency ?? becomes ?? 'nobody named' });
  const metadata = row.metadata as Metadata;
  // A workbook names many agencies: nobody takes assets from, or gives them to, one that is not theirs.
  for (const agency of new Set([
    known?.agency ?? metadata.agency ?? null,
    metadata.agency ?? known?.agency ?? null,
  ]))
    if (!(await decidesFor(context, agency === '' ? null : agency)))
      throw otherAgency.with({ agency: agency ?? '' });
  const changes = await metadataChanges(tx, known, metadata);
  const before = await custodyOf(tx, known?.id ?? '');
  check(context, said(before, row.custody));
  if (known === undefined) {
    const id = newId<'dataset'>(context.random);
    const publicId = row.id || newPublicId<'dataset'>(context.random);
    await tx
      .insertInto('dataset')
      .values({
        id,
        public_id: publicId,
        key_fields: '[]',
        tags: '[]',
        state: 'active',
        created_at: now,
        created_by: context.actor.id,
        updated_at: now,
        ...changes,
        title: row.title,
      })
      .execute();
    await writeCustody(tx, context, id, row.custody, 'inventory');
    await context.emit(tx, 'dataset-registered', { dataset: id, publicId });
    return { row: row.row, dataset: publicId, title: row.title, outcome: 'added', changes: [] };
  }
  const { id, publicId } = known;
  const after = said(before, row.custody);
  const changed = inventoryColumns
    .filter(({ key, of }) =>
      of === 'dataset'
        ? key in changes
        : JSON.stringify(before[key as keyof typeof before]) !==
          JSON.stringify(after[key as keyof typeof after]),
    )
    .map(({ head }) => head);
  if (Object.keys(changes).length > 0)
    await tx
      .updateTable('dataset')
      .set({ ...changes, updated_at: now })
      .where('id', '=', id)
      .execute();
  await writeCustody(tx, context, id, row.custody, 'inventory');
  if (changed.length > 0) await context.emit(tx, 'dataset-edited', { dataset: id, publicId });
  return {
    row: row.row,
    dataset: publicId,
    title: row.title,
    outcome: changed.length > 0 ? 'changed' : 'unchanged',
    changes: changed,
  };
}

/** The asset a row is about: by its id, else by its title at the same agency. */
async function find(tx: Tx, row: InventoryRow) {
  if (row.id !== '') {
    const found = await tx
      .selectFrom('dataset')
      .selectAll()
      .where('public_id', '=', row.id)
      .executeTakeFirst();
    return found && datasetFromRow(found);
  }
  const agency = row.metadata['agency'];
  const found = await tx
    .selectFrom('dataset')
    .selectAll()
    .where('title', '=', row.title)
    .where('state', '=', 'active')
    .$if(typeof agency === 'string' && agency !== '', (query) => query.where('agency', '=', agency as string))
    .executeTakeFirst();
  return found && datasetFromRow(found);
}
