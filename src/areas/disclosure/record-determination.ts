import type { Selectable } from 'kysely';
import { newId } from '../../core/id.ts';
import type { Database } from '../../store/database.ts';
import { datasetOf, versionAt } from '../catalog/index.ts';
import type { Handler } from '../handler.ts';
import { datasetRisk } from './dataset-risk.ts';
import type {
  listDeterminations as listOperation,
  recordDetermination as operation,
} from './determination/contract.ts';

const citation = '45 CFR 164.514(b)(1)';

type Row = Selectable<Database['disclosure_determination']>;

/** A determination rests on what was measured when it was made, so the risk is measured here and kept with it. */
export const recordDetermination: Handler<typeof operation> = async (context, input) => {
  const dataset = await datasetOf(context.store.read, input.dataset);
  const version = await versionAt(context.store.read, dataset);
  const { dataset: _, quasi, sensitive, ...said } = input;
  const measured = await datasetRisk(context, {
    dataset: input.dataset,
    quasi,
    ...(sensitive === undefined ? {} : { sensitive }),
  });
  const row: Row = {
    id: newId<'determination'>(context.random),
    dataset: dataset.id,
    version: version.number,
    ...said,
    measured: JSON.stringify(measured),
    recorded_by: context.actor.id,
    recorded_at: context.clock.now(),
  };
  await context.store.write(async (tx) => {
    await tx.insertInto('disclosure_determination').values(row).execute();
    context.audit.about({
      dataset: dataset.id,
      detail: { determination: row.id, outcome: row.outcome, k: measured.k },
    });
  });
  return viewOf(row, dataset.publicId);
};

/** Newest first: what holds stands at the top. */
export const listDeterminations: Handler<typeof listOperation> = async (context, input) => {
  const dataset = await datasetOf(context.store.read, input.dataset);
  const rows = await context.store.read
    .selectFrom('disclosure_determination')
    .selectAll()
    .where('dataset', '=', dataset.id)
    .orderBy('recorded_at', 'desc')
    .execute();
  return { determinations: rows.map((row) => viewOf(row, dataset.publicId)) };
};

const viewOf = ({ id, measured, recorded_by: _, ...row }: Row, publicId: string) => ({
  ...row,
  determination: id,
  dataset: publicId,
  measured: JSON.parse(measured),
  citation,
});
