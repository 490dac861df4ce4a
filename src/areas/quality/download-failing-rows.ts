import { formatDelimitedRow } from '../../core/delimited-text.ts';
import type { Handler } from '../handler.ts';
import type { downloadFailingRows as op } from './contract.ts';
import { failingRowsOf } from './failing-rows.ts';

/** Rows asked for at a time: the download holds no more than this. */
const pageSize = 5_000;

export const downloadFailingRows: Handler<typeof op> = async (context, input) => {
  const { open, check, columns, read } = await failingRowsOf(context, input);
  const encoder = new TextEncoder();
  const lines = (rows: readonly (readonly (string | null)[])[]) =>
    encoder.encode(rows.map((row) => `${formatDelimitedRow(row)}\r\n`).join(''));
  let after = 0;
  let first = await read(0, pageSize);
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(lines([columns])),
    pull: async (controller) => {
      const rows = first.length > 0 ? first : await read(after, pageSize);
      first = [];
      if (rows.length > 0) {
        after = Number(rows.at(-1)![0]);
        controller.enqueue(lines(rows));
      }
      if (rows.length < pageSize) controller.close();
    },
  });
  const name = `${open.dataset.publicId}-v${open.version.number}-${check.rule.id}-failing-rows.csv`;
  return {
    mediaType: 'text/csv; charset=utf-8',
    body,
    headers: { 'content-disposition': `attachment; filename="${name}"` },
  };
};
