import type { Child } from 'hono/jsx';
import { Icon } from './icon.tsx';

/** A column of a table. The first column is the row's name, and its header. */
export interface Column<Row> {
  readonly head: Child;
  /** Second line of the head: unit, date. */
  readonly note?: Child;
  /** What a phone writes before the value; the head when it is a plain word. */
  readonly label?: string;
  /** Figures: right-aligned, tabular. */
  readonly numeric?: boolean;
  /** The present value: bold. */
  readonly strong?: boolean;
  /** Holds a button: right-aligned, its head hidden. */
  readonly act?: boolean;
  /** The head is only for screen readers. */
  readonly hiddenHead?: boolean;
  readonly width?: 'w12' | 'w16' | 'w20' | 'w25' | 'w33' | 'w40' | 'w50' | 'w-picture' | 'w-status';
  /** Name of the order this head sorts by; needs the table's `sort`. */
  readonly sort?: string;
  /** Secondary: left out on a phone. */
  readonly phoneHide?: boolean;
  readonly nowrap?: boolean;
  readonly mono?: boolean;
  readonly bar?: boolean;
  readonly cell: (row: Row) => Child;
}

export interface TableGroup<Row> {
  readonly title: Child;
  readonly id?: string;
  readonly rows: readonly Row[];
}

export interface TableSort {
  readonly by: string;
  readonly direction: 'ascending' | 'descending';
  /** The address that shows the table in that order. */
  readonly href: (by: string, direction: 'ascending' | 'descending') => string;
}

export interface TableProps<Row> {
  /** What the table holds; for screen readers, since the section's heading says it to the eye. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows?: readonly Row[];
  readonly groups?: readonly TableGroup<Row>[];
  /** One cell a column: the totals under the last row. */
  readonly total?: readonly Child[];
  /** On a phone: rows of words `stack`, rows of figures `keep` their columns and scroll; `many` keeps wide columns. */
  readonly phone?: 'stack' | 'keep' | 'many';
  readonly density?: 'tight' | 'close';
  readonly sort?: TableSort;
  /** More than eight columns: a box that scrolls both ways, heads and first column in view. */
  readonly box?: boolean;
}

const classes = (...names: (string | false | undefined)[]): string | undefined =>
  names.filter(Boolean).join(' ') || undefined;

/** The main element of every page: rules across, nothing vertical, numbers right, sortable by address. */
export function Table<Row>(props: TableProps<Row>) {
  const { caption, columns, rows = [], groups, total, phone = 'stack', density, sort, box } = props;
  const stacked = phone === 'stack' && !box;
  const kind = box ? undefined : phone === 'many' ? 'keep many' : phone;
  const region = box || phone !== 'stack' ? { tabindex: 0, role: 'region', 'aria-label': caption } : {};
  return (
    <div class={box ? 'scroll-both' : 'scroll'} {...region}>
      <table class={classes(kind, density)}>
        <caption class="hidden-text">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head column={column} sort={sort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row row={row} columns={columns} stacked={stacked} />
          ))}
          {groups?.map((group) => (
            <>
              <tr class="group" id={group.id}>
                <th scope="rowgroup" colspan={columns.length}>
                  {group.title}
                </th>
              </tr>
              {group.rows.map((row) => (
                <Row row={row} columns={columns} stacked={stacked} />
              ))}
            </>
          ))}
        </tbody>
        {total && (
          <tfoot>
            <tr class="total">
              {columns.map((column, at) => {
                const value = total[at];
                const cell = classes(
                  column.numeric && 'n',
                  column.phoneHide && 'phone-hide',
                  column.bar && 'bar-cell',
                );
                return at === 0 ? (
                  <th scope="row" class={cell}>
                    {value}
                  </th>
                ) : (
                  <td class={cell} data-l={stacked ? labelOf(column) : undefined}>
                    {value}
                  </td>
                );
              })}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

function Head<Row>({ column, sort }: { column: Column<Row>; sort?: TableSort }) {
  const sorted = column.sort !== undefined && sort?.by === column.sort;
  const next = sorted && sort.direction === 'ascending' ? 'descending' : 'ascending';
  const hidden = column.hiddenHead || column.act;
  const words =
    column.sort !== undefined && sort !== undefined ? (
      <a class="sort" href={sort.href(column.sort, next)}>
        {column.head}
        {sorted && <Icon name={sort.direction === 'ascending' ? 'up' : 'down'} />}
      </a>
    ) : (
      column.head
    );
  return (
    <th
      scope="col"
      class={classes(column.numeric && 'n', column.width, column.phoneHide && 'phone-hide')}
      aria-sort={sorted ? sort.direction : undefined}
    >
      {hidden ? <span class="hidden-text">{words}</span> : words}
      {column.note && <small>{column.note}</small>}
    </th>
  );
}

function Row<R>({ row, columns, stacked }: { row: R; columns: readonly Column<R>[]; stacked: boolean }) {
  return (
    <tr>
      {columns.map((column, at) => {
        const cell = classes(
          column.numeric && 'n',
          column.strong && 'now',
          column.act && 'act',
          column.nowrap && 'nowrap',
          column.mono && 'mono',
          column.bar && 'bar-cell',
          column.phoneHide && 'phone-hide',
        );
        return at === 0 ? (
          <th scope="row" class={cell}>
            {column.cell(row)}
          </th>
        ) : (
          <td class={cell} data-l={stacked && !column.act ? labelOf(column) : undefined}>
            {column.cell(row)}
          </td>
        );
      })}
    </tr>
  );
}

const labelOf = <R,>(column: Column<R>): string | undefined =>
  column.label ?? (typeof column.head === 'string' ? column.head : undefined);
