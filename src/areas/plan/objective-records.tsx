import type { z } from 'zod';
import {
  Bar,
  type Column,
  Counted,
  Empty,
  FilterSelect,
  Filters,
  FilterText,
  Pager,
  Section,
  Table,
  Views,
} from '../../web/components/index.ts';
import { counted, formatCount, formatShare, inWords, sentence } from '../../web/format/index.ts';
import type { listObjectiveRecords } from './contract.ts';
import { type CountedRecord, noAgency, type Objective, type View } from './model.ts';
import { formatFigure, withDates } from './objective-cells.tsx';

type Answer = z.output<(typeof listObjectiveRecords)['output']['schema']>;

interface Filter {
  readonly view: View;
  readonly agency?: string;
  readonly contains?: string;
  readonly offset: number;
}

/** The address of the records in some view, with what is asked for kept. */
const addressOf = (objective: string, filter: Partial<Filter>): string => {
  const query = new URLSearchParams();
  if (filter.view) query.set('view', filter.view);
  if (filter.agency) query.set('agency', filter.agency);
  if (filter.contains) query.set('contains', filter.contains);
  if (filter.offset) query.set('from', String(filter.offset + 1));
  return `/plan/objectives/${objective}?${query}#records`;
};

/** The same figure agency by agency, those furthest from whole first. */
export const ByAgency = ({
  objective,
  records,
  nameOf,
}: {
  objective: Objective;
  records: Answer;
  nameOf: (code: string) => string;
}) => {
  const { scale, target } = objective;
  const many = sentence(records.scale.record.many);
  const open = (agency: string, view: View) => addressOf(objective.objective, { view, agency });
  const isShare = scale?.kind === 'share';
  const columns: readonly Column<Answer['agencies'][number]>[] = [
    {
      head: 'Agency',
      cell: (row) =>
        row.agency === noAgency ? 'No agency' : <a href={`/agencies/${row.agency}`}>{nameOf(row.agency)}</a>,
    },
    {
      head: many,
      numeric: true,
      cell: (row) => <Counted href={open(row.agency, 'denominator')} n={row.denominator} />,
    },
    {
      head: 'That count',
      numeric: true,
      phoneHide: true,
      cell: (row) => countedOrZero(row.numerator, open(row.agency, 'numerator')),
    },
    {
      head: 'Missing',
      numeric: true,
      cell: (row) => countedOrZero(row.denominator - row.numerator, open(row.agency, 'missing')),
    },
    {
      head: 'Share',
      numeric: true,
      strong: true,
      cell: (row) => formatShare(row.numerator, row.denominator),
    },
    {
      head: 'Share as a bar',
      hiddenHead: true,
      phoneHide: true,
      bar: true,
      width: 'w25',
      cell: (row) => (
        <Bar share={row.numerator / row.denominator} target={isShare ? target.value / 100 : undefined} />
      ),
    },
  ];
  const all = records.agencies.reduce(
    (sum, row) => ({
      numerator: sum.numerator + row.numerator,
      denominator: sum.denominator + row.denominator,
    }),
    { numerator: 0, denominator: 0 },
  );
  return (
    <Section
      title="By agency"
      remark={
        isShare ? `The black tick marks the target, ${formatFigure(target.value, objective)}` : undefined
      }
    >
      <Table
        caption="The figure by agency"
        phone="keep"
        columns={columns}
        rows={records.agencies}
        total={[
          'All',
          formatCount(all.denominator),
          formatCount(all.numerator),
          formatCount(all.denominator - all.numerator),
          formatShare(all.numerator, all.denominator),
          '',
        ]}
      />
    </Section>
  );
};

const countedOrZero = (n: number, href: string) => (n === 0 ? '0' : <Counted href={href} n={n} />);

/** The records behind the figure, in three views whose counts add up. */
export const Records = ({
  objective,
  records,
  filter,
  size,
  nameOf,
  zone,
}: {
  objective: Objective;
  records: Answer;
  filter: Filter;
  size: number;
  nameOf: (code: string) => string;
  zone: string;
}) => {
  const id = objective.objective;
  const missing = records.denominator - records.numerator;
  // Some stand for several: rows of one kind, requests of one day.
  const grouped = records.records.some(({ times }) => times > 1);
  const { one, many } = records.scale.record;
  const download = new URLSearchParams({
    view: filter.view,
    ...(filter.agency && { agency: filter.agency }),
  });
  const views: readonly { view: View; name: string; count: number }[] = [
    { view: 'missing', name: 'Missing', count: missing },
    { view: 'numerator', name: 'That count (numerator)', count: records.numerator },
    { view: 'denominator', name: 'All (denominator)', count: records.denominator },
  ];
  const columns: readonly Column<CountedRecord>[] = [
    { head: grouped ? 'What' : sentence(one), cell: (row) => <a href={row.href}>{row.title}</a> },
    ...(records.agencies.length > 0
      ? [{ head: 'Agency', cell: (row: CountedRecord) => (row.agency ? nameOf(row.agency) : '–') }]
      : []),
    ...(filter.view === 'denominator'
      ? [{ head: 'Counts', cell: (row: CountedRecord) => (row.counts ? 'yes' : 'no') }]
      : []),
    ...(grouped
      ? [
          {
            head: sentence(many),
            numeric: true,
            cell: (row: CountedRecord) => formatCount(row.times),
          },
        ]
      : []),
    {
      head: filter.view === 'numerator' ? 'What shows it' : 'Why',
      cell: (row) => withDates(row.because, zone),
    },
  ];
  return (
    <Section
      id="records"
      title="The records"
      aside={
        <a href={`/api/v1/objectives/${id}/records.csv?${download}`}>
          {grouped
            ? 'Download the records (CSV)'
            : `Download ${counted(
                filter.view === 'missing'
                  ? missing
                  : filter.view === 'numerator'
                    ? records.numerator
                    : records.denominator,
                'row',
              )} (CSV)`}
        </a>
      }
    >
      <Views
        label="Which records"
        items={views.map(({ view, name, count }) => ({
          href: addressOf(id, { ...filter, view, offset: 0 }),
          name,
          count,
          current: view === filter.view,
        }))}
      />
      <Filters action="#records" keep={{ view: filter.view }}>
        {records.agencies.length > 1 && (
          <FilterSelect
            name="agency"
            label="Agency"
            value={filter.agency ?? ''}
            choices={[
              { value: '', label: 'All' },
              ...records.agencies
                .map(({ agency }) => ({
                  value: agency,
                  label: agency === noAgency ? 'No agency' : nameOf(agency),
                }))
                .sort((a, b) => a.label.localeCompare(b.label)),
            ]}
          />
        )}
        <FilterText name="contains" label="Name or reason contains" value={filter.contains} />
      </Filters>
      {records.records.length === 0 ? (
        <Empty>
          {records.denominator === 0
            ? `There are no ${many} to count yet.`
            : filter.agency || filter.contains
              ? `No ${one} in this view fits what you asked for.`
              : filter.view === 'missing'
                ? `${sentence(inWords(records.denominator, `${one} counts`, `${many} count`))}: none is missing.`
                : `No ${one} counts yet.`}
        </Empty>
      ) : (
        <>
          <Table
            caption="Records behind the figure"
            density="tight"
            columns={columns}
            rows={records.records}
          />
          <Pager
            from={filter.offset + 1}
            to={filter.offset + records.records.length}
            total={records.total}
            noun={grouped ? 'Lines' : sentence(many)}
            size={size}
            previous={
              filter.offset > 0
                ? addressOf(id, { ...filter, offset: Math.max(0, filter.offset - size) })
                : undefined
            }
            next={
              filter.offset + size < records.total
                ? addressOf(id, { ...filter, offset: filter.offset + size })
                : undefined
            }
          />
        </>
      )}
    </Section>
  );
};
