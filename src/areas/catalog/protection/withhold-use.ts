import type { Tx } from '../../handler.ts';

/** Lifts what a version was withheld from use for, in the transaction that writes down why. */
export const allowUse = (
  tx: Tx,
  version: { readonly dataset: string; readonly number: number },
): Promise<unknown> =>
  tx
    .updateTable('dataset_version')
    .set({ withheld: null })
    .where('dataset', '=', version.dataset)
    .where('number', '=', version.number)
    .execute();
