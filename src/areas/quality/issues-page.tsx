import { page } from '../../core/page.ts';
import {
  type Column,
  Counted,
  Empty,
  FilterSelect,
  Filters,
  Pager,
  Section,
  Status,
  type StatusKind,
  Table,
  Time,
  Title,
  Unknown,
} from '../../web/components/index.ts';
import { formatCount, formatDistance, inWords, sentence } from '../../web/format/index.ts';
import { listAgencies } from '../agencies/contract.ts';
import { listIssues } from './contract.ts';
import { type Issue, type IssueState, issueStates } from './model.ts';

const pageSize = 100;
export const issueShapes: Readonly<Record<IssueState, StatusKind>> = {
  open: 'risk',
  closed: 'met',
  dismissed: 'unknown',
};

/** Rules that fail, addressed to who can mend them; those open longest first. */
export const issuesPage = page({
  path: '/data/issues',
  access: 'everyone',
  render: async (request) => {
    const { query, clock } = request;
    const state = [...issueStates, 'any' as const].find((one) => one === query.get('state')) ?? 'open';
    const agency = query.get('agency') || undefined;
    const dataset = query.get('dataset') || undefined;
    const cursor = query.get('after') || undefined;
    const before = Math.max(0, Number(query.get('shown')) || 0);
    const [{ issues, counts, next }, { agencies }] = await Promise.all([
      request.ask(listIssues, { state, agency, dataset, cursor, limit: pageSize }),
      request.ask(listAgencies, {}),
    ]);
    const names = new Map(agencies.map(({ code, name }) => [code, name]));
    const total = state === 'any' ? counts.open + counts.closed + counts.dismissed : counts[state];
    const onward = new URLSearchParams(query);
    if (next !== null) onward.set('after', next);
    onward.set('shown', String(before + issues.length));
    const today = clock.today();
    const columns: readonly Column<Issue>[] = [
      {
        head: 'Issue',
        width: 'w40',
        cell: (issue) => (
          <>
            <a href={`/data/issues/${issue.id}`}>{issue.subject}</a>
            <span class="sub">{issue.datasetTitle}</span>
          </>
        ),
      },
      {
        head: 'Rows that fail',
        numeric: true,
        strong: true,
        cell: (issue) =>
          issue.state === 'closed' ? (
            0
          ) : (
            <Counted href={`/data/${issue.dataset}/rules/${issue.rule}`} n={issue.failing} />
          ),
      },
      {
        head: 'Addressed to',
        cell: ({ owner, agency: held }) => (
          <>
            {owner ?? <Unknown>Nobody named</Unknown>}
            {held !== null && <span class="sub">{names.get(held) ?? held}</span>}
          </>
        ),
      },
      {
        head: 'Since',
        nowrap: true,
        cell: ({ openedAt }) => (
          <>
            <Time at={openedAt} zone={clock.timeZone} />
            <span class="sub">{formatDistance(today, openedAt.slice(0, 10))}</span>
          </>
        ),
      },
      {
        head: 'State',
        width: 'w-status',
        cell: (issue) => (
          <Status kind={issueShapes[issue.state]} reason={issue.reason ?? undefined}>
            {sentence(issue.state)}
          </Status>
        ),
      },
    ];
    return {
      title: 'Quality issues',
      place: 'data',
      breadcrumbs: [{ href: '/data', label: 'Data' }],
      content: (
        <>
          <Title
            kind="Data quality"
            title="Quality issues"
            lede={
              counts.open === 0
                ? 'No accepted rule fails in a current version. An issue opens by itself when one does.'
                : `${sentence(inWords(counts.open, 'issue'))} ${counts.open === 1 ? 'is' : 'are'} open, those open longest first. Each closes by itself when a later version passes.`
            }
          />
          <Section title={state === 'any' ? 'All issues' : `${sentence(state)} issues`} first>
            <Filters keep={{ dataset }}>
              <FilterSelect
                name="state"
                label="State"
                value={state}
                choices={[
                  { value: 'open', label: `Open, ${formatCount(counts.open)}` },
                  { value: 'closed', label: `Closed, ${formatCount(counts.closed)}` },
                  { value: 'dismissed', label: `Dismissed, ${formatCount(counts.dismissed)}` },
                  { value: 'any', label: 'All' },
                ]}
              />
              <FilterSelect
                name="agency"
                label="Agency"
                value={agency ?? ''}
                choices={[
                  { value: '', label: 'All agencies' },
                  ...agencies.map(({ code, name }) => ({ value: code, label: name })),
                ]}
              />
            </Filters>
            {issues.length === 0 ? (
              <Empty acts={<a href="/data">See all datasets</a>}>
                Issues {state === 'any' ? '' : `that are ${state} `}stand here; there is none
                {agency || dataset ? ' for this choice' : ''}.
              </Empty>
            ) : (
              <>
                <Table caption="Quality issues" columns={columns} rows={issues} />
                <Pager
                  from={before + 1}
                  to={before + issues.length}
                  total={total}
                  noun="Issues"
                  next={next === null ? undefined : `?${onward}`}
                  size={Math.min(pageSize, total - before - issues.length)}
                />
              </>
            )}
          </Section>
        </>
      ),
    };
  },
});
