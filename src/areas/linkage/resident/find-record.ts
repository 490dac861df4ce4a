import type { Handler } from '../../handler.ts';
import type { dropRecord as dropOp, findRecord as findOp, putRecord as putOp } from '../contract.ts';
import { noSuchRecord } from '../errors.ts';
import { answerWord } from './answer-word.ts';
import { changeFolderIndex, folderIndex } from './folder-index.ts';

const yearOf = (now: string) => Number(now.slice(0, 4));

/** Says who a record is about, from the resident index of a finished deduplication. */
export const findRecord: Handler<typeof findOp> = async (context, input) => {
  const resident = await folderIndex(context.engine, input.out, yearOf(context.clock.now()));
  const started = performance.now();
  const { found = [], size } = await resident.ask({
    find: input.record,
    most: input.limit,
    ...(input.id !== undefined && { id: input.id }),
  });
  const [first] = found;
  return {
    answer: answerWord(first?.chance, resident.needed, input.review_from),
    cluster: first !== undefined && first.chance >= resident.needed ? first.cluster : null,
    found: found.map((one) => ({ ...one, weight: Math.round(one.weight * 1000) / 1000 })),
    records: size,
    milliseconds: Math.round((performance.now() - started) * 100) / 100,
  };
};

/** Adds a record to the resident index, or puts it in the place of the one with its id; found from now on. */
export const putRecord: Handler<typeof putOp> = async (context, input) => {
  const resident = await folderIndex(context.engine, input.out, yearOf(context.clock.now()));
  const { size } = await changeFolderIndex(resident, input.out, {
    put: input.record,
    id: input.id,
    cluster: input.cluster ?? null,
  });
  return { records: size };
};

/** Takes a record out of the resident index. Throws `linkage.no-such-record`. */
export const dropRecord: Handler<typeof dropOp> = async (context, input) => {
  const resident = await folderIndex(context.engine, input.out, yearOf(context.clock.now()));
  const { dropped, size } = await changeFolderIndex(resident, input.out, { drop: input.id });
  if (dropped !== true) throw noSuchRecord.with({});
  return { records: size };
};
