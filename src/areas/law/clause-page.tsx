import { page } from '../../core/page.ts';
import { Empty, Facts, Section, Table, Time, Title, Unknown } from '../../web/components/index.ts';
import { showClause } from './contract.ts';
import { Known } from './law-page.tsx';
import type { DueRule } from './model.ts';

/** One clause: what it says, how we know, and what it asks of whom. */
export const clausePage = page({
  path: '/law/:clause',
  access: 'everyone',
  render: async (request) => {
    const clause = await request.ask(showClause, { clause: request.params['clause'] ?? '' });
    const zone = request.clock.timeZone;
    const source = clause.sourceDetails;
    return {
      title: clause.citation,
      place: 'law',
      breadcrumbs: [
        { href: '/law', label: 'Law' },
        { href: `/law#${clause.act}`, label: clause.actCitation },
        { href: `/law/${clause.clause}`, label: clause.label },
      ],
      content: (
        <>
          <Title kind={clause.actTitle} title={clause.citation}>
            {clause.wording === 'quoted' ? (
              <p class="words">{clause.says}</p>
            ) : (
              <p class="lede">{clause.says}</p>
            )}
            <Facts
              items={[
                {
                  label: 'Wording',
                  value: clause.wording === 'quoted' ? 'The words of the source' : 'Our summary',
                },
                {
                  label: 'How we know',
                  value: <Known standing={clause.standing} />,
                },
                {
                  label: 'In force',
                  value: clause.from ? (
                    <>
                      since <Time at={clause.from} zone={zone} />
                      {clause.to && (
                        <>
                          {' '}
                          until <Time at={clause.to} zone={zone} />
                        </>
                      )}
                    </>
                  ) : (
                    <Unknown>Not recorded since when</Unknown>
                  ),
                },
              ]}
            />
          </Title>
          <Section first title="Where it was taken from">
            {source ? (
              <Table
                caption="Source"
                rows={[source]}
                columns={[
                  { head: 'Source', cell: (row) => <a href={row.address}>{row.title}</a> },
                  {
                    head: 'Read on',
                    cell: (row) =>
                      row.read ? <Time at={row.read} zone={zone} /> : <Unknown>Not written down</Unknown>,
                  },
                  { head: 'Remark', cell: (row) => row.note ?? '–' },
                  {
                    head: 'Official text',
                    cell: (row) => {
                      const official = row.official ?? clause.actAddress;
                      return official ? <a href={official}>Open</a> : <Unknown>No address</Unknown>;
                    },
                  },
                ]}
              />
            ) : (
              <Empty>
                No source was recorded: this is general knowledge of the law and must be checked before it is
                relied on.
              </Empty>
            )}
          </Section>
          <Section title="What it asks">
            {clause.duties.length > 0 ? (
              <Table
                caption="Duties under this clause"
                rows={clause.duties}
                columns={[
                  { head: 'Duty', cell: (row) => row.title },
                  {
                    head: 'On whom',
                    cell: (row) => (row.bearer === 'covered agencies' ? 'Every covered agency' : row.bearer),
                  },
                  { head: 'When', cell: (row) => whenDue(row.rule) },
                  { head: 'How we know', cell: (row) => <Known standing={row.standing} /> },
                  { head: 'Remark', cell: (row) => row.note ?? '–' },
                ]}
              />
            ) : (
              <Empty>No duty with a bearer is recorded under this clause.</Empty>
            )}
          </Section>
          <Section title="How the record changed">
            <Table
              caption="The record over time"
              rows={clause.history}
              columns={[
                { head: 'Words', width: 'w50', cell: (row) => row.says },
                { head: 'Recorded', cell: (row) => <Time at={row.recordedAt} zone={zone} as="moment" /> },
                {
                  head: 'Replaced',
                  cell: (row) =>
                    row.supersededAt ? <Time at={row.supersededAt} zone={zone} as="moment" /> : 'in use',
                },
              ]}
            />
          </Section>
        </>
      ),
    };
  },
});

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** A due rule in words: `December 31, every two years from 2018`. */
function whenDue(rule: DueRule): string {
  switch (rule.kind) {
    case 'standing':
      return 'At all times';
    case 'once':
      return `Once, on ${rule.on}`;
    case 'after':
      return `${rule.days} days after “${rule.event.replaceAll('-', ' ')}”`;
    case 'every': {
      const [month, day] = rule.on.split('-').map(Number) as [number, number];
      const often =
        rule.years === 1 ? 'every year' : rule.years === 2 ? 'every two years' : `every ${rule.years} years`;
      return `${months[month - 1]} ${day}, ${often} from ${rule.first}`;
    }
  }
}
