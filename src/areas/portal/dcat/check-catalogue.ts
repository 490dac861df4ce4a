import { datasetOf } from '../../catalog/index.ts';
import type { Handler } from '../../handler.ts';
import type { checkCatalogue as operation } from './contract.ts';
import { judgedRecords } from './write-catalogue.ts';

export const checkCatalogue: Handler<typeof operation> = async (context, input) => {
  const only =
    input.dataset === undefined ? undefined : (await datasetOf(context.store.read, input.dataset)).id;
  const faults: { dataset: string; title: string; faults: string[] }[] = [];
  let records = 0;
  for await (const judged of judgedRecords(context, input.form, input.base, only)) {
    records += 1;
    if (judged.faults.length > 0)
      faults.push({
        dataset: judged.entry.dataset.publicId,
        title: judged.entry.dataset.title,
        faults: [...judged.faults],
      });
  }
  return { form: input.form, records, valid: records - faults.length, faults: faults.slice(0, 1000) };
};
