import { page } from '../../core/page.ts';
import {
  ButtonLink,
  type Column,
  Counted,
  Facts,
  Section,
  Table,
  Title,
} from '../../web/components/index.ts';
import { formatCount, formatDate, inWords, sentence } from '../../web/format/index.ts';
import { countDatasets } from '../catalog/contract.ts';
import { listAgencies, recordNotice } from './contract.ts';
import { CoverageWords, type Group, groupOf } from './coverage-words.tsx';
import type { AgencyLine } from './model.ts';
import { PostWords } from './post-words.tsx';

const groupTitles: Readonly<Record<Group, string>> = {
  covered: 'Covered by the act',
  'opted-in': 'Complying by choice',
  other: 'Not covered, or not confirmed',
  outside: 'Outside the state government, whose open files are here',
};

/** Who is responsible: every agency, whether the act covers it, who answers for its data, and what it holds. */
export const agencyListPage = page({
  path: '/agencies',
  access: 'everyone',
  render: async (request) => {
    const asked = request.query.get('on') ?? '';
    const on = /^\d{4}-\d{2}-\d{2}$/.test(asked) ? asked : undefined;
    const answer = await request.ask(listAgencies, { on });
    const { agencies: holding } = await request.ask(countDatasets, {});
    const held = new Map(holding.map(({ agency, datasets }) => [agency, datasets]));
    const zone = request.clock.timeZone;
    const notes = await request.may(recordNotice);
    const { counts } = answer;
    const vacant = counts.posts - counts.filled;
    const columns: readonly Column<AgencyLine>[] = [
      {
        head: 'Agency',
        width: 'w33',
        cell: (row) => (
          <>
            <a href={`/agencies/${row.code}`}>{row.name}</a>
            <span class="sub">{row.code}</span>
          </>
        ),
      },
      { head: 'Legal coverage', cell: (row) => <CoverageWords coverage={row.coverage} zone={zone} /> },
      {
        head: 'Who answers for its data',
        label: 'Data officer',
        width: 'w25',
        cell: (row) => <PostWords post={row.posts[0]} zone={zone} />,
      },
      {
        head: 'Datasets',
        numeric: true,
        cell: (row) => {
          const total = held.get(row.code) ?? 0;
          return total > 0 ? <Counted href={`/data?agency=${row.code}`} n={total} /> : '0';
        },
      },
    ];
    const groups = Map.groupBy(answer.agencies, groupOf);
    return {
      title: 'Agencies',
      place: 'data',
      breadcrumbs: [{ href: '/agencies', label: 'Agencies' }],
      content: (
        <>
          <Title
            title="Agencies"
            lede={`${sentence(inWords(counts.covered + counts.optedIn, 'agency owes', 'agencies owe'))} the duties of the act; ${
              vacant === 0
                ? 'each has someone who answers for its data'
                : `${inWords(vacant, 'post of a data officer has', 'posts of data officers have')} nobody`
            }${on ? ` on ${formatDate(on, zone)}` : ''}.`}
          >
            <Facts
              items={[
                { label: 'Covered by the act', value: formatCount(counts.covered) },
                { label: 'Complying by choice', value: formatCount(counts.optedIn) },
                {
                  label: 'Posts filled',
                  value: `${formatCount(counts.filled)} of ${formatCount(counts.posts)}`,
                },
                { label: 'As data', value: <a href={`/api/v1/agencies${on ? `?on=${on}` : ''}`}>JSON</a> },
              ]}
            />
          </Title>
          <Section
            first
            title="Who is responsible"
            aside={notes && <a href="/agencies/notices">Record a notice</a>}
            remark={`As of ${formatDate(answer.on, zone)}`}
          >
            <form class="filters" method="get">
              <div>
                <label for="by-on">On another date</label>
                <input id="by-on" name="on" type="date" value={answer.on} />
              </div>
              <button class="button outline slight" type="submit">
                Show
              </button>
            </form>
            <Table
              caption="Agencies with coverage, data officer and datasets"
              columns={columns}
              groups={(Object.keys(groupTitles) as Group[])
                .filter((group) => groups.has(group))
                .map((group) => ({ title: groupTitles[group], id: group, rows: groups.get(group)! }))}
            />
          </Section>
        </>
      ),
    };
  },
});

/** The way to name someone, for a post that stands vacant. */
export const NameSomeone = ({ agency }: { agency: string }) => (
  <ButtonLink kind="slight" href={`/agencies/${agency}/officer`}>
    Name one
  </ButtonLink>
);
