import { type Column, Section, Table } from '../../web/components/index.ts';
import { formatCount, listed } from '../../web/format/index.ts';

interface RejectedCell {
  readonly row: number;
  readonly column: string;
  readonly text: string;
  readonly reason: string;
}

interface RejectedCellsProps {
  readonly total: number;
  readonly byColumn: readonly { readonly column: string; readonly cells: number }[];
  readonly cells: readonly RejectedCell[];
  readonly titleOf: (column: string) => string;
  readonly allHref: string;
}

/** Cells that were stored empty because they do not fit their column: where each stands, what the file says, why. */
export const RejectedCells = ({ total, byColumn, cells, titleOf, allHref }: RejectedCellsProps) => {
  if (total === 0) return null;
  const columns: readonly Column<RejectedCell>[] = [
    { head: 'Row', numeric: true, cell: ({ row }) => formatCount(row) },
    { head: 'Column', cell: ({ column }) => titleOf(column) },
    {
      head: 'What the file says',
      label: 'The file says',
      cell: ({ text }) => <span class="mono anywhere">{text}</span>,
    },
    { head: 'Why it does not fit', label: 'Why', cell: ({ reason }) => reason },
  ];
  const counts = byColumn.map(({ column, cells: n }) => `${formatCount(n)} in ${titleOf(column)}`);
  return (
    <Section
      id="cells"
      title="Cells that do not fit"
      aside={
        <>
          {formatCount(cells.length)} of {formatCount(total)} · <a href={allHref}>As JSON</a>
        </>
      }
      finding={`Of ${formatCount(total)} cells that do not fit, ${listed(counts, 6)}. They are stored empty, and kept here word for word.`}
    >
      <Table caption="Cells that do not fit" columns={columns} rows={cells} />
    </Section>
  );
};

interface QuarantinedRow {
  readonly row: number;
  readonly line: number;
  readonly text: string;
  readonly reason: string;
}

/** Rows set aside whole, because they cannot be split into the columns of the head. */
export const QuarantinedRows = ({
  total,
  rows,
  allHref,
}: {
  total: number;
  rows: readonly QuarantinedRow[];
  allHref: string;
}) => {
  if (total === 0) return null;
  const columns: readonly Column<QuarantinedRow>[] = [
    { head: 'Row', numeric: true, cell: ({ row }) => formatCount(row) },
    { head: 'Line', numeric: true, cell: ({ line }) => formatCount(line) },
    { head: 'Why', cell: ({ reason }) => reason },
    {
      head: 'As it came',
      cell: ({ text }) => (
        <span class="mono anywhere">{text.length > 200 ? `${text.slice(0, 197)} …` : text}</span>
      ),
    },
  ];
  return (
    <Section
      id="rows-set-aside"
      title="Rows set aside"
      aside={
        <>
          {formatCount(rows.length)} of {formatCount(total)} · <a href={allHref}>As JSON</a>
        </>
      }
    >
      <Table caption="Rows set aside" columns={columns} rows={rows} />
      <p class="small quiet more">
        They are kept word for word. Correct them at the source and load the file again.
      </p>
    </Section>
  );
};
