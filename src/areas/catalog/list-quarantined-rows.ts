import { integer, sql } from '../../engine/sql.ts';
import type { Handler } from '../handler.ts';
import type { listQuarantinedRows as operation } from './contract.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { openContent } from './protection/open-content.ts';
import { versionAt } from './read-version.ts';

export const listQuarantinedRows: Handler<typeof operation> = async (context, input) => {
  const reader = context.store.read;
  const version = await versionAt(reader, input.dataset, { version: input.version });
  const kept = await (await openContent(context, version, 'read-rows')).quarantinedRows();
  const answer = { version: version.number, total: version.rowsQuarantined };
  if (kept === undefined) return { ...answer, rows: [], next: null };
  const from = input.cursor === undefined ? 0 : Number(readCursor(input.cursor, 1)[0]);
  const rows = await context.engine.rows<{ row: string; line: string; text: string; reason: string }>(
    sql`select _row as "row", line, text, reason from ${kept}
      order by _row limit ${integer(input.limit + 1)} offset ${integer(from)}`,
    { step: 'quarantined_rows_page', signal: context.signal, timeoutMs: 10_000 },
  );
  return {
    ...answer,
    rows: rows
      .slice(0, input.limit)
      .map((one) => ({ ...one, text: one.text ?? '', row: Number(one.row), line: Number(one.line) })),
    next: rows.length > input.limit ? writeCursor([from + input.limit]) : null,
  };
};
