import { plainCustody } from '../../../core/custody-rules.ts';
import type { Handler } from '../../handler.ts';
import { datasetOf } from '../read-dataset.ts';
import type { showCustody as operation } from './contract.ts';
import { copiesOf } from './near-copies.ts';
import { custodyOf, describedFieldsOf } from './read-custody.ts';

export const showCustody: Handler<typeof operation> = async (context, input) => {
  const reader = context.store.read;
  const { id, publicId } = await datasetOf(reader, input.dataset);
  const [custody, fields, copies] = await Promise.all([
    custodyOf(reader, id),
    describedFieldsOf(reader, id),
    copiesOf(reader, id),
  ]);
  const { reasons: rules } = context.jurisdiction.custody ?? plainCustody;
  return {
    dataset: publicId,
    ...custody,
    reason_words: custody.reasons.map((code) => {
      const rule = rules.find((one) => one.code === code);
      return { code, says: rule?.says ?? code, citation: rule?.citation ?? null };
    }),
    fields,
    copies,
  };
};
