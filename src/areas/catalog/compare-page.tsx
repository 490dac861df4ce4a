import { OakError } from '../../core/error.ts';
import type { CallOf } from '../../core/operation.ts';
import { type PageRequest, page } from '../../core/page.ts';
import { ifApplicable } from '../../web/ask/if-there.ts';
import {
  type Column,
  Counted,
  Facts,
  FilterSelect,
  Filters,
  Links,
  Notice,
  Pairs,
  Section,
  Split,
  Table,
  Title,
} from '../../web/components/index.ts';
import {
  counted,
  formatChange,
  formatCount,
  formatDate,
  formatShare,
  kindOf,
  listed,
  sentence,
} from '../../web/format/index.ts';
import { chartDataset } from '../portal/contract.ts';
import { compareVersions, listVersions, type ShownColumn, showVersion } from './contract.ts';
import type { RowChanges, SchemaNotice, VersionView } from './model.ts';
import { PeriodsCompared } from './periods-compared.tsx';

/** What changed between two versions, and whether it breaks those who read the older one. */
export const comparePage = page({
  path: '/data/:dataset/compare',
  access: 'everyone',
  render: async (request) => {
    const dataset = request.params['dataset'] ?? '';
    const number = (name: string) => Number(request.query.get(name)) || undefined;
    const change = request.query.get('change');
    const match = request.query.getAll('match').filter((name) => name !== '');
    const asked = {
      dataset,
      from: number('from'),
      to: number('to'),
      limit: 50,
      change: changes.find((one) => one === change),
    };
    const [{ compared, problem }, { versions }] = await Promise.all([
      compareBy(request, asked, match),
      request.ask(listVersions, { dataset, limit: 200 }),
    ]);
    const { from, to, schema, rows } = compared;
    const [after, years] = await Promise.all([
      request.ask(showVersion, { dataset, version: to.version }),
      yearsOf(request, dataset, from.version, to.version),
    ]);
    const home = `/data/${compared.dataset}`;
    const zone = request.clock.timeZone;
    const here = `${home}/compare?${new URLSearchParams([['from', String(from.version)], ['to', String(to.version)], ...match.map((name) => ['match', name])])}`;
    const choices = versions.map(({ version, loaded_at }) => ({
      value: String(version),
      label: `Version ${version}, ${formatDate(loaded_at, zone)}`,
    }));
    const broken =
      (schema?.dropped.length ?? 0) + (schema?.renamed.length ?? 0) + (schema?.retyped.length ?? 0);
    return {
      title: `What changed in ${compared.title}`,
      place: 'data',
      breadcrumbs: [
        { href: '/data', label: 'Data' },
        { href: home, label: compared.title },
        { href: `${home}/versions`, label: 'Versions' },
      ],
      content: (
        <>
          <Title
            kind={`Two versions compared · ${compared.dataset}@${from.version} and @${to.version}`}
            title={`What changed in ${compared.title}`}
            lede={inOneSentence(from, to, schema, rows)}
          >
            <Filters act="Compare">
              <FilterSelect name="from" label="From" value={String(from.version)} choices={choices} />
              <FilterSelect name="to" label="To" value={String(to.version)} choices={choices} />
            </Filters>
            <Facts
              items={[
                {
                  label: 'Rows',
                  value: `${formatCount(from.rows_stored)}, then ${formatCount(to.rows_stored)}`,
                },
                { label: 'Fields', value: `${formatCount(from.fields)}, then ${formatCount(to.fields)}` },
                {
                  label: 'Breaks programs',
                  value:
                    broken === 0
                      ? 'No: every old field is there'
                      : `Yes: ${counted(broken, 'field')} ${broken === 1 ? 'is' : 'are'} gone or changed`,
                },
              ]}
            />
          </Title>
          <FieldChanges
            schema={schema}
            after={after.columns}
            rows={after.rows_stored}
            unchanged={unchangedFields(from, schema)}
          />
          <Section
            title="Rows"
            aside={
              <a
                href={`/api/v1/datasets/${compared.dataset}/compare?from=${from.version}&to=${to.version}&limit=1000`}
              >
                Differences as JSON
              </a>
            }
          >
            {problem && (
              <Notice tone="bad" title="Rows were not matched by the fields you chose" level={3}>
                <p>{problem}</p>
              </Notice>
            )}
            <MatchNotice rows={rows} />
            <RowOutcomes rows={rows} here={here} />
            <ChooseMatch from={from.version} to={to.version} columns={after.columns} matched={rows.key} />
            <ChangedCells cells={compared.cells} after={after.columns} home={home} changed={rows.changed} />
          </Section>
          {years && <PeriodsCompared {...years} />}
          <Sample request={request} by={rows.by} sample={compared.sample} after={after.columns} here={here} />
          <Notice tone="plain" title="What to do if you use it" level={2}>
            <p>
              {broken > 0 ? 'Read fields by their new names, or ask' : 'Nothing, or ask'} for{' '}
              <span class="mono">
                {compared.dataset}@{from.version}
              </span>
              , which stays as it was: <a href={`${home}/versions/${from.version}`}>version {from.version}</a>
              .
            </p>
          </Notice>
        </>
      ),
    };
  },
});

/** Rows a year in both versions, where the dataset has a date that both hold. */
async function yearsOf(request: PageRequest, dataset: string, from: number, to: number) {
  const ask = (version: number) =>
    ifApplicable(request.ask(chartDataset, { dataset, version, period: 'year' }));
  const [before, after] = await Promise.all([ask(from), ask(to)]);
  return before && after ? { before, after } : undefined;
}

/** Fields that cannot tell rows apart are the reader's choice to correct: the page stays, matched as before. */
async function compareBy(request: PageRequest, asked: CallOf<typeof compareVersions>, match: string[]) {
  try {
    return { compared: await request.ask(compareVersions, { ...asked, ...(match.length > 0 && { match }) }) };
  } catch (error) {
    if (!(error instanceof OakError) || error.status !== 422 || match.length === 0) throw error;
    return { compared: await request.ask(compareVersions, asked), problem: error.message };
  }
}

function inOneSentence(
  from: VersionView,
  to: VersionView,
  schema: SchemaNotice | null,
  rows: RowChanges,
): string {
  const grown = to.rows_stored - from.rows_stored;
  const size =
    grown === 0
      ? `has as many rows as version ${from.version}`
      : `has ${counted(Math.abs(grown), 'row')} ${grown > 0 ? 'more' : 'fewer'} than version ${from.version}`;
  const fields = schema
    ? ` It ${listed(
        [
          schema.renamed.length > 0 && `renames ${counted(schema.renamed.length, 'field')}`,
          schema.added.length > 0 && `adds ${formatCount(schema.added.length)}`,
          schema.dropped.length > 0 &&
            `drops ${listed(
              schema.dropped.map(({ title }) => title),
              4,
            )}`,
          schema.retyped.length > 0 &&
            `changes the kind of ${listed(
              schema.retyped.map(({ title }) => title),
              4,
            )}`,
        ].filter((part): part is string => Boolean(part)),
      )}.`
    : ' The fields are the same.';
  const cells =
    rows.by === 'key' && rows.changed > 0
      ? ` ${counted(rows.changed, 'row')} that both have ${rows.changed === 1 ? 'differs' : 'differ'}.`
      : '';
  return `Version ${to.version} ${size}.${fields}${cells}`;
}

const unchangedFields = (from: VersionView, schema: SchemaNotice | null): number =>
  from.fields - (schema?.dropped.length ?? 0) - (schema?.renamed.length ?? 0) - (schema?.retyped.length ?? 0);

function FieldChanges({
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

/** How rows were told apart stands before any row count. */
function MatchNotice({ rows }: { rows: RowChanges }) {
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

function RowOutcomes({ rows, here }: { rows: RowChanges; here: string }) {
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
function ChooseMatch({
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

function ChangedCells({
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

interface ChangedRow {
  readonly change: 'added' | 'removed' | 'changed';
  readonly row_before: number | null;
  readonly row_after: number | null;
  readonly key: string | null;
  readonly column: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

const changes = ['added', 'removed', 'changed'] as const;
const changeWords = { added: 'In the newer only', removed: 'In the older only', changed: 'Changed' } as const;

function Sample({
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
    sample
      .filter((row) => row.change === change)
      .map((row) => formatCount(row.row_after ?? row.row_before ?? 0));
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
