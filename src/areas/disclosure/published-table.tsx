import type { Child } from 'hono/jsx';
import { type Column, Table, Withheld } from '../../web/components/index.ts';
import { formatCount } from '../../web/format/index.ts';

interface PrintedCell {
  readonly value?: number | null;
  readonly rounded?: number;
  readonly percent?: number | readonly [number, number];
  readonly [dimension: string]: unknown;
}

/** One table of a release in the format of `oak disclosure protect`. */
export interface PrintedTable {
  readonly name: string;
  readonly dims: readonly string[];
  readonly cells: readonly PrintedCell[];
}

interface PrintedRow {
  readonly name: string;
  readonly cells: ReadonlyMap<string, PrintedCell>;
}

const total = 'Total';

/** `20 % or less`, `21–39 %`, `80 % or more`; nothing for a range that says nothing. */
function rangeOfPercent(percent: PrintedCell['percent']): string | undefined {
  if (percent === undefined || typeof percent === 'number') return undefined;
  const [low, high] = percent;
  if (low <= 0 && high >= 100) return undefined;
  if (low <= 0) return `${high}\u00a0% or less`;
  if (high >= 100) return `${low}\u00a0% or more`;
  return low === high ? `${low}\u00a0%` : `${low}–${high}\u00a0%`;
}

/**
 * A published table as the public reads it: the first dimension down, the last across, any between as part of the row's name.
 * Every blank looks the same. `say` tells an analyst more.
 */
export function PublishedTable({
  table,
  titles = {},
  say,
}: {
  table: PrintedTable;
  /** Dimensions by name, as people call them. */
  titles?: Readonly<Record<string, string>>;
  say?: (cell: PrintedCell) => Child | undefined;
}) {
  const codeOf = (cell: PrintedCell, dim: string) => String(cell[dim] ?? total);
  const across = table.dims.length > 1 ? table.dims.at(-1)! : undefined;
  const down = across === undefined ? table.dims : table.dims.slice(0, -1);
  const rows = new Map<string, Map<string, PrintedCell>>();
  const heads: string[] = [];
  for (const cell of table.cells) {
    const parts = down.map((dim) => codeOf(cell, dim)).filter((code) => code !== total);
    const name = parts.join(', ') || 'All';
    const head =
      across === undefined ? 'Number' : codeOf(cell, across) === total ? 'All' : codeOf(cell, across);
    if (!heads.includes(head)) heads.push(head);
    rows.set(name, (rows.get(name) ?? new Map()).set(head, cell));
  }
  const printed = (cell: PrintedCell | undefined): Child => {
    if (cell === undefined) return '–';
    const said = say?.(cell);
    if (said !== undefined) return said;
    const range = rangeOfPercent(cell.percent);
    if (cell.value === null || cell.value === undefined) return range ?? <Withheld />;
    return formatCount(cell.value);
  };
  const columns: readonly Column<PrintedRow>[] = [
    { head: down.map((dim) => titles[dim] ?? dim).join(', '), cell: (row) => row.name },
    ...heads.map((head) => ({
      head,
      numeric: true,
      cell: (row: PrintedRow) => printed(row.cells.get(head)),
    })),
  ];
  const list = [...rows].map(([name, cells]) => ({ name, cells }));
  const all = list.filter(({ name }) => name === 'All');
  return (
    <Table
      caption={table.name}
      columns={columns}
      rows={list.filter(({ name }) => name !== 'All')}
      total={all.length === 1 ? columns.map((column) => column.cell(all[0]!)) : undefined}
      phone={heads.length > 1 ? 'keep' : 'stack'}
      density="close"
    />
  );
}
