import type { Selectable } from 'kysely';
import type { ColumnType } from '../../../core/column-type.ts';
import { newId } from '../../../core/id.ts';
import type { Database } from '../../../store/database.ts';
import type { Context, Handler, Reader } from '../../handler.ts';
import { subscriber } from '../../handler.ts';
import { noSuchField } from '../errors.ts';
import { fieldsOf } from '../list-fields.ts';
import { datasetOf } from '../read-dataset.ts';
import type { announceChange as announce, callOffChange as callOff } from './contract.ts';
import { alreadyAnnounced, noSuchChange } from './errors.ts';
import type { ChangeView } from './model.ts';
import { checkNotice, earliestDay } from './notice-days.ts';

const viewOf = (row: Selectable<Database['schema_change']>, publicId: string): ChangeView => ({
  change: row.id,
  dataset: publicId,
  kind: row.kind,
  field: row.field,
  becomes: row.becomes,
  reason: row.reason,
  effective_on: row.effective_on,
  announced_at: row.announced_at,
  state: row.state,
});

/** Announced and past changes of a dataset (internal id), the newest first. */
export async function changesOf(reader: Reader, dataset: string, publicId: string): Promise<ChangeView[]> {
  const rows = await reader
    .selectFrom('schema_change')
    .selectAll()
    .where('dataset', '=', dataset)
    .orderBy('announced_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map((row) => viewOf(row, publicId));
}

/** Old columns that are still answered on a day though a version may not have them any more. */
export interface PromisedColumn {
  readonly name: string;
  readonly title: string;
  /** The column it is read from; none where it is gone and answers nothing. */
  readonly from: string | null;
  readonly type: ColumnType;
  /** The day from which it is no longer answered. */
  readonly until: string;
}

/** The columns a published dataset (internal id) still owes to those who were promised a date. */
export async function promisedColumns(
  reader: Reader,
  dataset: string,
  today: string,
): Promise<PromisedColumn[]> {
  const rows = await reader
    .selectFrom('schema_change')
    .select(['kind', 'field', 'becomes', 'effective_on'])
    .where('dataset', '=', dataset)
    .where('state', '!=', 'called-off')
    .where('effective_on', '>', today)
    .execute();
  const owed = rows.filter(({ kind }) => kind !== 'retype');
  if (owed.length === 0) return [];
  const fields = await reader
    .selectFrom('dataset_field')
    .select(['name', 'title', 'type'])
    .where('dataset', '=', dataset)
    .where(
      'name',
      'in',
      owed.map(({ field }) => field),
    )
    .execute();
  return owed.map(({ kind, field, becomes, effective_on }) => {
    const known = fields.find(({ name }) => name === field);
    return {
      name: field,
      title: known?.title ?? field,
      from: kind === 'rename' ? becomes : null,
      type: known?.type ?? 'text',
      until: effective_on,
    };
  });
}

export const announceChange: Handler<typeof announce> = (context, input) =>
  context.store.write(async (tx) => {
    const dataset = await datasetOf(tx, input.dataset);
    const fields = await fieldsOf(tx, dataset);
    if (!fields.some(({ name, known_to }) => name === input.field && known_to === null))
      throw noSuchField.with({ dataset: dataset.publicId, field: input.field });
    checkNotice(context, 'schemaNotice', input.on);
    const open = (await changesOf(tx, dataset.id, dataset.publicId)).find(
      (one) =>
        one.field === input.field && one.state === 'announced' && one.effective_on > context.clock.today(),
    );
    if (open !== undefined)
      throw alreadyAnnounced.with({ dataset: dataset.publicId, what: `A change of ${input.field}` });
    const row = {
      id: newId<'change'>(context.random),
      dataset: dataset.id,
      kind: input.kind,
      field: input.field,
      becomes: input.becomes || null,
      reason: input.reason,
      effective_on: input.on,
      announced_at: context.clock.now(),
      announced_by: context.actor.id,
      state: 'announced' as const,
    };
    await tx.insertInto('schema_change').values(row).execute();
    await context.emit(tx, 'change-announced', {
      dataset: dataset.id,
      publicId: dataset.publicId,
      change: row.id,
    });
    return viewOf(row, dataset.publicId);
  });

export const callOffChange: Handler<typeof callOff> = (context, input) =>
  context.store.write(async (tx) => {
    const dataset = await datasetOf(tx, input.dataset);
    const row = await tx
      .selectFrom('schema_change')
      .selectAll()
      .where('id', '=', input.change)
      .where('dataset', '=', dataset.id)
      .where('state', '=', 'announced')
      .executeTakeFirst();
    if (row === undefined) throw noSuchChange.with({ change: input.change });
    await tx.updateTable('schema_change').set({ state: 'called-off' }).where('id', '=', row.id).execute();
    return viewOf({ ...row, state: 'called-off' }, dataset.publicId);
  });

/** A newer file broke columns: what was announced comes into force; the rest is owed its days from now on. */
export const changeSubscribers = [
  subscriber({
    name: 'catalog.keep-the-schema-promise',
    event: 'schema-changed',
    run: (context, { payload }) => oweColumns(context, payload),
  }),
];

/** A version that stood for less than this was no promise to anybody. */
const leastStoodMs = 86_400_000;

/** Whether everyone could read a version, and for so long that programs may rely on its columns. */
async function stoodOpen(context: Context, dataset: string, number: number): Promise<boolean> {
  const row = await context.store.read
    .selectFrom('dataset_version')
    .select(['release', 'loaded_at'])
    .where('dataset', '=', dataset)
    .where('number', '=', number)
    .executeTakeFirst();
  if (row === undefined || row.release === null) return false;
  return Date.parse(context.clock.now()) - Date.parse(row.loaded_at) >= leastStoodMs;
}

async function oweColumns(
  context: Context,
  changed: {
    readonly dataset: string;
    readonly publicId: string;
    readonly version: number;
    readonly previous: number;
    readonly dropped: readonly string[];
    readonly renamed: readonly (readonly [string, string])[];
  },
): Promise<void> {
  const { day } = earliestDay(context, 'schemaNotice');
  const wasPublished = await stoodOpen(context, changed.dataset, changed.previous);
  const broken = [
    ...changed.dropped.map((field) => ({ field, kind: 'drop' as const, becomes: null })),
    ...changed.renamed.map(([field, becomes]) => ({ field, kind: 'rename' as const, becomes })),
  ].filter(({ field, becomes }) => field !== becomes);
  await context.store.write(async (tx) => {
    for (const one of broken) {
      const known = await tx
        .selectFrom('schema_change')
        .select(['id', 'effective_on', 'kind', 'becomes'])
        .where('dataset', '=', changed.dataset)
        .where('field', '=', one.field)
        .where('state', '!=', 'called-off')
        .orderBy('announced_at', 'desc')
        .executeTakeFirst();
      if (known !== undefined && known.effective_on >= context.clock.today()) {
        // What was announced says more than what a file shows: a rename that came as a new column is one.
        const said =
          known.kind === 'rename' && known.becomes !== null ? {} : { kind: one.kind, becomes: one.becomes };
        await tx
          .updateTable('schema_change')
          .set({ state: 'in-force', ...said })
          .where('id', '=', known.id)
          .execute();
        continue;
      }
      if (!wasPublished) continue;
      const id = newId<'change'>(context.random);
      await tx
        .insertInto('schema_change')
        .values({
          id,
          dataset: changed.dataset,
          ...one,
          reason: `Version ${changed.version} came without it, and nobody had said so before: it is answered until the day a notice would have ended.`,
          effective_on: day,
          announced_at: context.clock.now(),
          announced_by: 'system',
          state: 'in-force',
        })
        .execute();
      await context.emit(tx, 'change-announced', {
        dataset: changed.dataset,
        publicId: changed.publicId,
        change: id,
      });
    }
  });
}
