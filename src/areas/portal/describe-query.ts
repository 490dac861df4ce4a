import type { Handler } from '../handler.ts';
import type { describeQuery as operation } from './contract.ts';
import { answerFields } from './model.ts';
import { openVersion } from './open-version.ts';
import { planQuery } from './plan-query.ts';
import { parseParts } from './soql/parse-parameters.ts';

export const describeQuery: Handler<typeof operation> = async (context, input) => {
  const open = await openVersion(context, input.dataset, input);
  const { stage, canonical } = await planQuery(context, open, parseParts({ ...input, search: input.q }));
  return {
    dataset: open.dataset.publicId,
    version: open.version.number,
    canonical,
    fields: answerFields(stage.fields),
  };
};
