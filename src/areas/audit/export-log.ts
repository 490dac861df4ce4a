import { formatDelimitedRow, inertText } from '../../core/delimited-text.ts';
import { type KeptEntry, searchEntries } from '../../store/audit-log/search-entries.ts';
import type { Handler } from '../handler.ts';
import type { exportLog as op } from './contract.ts';
import { filterOf, logEntryOf, noteSearch } from './log-entry.ts';
import type { LogEntry } from './model.ts';

const blockSize = 1_000;
const columns = [
  'sequence',
  'leaf',
  'at',
  'outcome',
  'operation',
  'dataset',
  'count',
  'erased',
  'actor',
  'actor_kind',
  'purpose',
  'person',
  'request',
  'detail',
  'commitment',
  'hash',
] as const;

/** Oldest first, a block at a time, as far as the log went when it was asked for. */
export const exportLog: Handler<typeof op> = async (context, { format, ...asked }) => {
  await noteSearch(context, asked);
  const filter = filterOf(asked, context.clock.timeZone);
  const line = format === 'csv' ? csvLine : ndjsonLine;
  let after = 0;
  let begun = false;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const entries = await searchEntries(context.store.read, {
        ...filter,
        order: 'oldest',
        after,
        limit: blockSize,
      });
      const head = !begun && format === 'csv' ? `${columns.join(',')}\r\n` : '';
      begun = true;
      const text = head + entries.map((entry) => line({ ...entry, ...logEntryOf(entry) })).join('');
      if (text !== '') controller.enqueue(new TextEncoder().encode(text));
      if (entries.length < blockSize) controller.close();
      else after = entries.at(-1)!.sequence;
    },
  });
  const [mediaType, name] =
    format === 'csv' ? ['text/csv; charset=utf-8', 'log.csv'] : ['application/x-ndjson', 'log.ndjson'];
  return { mediaType, body, headers: { 'content-disposition': `attachment; filename="${name}"` } };
};

type Row = LogEntry & Pick<KeptEntry, 'commitment' | 'hash'>;

const ndjsonLine = (row: Row): string =>
  `${JSON.stringify(Object.fromEntries(columns.map((column) => [column, row[column]])))}\n`;

const csvLine = (row: Row): string =>
  `${formatDelimitedRow(
    columns.map((column) => {
      const value = row[column];
      return typeof value === 'object' && value !== null ? JSON.stringify(value) : inert(value);
    }),
  )}\r\n`;

const inert = (value: string | number | boolean | null): string | number | null =>
  typeof value === 'string' ? inertText(value) : typeof value === 'boolean' ? Number(value) : value;
