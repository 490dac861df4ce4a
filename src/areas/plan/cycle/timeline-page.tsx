import { page } from '../../../core/page.ts';
import {
  type Column,
  Example,
  Links,
  Section,
  Status,
  Table,
  Time,
  Title,
} from '../../../web/components/index.ts';
import { formatDate, formatDistance, formatMoment, formatWeekday } from '../../../web/format/index.ts';
import { listCycles, showCalendar } from './contract.ts';
import type { CalendarEntry, CycleView } from './model.ts';

/** What happens when: dates the law sets, phases, hearings, rounds; and how far each cycle is. */
export const timelinePage = page({
  path: '/plan/timeline',
  access: 'everyone',
  render: async (request) => {
    const zone = request.clock.timeZone;
    const today = request.clock.today();
    const year = request.query.get('year') ?? undefined;
    const range = year && /^\d{4}$/.test(year) ? { from: `${year}-01-01`, to: `${year}-12-31` } : {};
    const [{ entries, from, to }, { cycles }] = await Promise.all([
      request.ask(showCalendar, range),
      request.ask(listCycles, {}),
    ]);
    const next = entries.find((entry) => entry.state === 'coming');
    const late = entries.filter((entry) => entry.state === 'late');
    const columns: readonly Column<CalendarEntry>[] = [
      {
        head: 'Date',
        nowrap: true,
        cell: (row) => (
          <>
            <b>{formatDate(row.on, zone)}</b>
            <span class="sub">
              {row.at ? formatMoment(row.at, zone).split(', ').at(-1) : formatWeekday(row.on, zone)}
            </span>
          </>
        ),
      },
      {
        head: 'What',
        width: 'w50',
        cell: (row) => (
          <>
            <a href={row.href}>{row.title}</a>
            {row.note && <span class="sub">{row.note}</span>}
          </>
        ),
      },
      { head: 'Law', cell: (row) => row.clause ?? 'Set by the office' },
      {
        head: 'How far',
        cell: (row) => (
          <Status
            kind={row.state === 'done' ? 'met' : row.state === 'late' ? 'late' : 'track'}
            reason={formatDistance(today, row.on)}
          >
            {{ done: 'Done', late: 'Late', coming: 'To come' }[row.state]}
          </Status>
        ),
      },
    ];
    const years = [-2, -1, 0, 1, 2].map((step) => String(Number(today.slice(0, 4)) + step));
    return {
      title: 'Timeline',
      place: 'plan',
      breadcrumbs: [
        { href: '/plan', label: 'Plan' },
        { href: '/plan/timeline', label: 'Timeline' },
      ],
      content: (
        <>
          <Title
            kind={`${formatDate(from, zone)} to ${formatDate(to, zone)}`}
            title="Timeline"
            lede={[
              next
                ? `Next: ${next.title}, ${formatDate(next.on, zone)}, ${formatDistance(today, next.on)}.`
                : '',
              late.length > 0
                ? `${late.length === 1 ? 'One date has' : `${late.length} dates have`} passed without its act.`
                : '',
            ]
              .filter(Boolean)
              .join(' ')}
          />
          <Section
            first
            title="Dates"
            aside={
              <Links>
                {years.map((one) => (
                  <a href={`/plan/timeline?year=${one}`}>{one}</a>
                ))}
                <a href={`/api/v1/plan/calendar.ics?base=${request.url.origin}`}>Calendar feed (.ics)</a>
              </Links>
            }
            finding="Dates of the law are computed from its dated records; a change there changes them here."
          >
            <Table caption="Dates of the plan" columns={columns} rows={entries} />
          </Section>
          {cycles.map((cycle) => (
            <CycleSection cycle={cycle} zone={zone} />
          ))}
        </>
      ),
    };
  },
});

const states = {
  drafting: 'being drafted',
  'in-force': 'in force',
  replaced: 'replaced by a later one',
} as const;

const CycleSection = ({ cycle, zone }: { cycle: CycleView; zone: string }) => (
  <Section
    title={cycle.title}
    id={cycle.cycle}
    remark={
      <>
        {states[cycle.state]}
        {cycle.adopted && (
          <>
            {' since '}
            <Time at={cycle.adopted.on} zone={zone} /> {cycle.adopted.example && <Example />}
          </>
        )}
      </>
    }
  >
    <Table
      caption={`Phases of ${cycle.title}`}
      rows={cycle.phases}
      columns={[
        {
          head: 'Phase',
          nowrap: true,
          cell: (row) => `Phase ${row.phase}`,
        },
        { head: 'What is settled', width: 'w50', cell: (row) => row.words ?? '' },
        {
          head: 'Comments',
          cell: (row) =>
            row.openedAt && row.commentsUntil ? (
              <>
                <Time at={row.openedAt} zone={zone} /> to <Time at={row.commentsUntil} zone={zone} />
              </>
            ) : (
              'not opened yet'
            ),
        },
        {
          head: 'State',
          cell: (row) => (
            <Status kind={row.state === 'closed' ? 'met' : row.state === 'open' ? 'track' : 'unknown'}>
              {
                {
                  closed: 'Closed',
                  open: row.takesComments ? 'Open for comment' : 'Being settled',
                  planned: 'To come',
                }[row.state]
              }
            </Status>
          ),
        },
      ]}
    />
    {cycle.versions.length > 0 && (
      <Table
        caption={`Frozen versions of ${cycle.title}`}
        rows={cycle.versions}
        density="tight"
        columns={[
          {
            head: 'Frozen version',
            cell: (row) => <a href={`/plan/versions/${row.version}`}>{row.title}</a>,
          },
          { head: 'When', cell: (row) => <Time at={row.frozenAt} zone={zone} as="moment" /> },
          { head: 'SHA-256', mono: true, cell: (row) => `${row.hash.slice(0, 16)}…` },
          { head: 'Changes', cell: (row) => <a href={`/plan/compare?to=${row.version}`}>Compare</a> },
        ]}
      />
    )}
  </Section>
);
