import { OakError } from '../../core/error.ts';
import { type PageRequest, page } from '../../core/page.ts';
import { namesOf } from '../../web/ask/names-of.ts';
import {
  type Column,
  Empty,
  FilterSelect,
  Filters,
  FilterText,
  Notice,
  Section,
  Table,
  Time,
  Title,
} from '../../web/components/index.ts';
import { listPeople } from '../access/contract.ts';
import { search } from './contract.ts';
import { type LogEntry, outcomes, outcomeWords } from './model.ts';

const names = ['dataset', 'actor', 'person', 'operation', 'purpose', 'outcome', 'from', 'to'] as const;

function askedFor(query: URLSearchParams): Partial<Record<(typeof names)[number], string>> {
  return Object.fromEntries(
    names.map((name) => [name, query.get(name)?.trim() ?? '']).filter(([, value]) => value !== ''),
  );
}

/** The log for auditors: who did what, to which dataset, about whom, when and for what purpose. */
export const entriesPage = page({
  path: '/audit/entries',
  access: 'auditor',
  render: async (request) => {
    const asked = askedFor(request.query);
    const cursor = request.query.get('cursor') ?? undefined;
    const found = await find(request, asked, cursor);
    const nameOf = await namesOf(
      request,
      'problem' in found ? [asked.actor] : found.entries.flatMap(({ actor, person }) => [actor, person]),
    );
    const zone = request.clock.timeZone;
    const address = new URLSearchParams(asked).toString();
    return {
      title: 'Search the log',
      breadcrumbs: [
        { href: '/audit', label: 'Audit log' },
        { href: '/audit/entries', label: 'Search' },
      ],
      content: (
        <>
          <Title
            title="Search the log"
            lede="Newest first. Searching is itself written down: whoever reads the log can be asked about it too."
          />
          <Section
            first
            title="Entries"
            aside={
              <>
                <a href={`/api/v1/audit/export?${address}`}>CSV</a> ·{' '}
                <a href={`/api/v1/audit/export?format=ndjson${address && `&${address}`}`}>NDJSON</a>
              </>
            }
          >
            <Filters act="Search">
              <FilterText name="dataset" label="Dataset" value={asked.dataset} />
              <FilterText name="actor" label="Who did it, by name or id" value={asked.actor} />
              <FilterText name="person" label="Whose record" value={asked.person} />
              <FilterText name="operation" label="Operation" value={asked.operation} />
              <FilterText name="purpose" label="Purpose" value={asked.purpose} />
              <FilterSelect
                name="outcome"
                label="Kind"
                value={asked.outcome ?? ''}
                choices={[
                  { value: '', label: 'All' },
                  ...outcomes.map((value) => ({ value, label: outcomeWords[value] })),
                ]}
              />
              <DateFilter name="from" label="From" value={asked.from} />
              <DateFilter name="to" label="To" value={asked.to} />
            </Filters>
            {'problem' in found ? (
              <Notice title="Nothing was searched" tone="warn" level={3}>
                <p>{found.problem}</p>
              </Notice>
            ) : found.entries.length === 0 ? (
              <Empty>No entry fits. Leave a field blank to search more widely.</Empty>
            ) : (
              <>
                <Table
                  caption="Entries of the log, newest first"
                  columns={columns(zone, nameOf)}
                  rows={found.entries}
                />
                {found.next && (
                  <nav class="pager" aria-label="Pages">
                    <span />
                    <span>
                      <a
                        href={`/audit/entries?${new URLSearchParams({ ...asked, cursor: found.next })}`}
                        rel="next"
                      >
                        Earlier entries
                      </a>
                    </span>
                  </nav>
                )}
              </>
            )}
          </Section>
        </>
      ),
    };
  },
});

async function find(
  request: PageRequest,
  asked: ReturnType<typeof askedFor>,
  cursor: string | undefined,
): Promise<{ entries: readonly LogEntry[]; next: string | null } | { problem: string }> {
  try {
    return await request.ask(search, {
      ...asked,
      ...(await whoIs(request, asked.actor)),
      outcome: asked.outcome as never,
      cursor,
      limit: 50,
    });
  } catch (error) {
    // A mistyped date is said beside the form; a refusal is another page.
    if (error instanceof OakError && error.status === 400) return { problem: error.message };
    throw error;
  }
}

/** A name typed where the log has an id: the one person of that name. */
async function whoIs(request: PageRequest, typed: string | undefined): Promise<{ actor?: string }> {
  if (typed === undefined || !typed.includes(' ')) return {};
  const { people } = await request.ask(listPeople, {});
  const named = people.filter(({ name }) => name.toLowerCase() === typed.toLowerCase());
  return named.length === 1 ? { actor: named[0]!.account } : {};
}

function DateFilter({ name, label, value }: { name: string; label: string; value?: string }) {
  return (
    <div>
      <label for={`by-${name}`}>{label}</label>
      <input id={`by-${name}`} name={name} type="date" value={value} />
    </div>
  );
}

const columns = (zone: string, nameOf: (id: string) => string): readonly Column<LogEntry>[] => [
  {
    head: 'When',
    width: 'w20',
    cell: (row) =>
      row.leaf === null ? (
        <>
          <Time at={row.at} zone={zone} as="moment" />
          <span class="sub">not in the tree yet</span>
        </>
      ) : (
        <>
          <a href={`/audit/entries/${row.leaf}`}>
            <Time at={row.at} zone={zone} as="moment" />
          </a>
          <span class="sub">entry {row.leaf}</span>
        </>
      ),
  },
  {
    head: 'What',
    width: 'w25',
    cell: (row) => (
      <>
        {outcomeWords[row.outcome]}
        {row.count > 1 && ` ${row.count} times`}
        <span class="sub">{row.operation}</span>
      </>
    ),
  },
  {
    head: 'Dataset',
    cell: (row) => (row.dataset === null ? '–' : <a href={`/data/${row.dataset}`}>{row.dataset}</a>),
  },
  {
    head: 'Who',
    cell: (row) =>
      row.erased ? (
        'Erased'
      ) : (
        <a href={`/audit/entries?${new URLSearchParams({ actor: row.actor ?? '' })}`}>
          {nameOf(row.actor ?? '')}
        </a>
      ),
  },
  { head: 'Purpose', cell: (row) => row.purpose ?? '–' },
  { head: 'Whose record', phoneHide: true, cell: (row) => (row.person === null ? '–' : nameOf(row.person)) },
];
