import { Counted, Notice, Table } from '../../web/components/index.ts';
import { counted, formatChange, formatCount, formatShare } from '../../web/format/index.ts';
import type { ShownColumn } from './contract.ts';
import type { RowChanges } from './model.ts';

/** How rows were told apart stands before any row count. */
export function MatchNotice({ rows }: { rows: RowChanges }) {
  if (rows.by === 'key') {
    return (
      <p class="small quiet">
        Rows are matched by <span class="mono">{rows.key.join(', ')}</span>.
      </p>
    );
  }
  return (
    <Notice tone="warn" title="The versions share no key" level={3}>
      <p>
        Rows were matched where every field both versions have agrees. A row of which one cell was reworded
        counts as removed and added.
      </p>
    </Notice>
  );
}

export function RowOutcomes({ rows, here }: { rows: RowChanges; here: string }) {
  const lines = [
    { what: 'The same in both', n: rows.unchanged, known: '', change: '' },
    ...(rows.by === 'key'
      ? [
          {
            what: 'In both, and changed',
            n: rows.changed,
            known: `${counted(rows.changedCells, 'cell')} differ`,
            change: 'changed',
          },
        ]
      : []),
    {
      what: 'In the newer only',
      n: rows.added,
      known: rows.by === 'key' ? 'New keys' : 'New, or reworded',
      change: 'added',
    },
    {
      what: 'In the older only',
      n: rows.removed,
      known: rows.by === 'key' ? 'Keys that are gone' : 'Gone, or reworded',
      change: 'removed',
    },
  ];
  return (
    <Table
      caption="What happened to the rows"
      rows={lines}
      columns={[
        { head: 'What happened to a row', width: 'w40', cell: ({ what }) => what },
        {
          head: 'Rows',
          numeric: true,
          strong: true,
          cell: ({ n, change }) =>
            n === 0 || change === '' ? (
              formatCount(n)
            ) : (
              <Counted href={`${here}&change=${change}#rows-that-differ`} n={n} />
            ),
        },
        { head: 'What is known', label: 'Known', cell: ({ known }) => known },
      ]}
      total={['Difference', formatChange(rows.added - rows.removed), '']}
    />
  );
}

/** Other fields to tell rows apart by: a matter of choice that stands in the address. */
export function ChooseMatch({
  from,
  to,
  columns,
  matched,
}: {
  from: number;
  to: number;
  columns: readonly ShownColumn[];
  matched: readonly string[];
}) {
  return (
    <details class="more">
      <summary>Choose other fields to match rows by</summary>
      <form method="get" class="more">
        <input type="hidden" name="from" value={String(from)} />
        <input type="hidden" name="to" value={String(to)} />
        <fieldset>
          <legend>Rows are the same row where these agree</legend>
          <p class="hint">Together they must stand once in each version.</p>
          <div class="picks">
            {columns.map(({ name, title }) => (
              <div class="radio">
                <input
                  type="checkbox"
                  id={`match-${name}`}
                  name="match"
                  value={name}
                  checked={matched.includes(name) || undefined}
                />
                <label for={`match-${name}`}>{title}</label>
              </div>
            ))}
          </div>
        </fieldset>
        <button type="submit" class="button outline slight">
          Match by these
        </button>
      </form>
    </details>
  );
}

export function ChangedCells({
  cells,
  after,
  home,
  changed,
}: {
  cells: readonly { readonly column: string; readonly changed: number }[];
  after: readonly ShownColumn[];
  home: string;
  changed: number;
}) {
  if (cells.length === 0) return null;
  const titles = new Map(after.map(({ name, title }) => [name, title]));
  return (
    <>
      <h3 class="subhead">Cells changed in the {counted(changed, 'matched row')}</h3>
      <Table
        caption="Changed cells by field"
        phone="keep"
        rows={cells}
        columns={[
          {
            head: 'Field',
            cell: ({ column }) => (
              <a href={`${home}/fields/${encodeURIComponent(column)}`}>{titles.get(column) ?? column}</a>
            ),
          },
          { head: 'Cells', numeric: true, strong: true, cell: ({ changed: n }) => formatCount(n) },
          { head: 'Of matched rows', numeric: true, cell: ({ changed: n }) => formatShare(n, changed) },
        ]}
      />
    </>
  );
}
