import type { PageRequest } from '../../core/page.ts';
import { ifThere } from '../../web/ask/if-there.ts';
import {
  ButtonLink,
  type Column,
  NotApplicable,
  Notice,
  Pairs,
  RowSum,
  Section,
  Table,
  Time,
  Unknown,
} from '../../web/components/index.ts';
import { formatBytes, formatCount, formatShare, kindOf } from '../../web/format/index.ts';
import { listQuarantinedRows, listRejectedCells, type ShownColumn, showVersion } from './contract.ts';
import type { VersionView } from './model.ts';
import { releaseVersion, showProtection } from './protection/contract.ts';
import { PurposeForm, shownWords } from './protection/what-it-takes.tsx';
import { QuarantinedRows, RejectedCells } from './rejected-cells.tsx';

/** What came of a load: the sum of its rows, its columns, and all that did not fit. One content for job and version. */
export async function loadReport(request: PageRequest, dataset: string, version: number) {
  const [loaded, protection] = await Promise.all([
    request.ask(showVersion, { dataset, version }),
    request.ask(showProtection, { dataset }),
  ]);
  const isOpen = loaded.access === 'open';
  const allowed = isOpen ? 'rows' : loaded.access === 'destroyed' ? 'nothing' : protection.allowed;
  const shown = loaded.state !== 'withdrawn' && (allowed === 'rows' || allowed === 'masked');
  const [cells, rows] = await Promise.all([
    shown ? ifThere(request.ask(listRejectedCells, { dataset, version, limit: 25 })) : undefined,
    shown && allowed === 'rows'
      ? ifThere(request.ask(listQuarantinedRows, { dataset, version, limit: 25 }))
      : undefined,
  ]);
  const mayRelease = !isOpen && (await request.may(releaseVersion, { dataset }));
  const titles = new Map(loaded.columns.map(({ name, title }) => [name, title]));
  const api = `/api/v1/datasets/${loaded.dataset}`;
  const content = (
    <>
      {loaded.access === 'protected' && loaded.state !== 'withdrawn' && (
        <NotOpenYet
          request={request}
          dataset={loaded.dataset}
          version={version}
          allowed={allowed}
          mayRelease={mayRelease}
        />
      )}
      <Section title="Every row is accounted for" aside={<a href={`${api}/versions/${version}`}>As JSON</a>}>
        <RowSum
          rowsIn={loaded.rows_in}
          stored={loaded.rows_stored}
          setAside={
            loaded.rows_quarantined === 0 ? (
              0
            ) : (
              <a href="#rows-set-aside">{formatCount(loaded.rows_quarantined)}</a>
            )
          }
        />
        <p class="small quiet">
          A row is set aside when it cannot be split into the {formatCount(loaded.fields)} columns of the
          head. A cell that does not fit the type of its column is stored empty, its words kept beside it.
        </p>
      </Section>
      <Section title="Columns" remark={`${formatCount(loaded.fields)} columns, types from every row`}>
        <ColumnList columns={loaded.columns} rows={loaded.rows_stored} dataset={loaded.dataset} />
      </Section>
      {cells && (
        <RejectedCells
          total={cells.total}
          byColumn={cells.by_column}
          cells={cells.cells}
          titleOf={(column) => titles.get(column) ?? column}
          allHref={`${api}/rejected-cells?version=${version}&limit=1000`}
        />
      )}
      {rows && (
        <QuarantinedRows
          total={rows.total}
          rows={rows.rows}
          allHref={`${api}/quarantined-rows?version=${version}&limit=1000`}
        />
      )}
      <Section title="The file it came from">
        <Pairs items={sourceOf(loaded, request.clock.timeZone)} />
      </Section>
    </>
  );
  return { loaded, content };
}

/** What happens next with a version that is not open: who sees it now, and the one step that opens it. */
const NotOpenYet = ({
  request,
  dataset,
  version,
  allowed,
  mayRelease,
}: {
  request: PageRequest;
  dataset: string;
  version: number;
  allowed: keyof typeof shownWords;
  mayRelease: boolean;
}) => (
  <Notice tone="plain" title="Protected until someone releases it">
    <p>
      Its files are sealed. {shownWords[allowed]}{' '}
      {mayRelease
        ? 'When it may be public, release it: one step, with the ground and who reviewed it.'
        : 'A data officer of the agency that holds it can release it, with the ground and who reviewed it.'}
    </p>
    <p class="acts">
      {mayRelease && (
        <ButtonLink kind="outline" href={`/data/${dataset}/versions/${version}/release`}>
          Release version {version}
        </ButtonLink>
      )}
      <a href={`/data/${dataset}/access`}>Who may see it</a>
    </p>
    {mayRelease && request.actor.kind === 'person' && (allowed === 'nothing' || allowed === 'figures') && (
      <PurposeForm request={request} dataset={dataset} next={request.url.pathname} />
    )}
  </Notice>
);

function ColumnList({
  columns,
  rows,
  dataset,
}: {
  columns: readonly ShownColumn[];
  rows: number;
  dataset: string;
}) {
  const list: readonly Column<ShownColumn>[] = [
    {
      head: 'Column',
      width: 'w25',
      cell: ({ name, title }) => <a href={`/data/${dataset}/fields/${encodeURIComponent(name)}`}>{title}</a>,
    },
    { head: 'Read as', nowrap: true, cell: ({ type }) => kindOf(type) },
    {
      head: 'Filled',
      numeric: true,
      phoneHide: true,
      cell: ({ filled }) => (filled === null ? <Unknown>Not told</Unknown> : formatShare(filled, rows)),
    },
    {
      head: 'Fit',
      note: 'of filled cells',
      label: 'Fit',
      numeric: true,
      strong: true,
      cell: ({ filled, rejected }) =>
        filled === null || rejected === null ? (
          <Unknown>Not told</Unknown>
        ) : filled + rejected === 0 ? (
          <NotApplicable />
        ) : (
          formatShare(filled, filled + rejected)
        ),
    },
    {
      head: 'Do not fit',
      numeric: true,
      cell: ({ rejected }) =>
        rejected === null ? (
          <Unknown>Not told</Unknown>
        ) : rejected === 0 ? (
          0
        ) : (
          <a class="counted" href="#cells">
            {formatCount(rejected)}
          </a>
        ),
    },
    { head: 'How we know', cell: ({ notes }) => notes.join(' ') },
  ];
  const telling = columns.filter(({ notes, rejected }) => notes.length > 0 || (rejected ?? 0) > 0);
  const rest = columns.filter((column) => !telling.includes(column));
  if (columns.length <= 20 || telling.length === 0 || rest.length === 0) {
    return <Table caption="Columns" columns={list} rows={columns} />;
  }
  return (
    <>
      <Table caption="Columns with something to know" columns={list} rows={telling} />
      <details class="more">
        <summary>The other {formatCount(rest.length)} columns, where every filled cell fits</summary>
        <Table caption="The other columns" density="close" columns={list} rows={rest} />
      </details>
    </>
  );
}

function sourceOf(loaded: VersionView, zone: string) {
  const dialect = Object.entries(loaded.dialect).flatMap(([name, value]) => dialectWords(name, value));
  return [
    {
      label: 'File',
      value: (
        <>
          {loaded.source_name}, {formatBytes(loaded.source_bytes)}
        </>
      ),
    },
    { label: 'Read as', value: dialect.join(', ') || loaded.media_type },
    { label: 'Loaded', value: <Time at={loaded.loaded_at} zone={zone} as="moment" /> },
    { label: 'By', value: byWords(loaded.loaded_by) },
    ...(loaded.source_sha256 === null
      ? []
      : [{ label: 'SHA-256', value: <span class="mono">{loaded.source_sha256}</span> }]),
    { label: 'Stored in', value: `${formatBytes(loaded.bytes)}, compressed` },
  ];
}

const separators: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'bar',
  ' ': 'blank',
};

/** How the file was laid out, as one says it: `CSV`, `UTF-8`, `comma`, `line ends LF`, `head in the first row`. */
function dialectWords(name: string, value: string | number | boolean): readonly string[] {
  const text = String(value);
  switch (name) {
    case 'format':
    case 'encoding':
      return [text];
    case 'delimiter':
      return [separators[text] ?? `separator ${text}`];
    case 'lineEnd':
      return [`line ends ${text}`];
    case 'header':
      return [value === true ? 'head in the first row' : 'no head'];
    default:
      return [`${name.replace(/([A-Z])/g, ' $1').toLowerCase()} ${text}`];
  }
}

/** Until people sign in, only the kind of asker is known. */
function byWords(actor: string): string {
  if (actor === 'open') return 'Someone on this computer';
  return actor === 'operator' ? 'The operator' : actor;
}
