import { page } from '../../core/page.ts';
import { agencyChoices } from '../../web/ask/agency-names.ts';
import {
  ButtonLink,
  type Column,
  Empty,
  FilterSelect,
  Filters,
  FilterText,
  Follow,
  Links,
  NotApplicable,
  Pager,
  Section,
  Status,
  type StatusKind,
  Table,
  Time,
  Title,
} from '../../web/components/index.ts';
import { counted, formatCount, formatDate } from '../../web/format/index.ts';
import { listDatasets, registerDataset } from './contract.ts';
import { type DatasetView, topicOfTag } from './model.ts';

const pageSize = 50;

const freshnessShape: Readonly<Record<DatasetView['freshness'], { kind: StatusKind; words: string }>> = {
  fresh: { kind: 'met', words: 'As promised' },
  late: { kind: 'late', words: 'Late' },
  'no-promise': { kind: 'unknown', words: 'No promise' },
  'no-file': { kind: 'unknown', words: 'No file' },
};

export const Freshness = ({ dataset, zone }: { dataset: DatasetView; zone: string }) => {
  const { kind, words } = freshnessShape[dataset.freshness];
  const { next_update: next } = dataset;
  return (
    <Status
      kind={kind}
      reason={next && `${dataset.freshness === 'late' ? 'was due' : 'next'} by ${formatDate(next, zone)}`}
    >
      {words}
    </Status>
  );
};

const orders = ['title', 'agency', 'loaded', 'rows'] as const;
type Order = (typeof orders)[number];

/** Every dataset, with who holds it and how large and fresh it is. */
export const datasetListPage = page({
  path: '/data',
  access: 'everyone',
  render: async (request) => {
    const { query } = request;
    const q = query.get('q') ?? '';
    const agency = query.get('agency') ?? '';
    const tag = query.get('tag') ?? '';
    const sort = orders.find((order) => order === query.get('sort')) ?? 'title';
    const order = query.get('order') === 'desc' ? ('desc' as const) : ('asc' as const);
    const cursor = query.get('cursor') ?? undefined;
    const from = Number(query.get('from') ?? 1) || 1;
    const [may, answer, choices] = await Promise.all([
      request.may(registerDataset),
      request.ask(listDatasets, {
        ...(q && { q }),
        ...(agency && { agency }),
        ...(tag && { tag }),
        sort,
        order,
        limit: pageSize,
        ...(cursor && { cursor }),
      }),
      agencyChoices(request),
    ]);
    const { datasets, total, next } = answer;
    const names = new Map(choices.map(({ value, label }) => [value, label]));
    const nameOf = (code: string) => names.get(code) ?? code;
    const zone = request.clock.timeZone;
    const address = (changes: Record<string, string | undefined>) => {
      const kept = {
        q,
        agency,
        tag,
        sort: sort === 'title' ? '' : sort,
        order: order === 'asc' ? '' : order,
        ...changes,
      };
      const text = new URLSearchParams(
        Object.entries(kept).filter((pair): pair is [string, string] => Boolean(pair[1])),
      ).toString();
      return text === '' ? '/data' : `/data?${text}`;
    };
    const columns: readonly Column<DatasetView>[] = [
      {
        head: 'Dataset',
        sort: 'title',
        width: 'w40',
        cell: (dataset) => (
          <>
            <a href={`/data/${dataset.dataset}`}>{dataset.title}</a>
            <span class="sub">{firstSentence(dataset.description) ?? dataset.dataset}</span>
          </>
        ),
      },
      {
        head: 'Held by',
        sort: 'agency',
        cell: ({ agency: code }) =>
          code === null ? (
            <span class="unknown">Nobody named</span>
          ) : (
            <a href={`/agencies/${code}`}>{nameOf(code)}</a>
          ),
      },
      {
        head: 'Rows',
        sort: 'rows',
        numeric: true,
        cell: ({ rows_stored }) => (rows_stored === null ? <NotApplicable /> : formatCount(rows_stored)),
      },
      {
        head: 'Loaded',
        sort: 'loaded',
        nowrap: true,
        cell: ({ loaded_at }) =>
          loaded_at === null ? <NotApplicable /> : <Time at={loaded_at} zone={zone} />,
      },
      {
        head: 'Rows for',
        phoneHide: true,
        cell: ({ access }) =>
          ({ open: 'Everyone', protected: 'Some people', 'no-file': <NotApplicable /> })[access],
      },
      {
        head: 'Freshness',
        width: 'w-status',
        cell: (dataset) => <Freshness dataset={dataset} zone={zone} />,
      },
    ];
    const filtered = q !== '' || agency !== '' || tag !== '';
    return {
      title: filtered ? `Datasets: ${q || tag || nameOf(agency)}` : 'Datasets',
      place: 'data',
      breadcrumbs: [{ href: '/data', label: 'Data' }],
      content: (
        <>
          <Title
            title="Data"
            lede={
              filtered
                ? `${counted(total, 'dataset')} ${total === 1 ? 'matches' : 'match'}${q ? ` “${q}”` : ''}${agency ? ` at ${nameOf(agency)}` : ''}${tag ? `, with the keyword ${tag}` : ''}.`
                : `${counted(total, 'dataset')} ${total === 1 ? 'is' : 'are'} listed here, each with its rows, its quality and its versions.`
            }
            acts={
              <>
                {may && (
                  <ButtonLink href="/data/upload" kind="outline">
                    Load a file
                  </ButtonLink>
                )}
                <Links>
                  {may && <a href="/data/register">Register an asset</a>}
                  {may && <a href="/data/inventory">Inventory</a>}
                  {may && <a href="/data/harvest">Harvest</a>}
                  <a href="/data/issues">Quality issues</a>
                  <a href="/data/standards">Standards</a>
                  <a href="/jobs">Work under way</a>
                  <a href="/api">API</a>
                </Links>
              </>
            }
          />
          <Section
            title={filtered ? 'Matching datasets' : 'All datasets'}
            aside={filtered && <a href="/data">Show all</a>}
          >
            <Filters action="/data" keep={{ tag, sort: sort === 'title' ? undefined : sort }} act="Filter">
              <FilterText name="q" label="Title, description or field contains" value={q} />
              <FilterSelect
                name="agency"
                label="Held by"
                value={agency}
                choices={[{ value: '', label: 'Any agency' }, ...choices]}
              />
            </Filters>
            {datasets.length === 0 ? (
              <Empty
                acts={
                  filtered ? (
                    <a href="/data">Show all datasets</a>
                  ) : (
                    may && <ButtonLink href="/data/upload">Load a file</ButtonLink>
                  )
                }
              >
                {filtered
                  ? 'No dataset matches. The words are looked for in titles, descriptions and field names.'
                  : 'Datasets are listed here as soon as a file is loaded or a dataset registered. There is none yet.'}
              </Empty>
            ) : (
              <>
                <Table
                  caption="Datasets"
                  columns={columns}
                  rows={datasets}
                  sort={{
                    by: sort,
                    direction: order === 'asc' ? 'ascending' : 'descending',
                    href: (by, direction) =>
                      address({ sort: by as Order, order: direction === 'descending' ? 'desc' : '' }),
                  }}
                />
                {(next !== null || from > 1) && (
                  <Pager
                    noun="Datasets"
                    from={from}
                    to={from + datasets.length - 1}
                    total={total}
                    size={pageSize}
                    next={
                      next === null ? undefined : address({ cursor: next, from: String(from + pageSize) })
                    }
                  />
                )}
              </>
            )}
          </Section>
          {tag !== '' && q === '' && agency === '' && (
            <Follow
              request={request}
              topic={topicOfTag(tag)}
              what={`when something happens to data with the keyword ${tag}.`}
            />
          )}
        </>
      ),
    };
  },
});

/** The first sentence of a description, at most 120 characters. */
export function firstSentence(text: string | null): string | null {
  if (text === null || text === '') return null;
  const sentence = /^.*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text;
  return sentence.length <= 120 ? sentence : `${sentence.slice(0, 118).replace(/\s+\S*$/, '')} …`;
}
