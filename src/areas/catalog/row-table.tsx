import { Blank, type Column, Table, type TableSort } from '../../web/components/index.ts';
import { formatValue, isFigure } from '../../web/format/index.ts';
import type { FieldView } from './model.ts';

/** A row as the API answers it: by field name, values as in JSON. */
export type RowValues = Readonly<Record<string, unknown>>;

interface RowTableProps {
  readonly fields: readonly Pick<FieldView, 'name' | 'title' | 'type'>[];
  readonly rows: readonly RowValues[];
  readonly caption: string;
  readonly sort?: TableSort;
}

/** Rows of a dataset as they are, one column a field. More than eight fields scroll in a box with its heads in view. */
export const RowTable = ({ fields, rows, caption, sort }: RowTableProps) => {
  const columns: readonly Column<RowValues>[] = fields.map(({ name, title, type }) => ({
    head: title,
    sort: name,
    numeric: isFigure(type),
    nowrap: type === 'date' || type === 'timestamp' || type === 'time',
    cell: (row) => <Cell type={type} value={row[name]} most={fields.length > 8 ? 80 : 160} />,
  }));
  return (
    <Table
      caption={caption}
      columns={columns}
      rows={rows}
      phone={fields.length > 3 ? 'many' : 'keep'}
      density="close"
      sort={sort}
      box={fields.length > 8}
    />
  );
};

function Cell({ type, value, most }: { type: FieldView['type']; value: unknown; most: number }) {
  if (value === null || value === undefined || value === '') return <Blank />;
  const text =
    typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);
  if (type === 'date' || type === 'timestamp') return <time datetime={text}>{formatValue(type, text)}</time>;
  // A very long text would push all else out of sight; the whole of it is in the downloads.
  return (
    <>{text.length > most ? `${formatValue(type, text).slice(0, most - 2)} …` : formatValue(type, text)}</>
  );
}
