import type { Handler, JobContext, Reader } from '../../handler.ts';
import { datasetOf } from '../read-dataset.ts';
import type {
  announceRetirement as announce,
  callOffRetirement as callOff,
  listRetirements as list,
} from './contract.ts';
import { alreadyAnnounced, notRetiring } from './errors.ts';
import type { RetirementView } from './model.ts';
import { checkNotice } from './notice-days.ts';

const register = (reader: Reader) =>
  reader
    .selectFrom('retirement')
    .innerJoin('dataset', 'dataset.id', 'retirement.dataset')
    .select([
      'dataset.public_id',
      'dataset.title',
      'reason',
      'archive',
      'archive_ground',
      'replaced_by',
      'announced_at',
      'retire_on',
      'retired_at',
    ])
    .where('called_off_at', 'is', null);

type Row = Awaited<ReturnType<ReturnType<typeof register>['execute']>>[number];
const viewOf = ({ public_id, ...row }: Row): RetirementView => ({ dataset: public_id, ...row });

/** The retirement of a dataset (internal id), announced or done; none when none is, or it was called off. */
export async function retirementOf(reader: Reader, dataset: string): Promise<RetirementView | undefined> {
  const row = await register(reader).where('retirement.dataset', '=', dataset).executeTakeFirst();
  return row && viewOf(row);
}

export const announceRetirement: Handler<typeof announce> = (context, input) =>
  context.store.write(async (tx) => {
    const dataset = await datasetOf(tx, input.dataset);
    checkNotice(context, 'retirementNotice', input.on);
    if ((await retirementOf(tx, dataset.id)) !== undefined)
      throw alreadyAnnounced.with({ dataset: dataset.publicId, what: 'The retirement' });
    const replacement =
      input.replaced_by === undefined ? null : (await datasetOf(tx, input.replaced_by)).publicId;
    const values = {
      reason: input.reason,
      archive: input.archive,
      archive_ground: input.archive_ground,
      replaced_by: replacement,
      announced_at: context.clock.now(),
      announced_by: context.actor.id,
      retire_on: input.on,
      retired_at: null,
      called_off_at: null,
    };
    await tx
      .insertInto('retirement')
      .values({ dataset: dataset.id, ...values })
      .onConflict((conflict) => conflict.column('dataset').doUpdateSet(values))
      .execute();
    await context.emit(tx, 'retirement-announced', { dataset: dataset.id, publicId: dataset.publicId });
    return (await retirementOf(tx, dataset.id))!;
  });

export const callOffRetirement: Handler<typeof callOff> = (context, input) =>
  context.store.write(async (tx) => {
    const dataset = await datasetOf(tx, input.dataset);
    const known = await retirementOf(tx, dataset.id);
    if (known === undefined || known.retired_at !== null)
      throw notRetiring.with({ dataset: dataset.publicId });
    await tx
      .updateTable('retirement')
      .set({ called_off_at: context.clock.now() })
      .where('dataset', '=', dataset.id)
      .execute();
    return known;
  });

export const listRetirements: Handler<typeof list> = async (context, input) => {
  const rows = await register(context.store.read).orderBy('retire_on', 'desc').limit(input.limit).execute();
  const { total } = await context.store.read
    .selectFrom('retirement')
    .select(({ fn }) => fn.countAll().as('total'))
    .where('called_off_at', 'is', null)
    .executeTakeFirstOrThrow();
  return { retirements: rows.map(viewOf), total: Number(total) };
};

/** Once a day: datasets whose day has come are retired. Their versions stay as the archive decision says. */
export async function runRetirements(context: JobContext): Promise<{ retired: number }> {
  const { store, clock } = context;
  const due = await store.read
    .selectFrom('retirement')
    .innerJoin('dataset', 'dataset.id', 'retirement.dataset')
    .select(['dataset.id', 'dataset.public_id'])
    .where('called_off_at', 'is', null)
    .where('retired_at', 'is', null)
    .where('retire_on', '<=', clock.today())
    .execute();
  for (const { id, public_id: publicId } of due)
    await store.write(async (tx) => {
      await tx
        .updateTable('dataset')
        .set({ state: 'retired', updated_at: clock.now() })
        .where('id', '=', id)
        .execute();
      await tx.updateTable('retirement').set({ retired_at: clock.now() }).where('dataset', '=', id).execute();
      await context.emit(tx, 'dataset-edited', { dataset: id, publicId });
      await context.emit(tx, 'dataset-retired', { dataset: id, publicId });
    });
  return { retired: due.length };
}
