import { page } from '../../core/page.ts';
import {
  type Column,
  Deadline,
  Facts,
  Section,
  Table,
  Time,
  Title,
  Unknown,
} from '../../web/components/index.ts';
import { counted, formatDate, inWords, sentence } from '../../web/format/index.ts';
import { standingInWords } from '../agencies/model.ts';
import { listActs, listDutiesDue } from './contract.ts';
import type { Clause, DutyDue } from './model.ts';

/** The law behind the plan, clause by clause, each with how it is known, and what falls due in the next year. */
export const lawPage = page({
  path: '/law',
  access: 'everyone',
  render: async (request) => {
    const zone = request.clock.timeZone;
    const today = request.clock.today();
    const { acts } = await request.ask(listActs, {});
    const { duties, to } = await request.ask(listDutiesDue, {});
    const clauses = acts.flatMap((act) => act.clauses);
    const unread = clauses.filter(({ standing }) => standing !== 'read').length;
    const dated = duties.filter(({ due }) => due !== null);
    const next = dated[0];
    const columns: readonly Column<Clause>[] = [
      { head: 'Clause', width: 'w16', cell: (row) => <a href={`/law/${row.clause}`}>{row.label}</a> },
      { head: 'What it says', width: 'w50', cell: (row) => <Says clause={row} /> },
      { head: 'How we know', cell: (row) => <Known standing={row.standing} /> },
    ];
    return {
      title: 'Law',
      place: 'law',
      breadcrumbs: [{ href: '/law', label: 'Law' }],
      content: (
        <>
          <Title
            title="The law behind the plan"
            lede={
              next
                ? `Next is due on ${formatDate(next.due!, zone)}: ${next.title.charAt(0).toLowerCase()}${next.title.slice(1)}. ${
                    unread === 0
                      ? 'Every clause here was read at a source.'
                      : `${sentence(inWords(unread, 'clause', 'clauses'))} of ${clauses.length} ${unread === 1 ? 'was' : 'were'} not checked at a source, and ${unread === 1 ? 'says' : 'say'} so.`
                  }`
                : 'No duty with a date has been recorded.'
            }
          >
            <Facts
              items={[
                { label: 'Acts', value: String(acts.length) },
                { label: 'Clauses', value: String(clauses.length) },
                { label: 'As data', value: <a href="/api/v1/law">JSON</a> },
              ]}
            />
          </Title>
          <Section
            first
            title="What falls due"
            remark={`To ${formatDate(to, zone)}; a day ends at midnight where the state lies`}
          >
            <Table caption="Duties with a date" columns={dutyColumns(zone, today)} rows={dated} />
          </Section>
          <Section title="What always holds">
            <Table
              caption="Duties without a date"
              columns={dutyColumns(zone, today).filter(({ head }) => head !== 'Due')}
              rows={duties.filter(({ due }) => due === null)}
            />
          </Section>
          {acts.map((act) => (
            <Section
              id={act.act}
              title={act.citation}
              finding={
                <>
                  {act.title}
                  {act.from && (
                    <>
                      , since <Time at={act.from} zone={zone} as="long" />
                    </>
                  )}
                  .
                </>
              }
              aside={act.address ? <a href={act.address}>Official address</a> : undefined}
            >
              <Table
                caption={`Clauses of ${act.citation}, ${counted(act.clauses.length, 'clause')}`}
                columns={columns}
                rows={act.clauses}
              />
            </Section>
          ))}
        </>
      ),
    };
  },
});

/** The law's own words in serif and quotation marks; ours in sans. */
export const Says = ({ clause }: { clause: Pick<Clause, 'says' | 'wording'> }) =>
  clause.wording === 'quoted' ? <q class="quoted">{clause.says}</q> : <span>{clause.says}</span>;

/** How a thing is known, quiet when it was not checked. */
export const Known = ({ standing }: { standing: Clause['standing'] }) =>
  standing === 'read' ? (
    <span>{standingInWords('read')}</span>
  ) : (
    <Unknown>{standingInWords(standing)}</Unknown>
  );

export const dutyColumns = (zone: string, today: string): readonly Column<DutyDue>[] => [
  { head: 'Duty', width: 'w33', cell: (row) => <DutyName duty={row} /> },
  {
    head: 'Due',
    nowrap: true,
    cell: (row) => row.due && <Deadline at={row.due} zone={zone} today={today} />,
  },
  {
    head: 'On whom',
    cell: (row) => (row.bearer === 'covered agencies' ? 'Every covered agency' : row.bearer),
  },
  { head: 'How we know', cell: (row) => <Known standing={row.standing} /> },
];

const DutyName = ({ duty }: { duty: DutyDue }) => (
  <>
    {duty.title}
    <span class="sub">
      <a href={`/law/${duty.clause}`}>{duty.citation}</a>
      {duty.note && `. ${duty.note}`}
    </span>
  </>
);
