import type { PageRequest } from '../../core/page.ts';
import { Links, Pairs, Section, Table } from '../../web/components/index.ts';
import { formatCount } from '../../web/format/index.ts';
import type { ShownColumn } from './contract.ts';
import type { RowChanges } from './model.ts';

interface ChangedRow {
  readonly change: 'added' | 'removed' | 'changed';
  readonly row_before: number | null;
  readonly row_after: number | null;
  readonly key: string | null;
  readonly column: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

const changeWords = { added: 'In the newer only', removed: 'In the older only', changed: 'Changed' } as const;

export function RowsThatDiffer({
  request,
  by,
  sample,
  after,
  here,
}: {
  request: PageRequest;
  by: RowChanges['by'];
  sample: readonly ChangedRow[];
  after: readonly ShownColumn[];
  here: string;
}) {
  if (sample.length === 0) return null;
  if (by === 'whole-row') return <RowNumbers sample={sample} />;
  const titles = new Map(after.map(({ name, title }) => [name, title]));
  const chosen = request.query.get('change');
  return (
    <Section
      id="rows-that-differ"
      title="Rows that differ"
      aside={
        <Links>
          <span>The first {formatCount(sample.length)}</span>
          {chosen && <a href={`${here}#rows-that-differ`}>Show every kind</a>}
        </Links>
      }
    >
      <Table
        caption="Rows that differ"
        density="close"
        rows={sample}
        columns={[
          { head: 'What happened', label: 'Change', nowrap: true, cell: ({ change }) => changeWords[change] },
          {
            head: 'Row before',
            numeric: true,
            cell: ({ row_before }) => (row_before === null ? '–' : formatCount(row_before)),
          },
          {
            head: 'Row now',
            numeric: true,
            cell: ({ row_after }) => (row_after === null ? '–' : formatCount(row_after)),
          },
          {
            head: 'Key',
            cell: ({ key }) => (key === null ? '–' : <span class="mono">{keyWords(key)}</span>),
          },
          { head: 'Field', cell: ({ column }) => (column === null ? '–' : (titles.get(column) ?? column)) },
          {
            head: 'From and to',
            label: 'Change',
            cell: ({ change, before, after: now }) =>
              change === 'changed' ? (
                <>
                  <span class="mono">{before ?? '(blank)'}</span> to{' '}
                  <mark class="mono">{now ?? '(blank)'}</mark>
                </>
              ) : (
                '–'
              ),
          },
        ]}
      />
    </Section>
  );
}

/** Without a key there is no pair to lay side by side: only the numbers of the rows in their files. */
function RowNumbers({ sample }: { sample: readonly ChangedRow[] }) {
  const numbers = (change: ChangedRow['change']) =>
    inRuns(sample.filter((row) => row.change === change).map((row) => row.row_after ?? row.row_before ?? 0));
  const kinds = (['added', 'removed'] as const).filter((change) => numbers(change).length > 0);
  return (
    <Section
      id="rows-that-differ"
      title="Rows that differ"
      remark={`The first ${formatCount(sample.length)}, by row of their file`}
    >
      <Pairs
        items={kinds.map((change) => ({
          label: changeWords[change],
          value: `Rows ${numbers(change).join(', ')}`,
        }))}
      />
    </Section>
  );
}

function keyWords(key: string): string {
  try {
    const values: unknown = JSON.parse(key);
    return Array.isArray(values)
      ? values.map(String).join(', ')
      : typeof values === 'object' && values !== null
        ? Object.values(values).map(String).join(', ')
        : String(values);
  } catch {
    return key;
  }
}

/** Numbers that follow one another as one run: `1 to 25`, `31`. */
function inRuns(numbers: readonly number[]): string[] {
  const runs: { from: number; to: number }[] = [];
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && number === last.to + 1) last.to = number;
    else runs.push({ from: number, to: number });
  }
  return runs.map(({ from, to }) =>
    from === to ? formatCount(from) : `${formatCount(from)} to ${formatCount(to)}`,
  );
}
