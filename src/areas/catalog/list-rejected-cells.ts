import { empty, integer, sql } from '../../engine/sql.ts';
import type { Handler } from '../handler.ts';
import type { listRejectedCells as operation } from './contract.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { openContent } from './protection/open-content.ts';
import { versionAt } from './read-version.ts';

export const listRejectedCells: Handler<typeof operation> = async (context, input) => {
  const reader = context.store.read;
  const version = await versionAt(reader, input.dataset, { version: input.version });
  const byColumn = version.columns
    .filter((column) => column.rejected > 0)
    .map((column) => ({ column: column.name, cells: column.rejected }))
    .sort((a, b) => b.cells - a.cells);
  const kept = await (await openContent(context, version, 'read-rows')).rejectedCells();
  const answer = { version: version.number, total: version.cellsRejected, by_column: byColumn };
  if (kept === undefined) return { ...answer, cells: [], next: null };
  const from = input.cursor === undefined ? 0 : Number(readCursor(input.cursor, 1)[0]);
  const only = input.column === undefined ? empty : sql`where "column" = ${input.column}`;
  const rows = await context.engine.rows<{
    row: string;
    column: string;
    text: string | null;
    reason: string;
  }>(
    sql`select _row as "row", "column", text, reason from ${kept} ${only}
      order by _row, "column" limit ${integer(input.limit + 1)} offset ${integer(from)}`,
    { step: 'rejected_cells_page', signal: context.signal, timeoutMs: 10_000 },
  );
  return {
    ...answer,
    cells: rows
      .slice(0, input.limit)
      .map((one) => ({ ...one, row: Number(one.row), text: one.text ?? 'masked' })),
    next: rows.length > input.limit ? writeCursor([from + input.limit]) : null,
  };
};
