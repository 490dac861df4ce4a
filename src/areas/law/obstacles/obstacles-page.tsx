import { page } from '../../../core/page.ts';
import {
  Empty,
  Example,
  FilterSelect,
  Filters,
  Section,
  Status,
  Table,
  Time,
  Title,
} from '../../../web/components/index.ts';
import { formatDistance, inWords, sentence } from '../../../web/format/index.ts';
import { listObstacles } from './contract.ts';
import { obstacleKind, outcomeWords } from './model.ts';

/** What stands in the way of sharing, and the timeline of its review that the act asks for. */
export const obstaclesPage = page({
  path: '/law/obstacles',
  access: 'everyone',
  render: async (request) => {
    const zone = request.clock.timeZone;
    const today = request.clock.today();
    const kind = obstacleKind
      .optional()
      .catch(undefined)
      .parse(request.query.get('kind') ?? undefined);
    const { obstacles, counts, overdue, agencies } = await request.ask(listObstacles, { kind });
    const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
    return {
      title: 'Obstacles to sharing',
      place: 'law',
      breadcrumbs: [
        { href: '/law', label: 'Law' },
        { href: '/law/obstacles', label: 'Obstacles' },
      ],
      content: (
        <>
          <Title
            title="Obstacles to sharing"
            lede={
              total === 0
                ? undefined
                : `${sentence(inWords(total, 'obstacle'))} in ${inWords(agencies, 'agency', 'agencies')}: ${counts.legal} legal, ${counts.security} security, ${counts.privacy} privacy, ${counts.other} other. ${overdue === 0 ? 'No review is overdue.' : `${sentence(inWords(overdue, 'review is', 'reviews are'))} overdue.`}`
            }
          >
            <Filters>
              <FilterSelect
                name="kind"
                label="Type"
                value={kind}
                choices={[
                  { value: '', label: 'All' },
                  ...obstacleKind.options.map((value) => ({ value, label: sentence(value) })),
                ]}
              />
            </Filters>
          </Title>
          <Section
            first
            title="Timeline of the review"
            aside={<a href="/api/v1/obstacles.csv">Yearly report (CSV)</a>}
          >
            {obstacles.length === 0 ? (
              <Empty>
                No obstacle is registered. One is raised from a request, an agreement or by any agency.
              </Empty>
            ) : (
              <Table
                caption="Obstacles by the date of their review"
                rows={obstacles}
                columns={[
                  {
                    head: 'Obstacle',
                    width: 'w40',
                    cell: (row) => (
                      <>
                        {row.title} {row.example && <Example />}
                        <span class="sub">
                          {row.citation}. {row.data}
                        </span>
                      </>
                    ),
                  },
                  { head: 'Type', cell: (row) => sentence(row.kind) },
                  { head: 'Agencies', cell: (row) => row.agencies.join(', ') },
                  { head: 'Reviewer', cell: (row) => row.reviewer },
                  { head: 'Review by', nowrap: true, cell: (row) => <Time at={row.reviewBy} zone={zone} /> },
                  {
                    head: 'State',
                    cell: (row) => (
                      <Status
                        kind={row.state === 'reviewed' ? 'met' : row.state === 'overdue' ? 'late' : 'track'}
                        reason={
                          row.state === 'reviewed' ? row.outcomeWords : formatDistance(today, row.reviewBy)
                        }
                      >
                        {row.outcome
                          ? outcomeWords[row.outcome]
                          : row.state === 'overdue'
                            ? 'Overdue'
                            : 'To review'}
                      </Status>
                    ),
                  },
                ]}
              />
            )}
          </Section>
        </>
      ),
    };
  },
});
