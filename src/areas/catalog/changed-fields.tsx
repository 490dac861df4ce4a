import { type Column, Section, Split, Table } from '../../web/components/index.ts';
import { formatCount, formatShare, kindOf, sentence } from '../../web/format/index.ts';
import type { ShownColumn } from './contract.ts';
import type { SchemaNotice, VersionView } from './model.ts';

export const unchangedFields = (from: VersionView, schema: SchemaNotice | null): number =>
  from.fields - (schema?.dropped.length ?? 0) - (schema?.renamed.length ?? 0) - (schema?.retyped.length ?? 0);

export function FieldChanges({
  schema,
  after,
  rows,
  unchanged,
}: {
  schema: SchemaNotice | null;
  after: readonly ShownColumn[];
  rows: number;
  unchanged: number;
}) {
  if (schema === null) {
    return (
      <Section title="Fields">
        <p>All {formatCount(unchanged)} fields are the same, in name and in kind.</p>
      </Section>
    );
  }
  const { renamed, added, dropped, retyped } = schema;
  const columns = new Map(after.map((column) => [column.name, column]));
  const renames: readonly Column<(typeof renamed)[number]>[] = [
    { head: 'Before', cell: ({ from }) => <span class="mono">{from.title}</span> },
    { head: 'Now', cell: ({ to }) => <b class="mono">{to.title}</b> },
    { head: 'How we know', cell: ({ because }) => sentence(because) },
  ];
  return (
    <Section title="Fields">
      <p class="counts">
        <span>
          <b>{formatCount(unchanged)}</b> unchanged
        </span>
        <span>
          <b>{formatCount(renamed.length)}</b> renamed
        </span>
        <span>
          <b>{formatCount(added.length)}</b> added
        </span>
        <span>
          <b>{formatCount(dropped.length)}</b> dropped
        </span>
        {retyped.length > 0 && (
          <span>
            <b>{formatCount(retyped.length)}</b> of another kind
          </span>
        )}
      </p>
      <Split kind="thirds">
        <div>
          {renamed.length > 0 && (
            <>
              <h3 class="ruled">Renamed, {formatCount(renamed.length)}</h3>
              <Table caption="Renamed fields" density="tight" columns={renames} rows={renamed} />
            </>
          )}
          {retyped.length > 0 && (
            <>
              <h3 class="ruled gap">Of another kind, {formatCount(retyped.length)}</h3>
              <Table
                caption="Fields of another kind"
                density="tight"
                rows={retyped}
                columns={[
                  { head: 'Field', cell: ({ title }) => <span class="mono">{title}</span> },
                  { head: 'Before', cell: ({ from }) => kindOf(from) },
                  { head: 'Now', cell: ({ to }) => <b>{kindOf(to)}</b> },
                ]}
              />
            </>
          )}
        </div>
        <div>
          {added.length > 0 && (
            <>
              <h3 class="ruled">Added, {formatCount(added.length)}</h3>
              <Table
                caption="Added fields"
                density="tight"
                phone="keep"
                rows={added}
                columns={[
                  { head: 'Field', cell: ({ title }) => <span class="mono">{title}</span> },
                  {
                    head: 'Filled',
                    numeric: true,
                    cell: ({ name }) => {
                      const column = columns.get(name);
                      return column ? formatShare(column.filled ?? 0, rows) : '–';
                    },
                  },
                ]}
              />
            </>
          )}
          {dropped.length > 0 && (
            <>
              <h3 class="ruled gap">Dropped, {formatCount(dropped.length)}</h3>
              <p class="small more">
                {dropped.map(({ title }, at) => (
                  <>
                    {at > 0 && ', '}
                    <span class="mono">{title}</span>
                  </>
                ))}
                . Nothing in the newer version takes {dropped.length === 1 ? 'its' : 'their'} place.
              </p>
            </>
          )}
        </div>
      </Split>
    </Section>
  );
}
