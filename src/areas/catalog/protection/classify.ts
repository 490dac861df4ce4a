import { inForce, plainClassification } from '../../../core/classification.ts';
import { newId } from '../../../core/id.ts';
import type { Context, Handler, Tx } from '../../handler.ts';
import { noSuchField } from '../errors.ts';
import { fieldsOf } from '../list-fields.ts';
import { datasetOf } from '../read-dataset.ts';
import type { classifyFields as fieldsOp, classifyDataset as operation } from './contract.ts';
import { noSuchClass } from './errors.ts';
import { protectAgain } from './protect-again.ts';
import { protectionOf } from './show-protection.ts';

export const classifyDataset: Handler<typeof operation> = async (context, input) => {
  const { classes } = context.jurisdiction.classification ?? plainClassification;
  const known = inForce(classes, context.clock.today());
  const chosen = known.find(({ id }) => id === input.class);
  if (chosen === undefined) throw noSuchClass.with({ class: input.class, known: known.map(({ id }) => id) });
  const dataset = await context.store.write(async (tx) => {
    const found = await datasetOf(tx, input.dataset);
    context.audit.about({ dataset: found.id, detail: { class: chosen.id } });
    await recordClass(context, tx, found.id, null, { ...input, class: chosen.id });
    await tx
      .updateTable('dataset')
      .set({
        class: chosen.id,
        updated_at: context.clock.now(),
        ...(input.describes !== undefined && { describes: input.describes || null }),
      })
      .where('id', '=', found.id)
      .execute();
    if (!chosen.open)
      await protectAgain(
        context,
        tx,
        found,
        'all',
        `Classified ${chosen.name.toLowerCase()}: ${input.ground}`,
      );
    await context.emit(tx, 'dataset-edited', { dataset: found.id, publicId: found.publicId });
    return datasetOf(tx, found.id);
  });
  return protectionOf(context, dataset);
};

export const classifyFields: Handler<typeof fieldsOp> = async (context, input) => {
  const { elements } = context.jurisdiction.classification ?? plainClassification;
  const known = inForce(elements, context.clock.today()).map(({ id }) => id);
  const dataset = await context.store.write(async (tx) => {
    const found = await datasetOf(tx, input.dataset);
    const names = new Set((await fieldsOf(tx, found)).map(({ name }) => name));
    for (const [field, element] of Object.entries(input.fields)) {
      if (!names.has(field)) throw noSuchField.with({ dataset: found.publicId, field });
      if (!known.includes(element)) throw noSuchClass.with({ class: element, known });
      await recordClass(context, tx, found.id, field, { ...input, class: element });
    }
    context.audit.about({ dataset: found.id, detail: { fields: Object.keys(input.fields).length } });
    return found;
  });
  return protectionOf(context, dataset);
};

/** Writes down of what class a dataset or one of its fields is. What was said before is superseded, and stays. */
export async function recordClass(
  context: Pick<Context, 'clock' | 'actor' | 'random'>,
  tx: Tx,
  dataset: string,
  field: string | null,
  said: {
    readonly class: string;
    readonly ground: string;
    readonly citation?: string | undefined;
    readonly from?: string | undefined;
  },
): Promise<void> {
  const now = context.clock.now();
  await tx
    .updateTable('classification')
    .set({ superseded_at: now })
    .where('dataset', '=', dataset)
    .where('field', field === null ? 'is' : '=', field)
    .where('superseded_at', 'is', null)
    .execute();
  await tx
    .insertInto('classification')
    .values({
      id: newId(context.random),
      dataset,
      field,
      class: said.class,
      ground: said.ground,
      citation: said.citation ?? null,
      decided_by: context.actor.id,
      valid_from: said.from ?? context.clock.today(),
      recorded_at: now,
    })
    .execute();
}
