import type { Handler } from '../handler.ts';
import type { listFailingRows as op } from './contract.ts';
import { failingRowsOf } from './failing-rows.ts';

export const listFailingRows: Handler<typeof op> = async (context, input) => {
  const { open, check, columns, titles, read } = await failingRowsOf(context, input);
  const rows = await read(Number(input.cursor ?? 0) || 0, input.limit);
  return {
    dataset: open.dataset.publicId,
    version: open.version.number,
    check,
    columns: [...columns],
    titles: [...titles],
    rows,
    next: rows.length === input.limit ? rows.at(-1)![0]! : null,
  };
};
