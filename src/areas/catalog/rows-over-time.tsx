import { LineChart } from '../../web/charts/line-chart.tsx';
import { trendInWords } from '../../web/charts/trend-words.ts';
import { ValuesTable } from '../../web/charts/values-table.tsx';
import { Figure, Links, Section } from '../../web/components/index.ts';
import { counted, formatCount, formatDate, formatLongDate, sentence } from '../../web/format/index.ts';
import type { ChartAnswer } from '../portal/model.ts';

interface RowsOverTimeProps {
  readonly chart: ChartAnswer;
  readonly home: string;
  /** The same counts as a file, for whoever may take it. */
  readonly csv?: string | false;
  /** First and last value of the date, when the field was profiled. */
  readonly range?: { readonly from: string; readonly to: string };
}

/** How many rows a year (a month, a day) there are: the one picture any dataset with a date can have. */
export const RowsOverTime = ({ chart, home, csv, range }: RowsOverTimeProps) => {
  const unit = chart.by === 'group' ? 'year' : chart.by;
  const counts = withoutGaps(
    chart.points.map(({ key, count }) => ({ period: periodOf(key, unit), n: count })),
    unit,
  );
  if (counts.length < 2) return null;
  const xs = counts.map(({ period }) => label(period, unit));
  const values = counts.map(({ n }) => n);
  const partial = chart.finding.unfinished !== null;
  const finding = trendInWords(`Rows a ${unit}`, xs, values, partial ? values.length - 1 : values.length);
  const lines = [{ name: `Rows a ${unit}`, short: 'Rows', tone: 'ink' as const, values }];
  return (
    <Section
      id="time"
      title={`Rows a ${unit}`}
      aside={
        <Links>
          <a href="#time-values">Values as a table</a>
          {csv && <a href={csv}>CSV</a>}
        </Links>
      }
      finding={finding}
    >
      <Figure
        quiet
        caption={`Rows by ${unit} of ${chart.field_title}`}
        source={
          <>
            Count of rows by {unit} of{' '}
            <a href={`${home}/fields/${encodeURIComponent(chart.field)}`}>{chart.field_title}</a>
            {range &&
              `, ${formatLongDate(range.from.slice(0, 10), 'UTC')} to ${formatLongDate(range.to.slice(0, 10), 'UTC')}`}
            . Version {chart.version}.
            {chart.unknown > 0 &&
              ` ${counted(chart.unknown, 'row')} without a date ${chart.unknown === 1 ? 'is' : 'are'} not shown.`}
          </>
        }
      >
        <LineChart xs={xs} lines={lines} format={formatCount} label={finding} lastIsPartial={partial} />
      </Figure>
      <ValuesTable id="time-values" xs={xs} xName={sentence(unit)} lines={lines} />
    </Section>
  );
};

type Unit = 'year' | 'month' | 'day';
interface PeriodCount {
  /** `2021`, `2021-03` or `2021-03-09`. */
  readonly period: string;
  readonly n: number;
}

const periodOf = (key: string, unit: Unit): string => key.slice(0, { year: 4, month: 7, day: 10 }[unit]);

/** A period without a row is zero, not absent. */
export function withoutGaps(counts: readonly PeriodCount[], unit: Unit): readonly PeriodCount[] {
  const known = new Map(counts.map(({ period, n }) => [period, n]));
  const sorted = [...known.keys()].sort();
  const last = sorted.at(-1);
  const filled: PeriodCount[] = [];
  for (
    let period = sorted[0];
    period !== undefined && last !== undefined && period <= last;
    period = after(period, unit)
  ) {
    filled.push({ period, n: known.get(period) ?? 0 });
  }
  return filled;
}

function after(period: string, unit: Unit): string {
  const [year = 0, month = 1, day = 1] = period.split('-').map(Number);
  const next = new Date(
    Date.UTC(
      unit === 'year' ? year + 1 : year,
      unit === 'month' ? month : month - 1,
      unit === 'day' ? day + 1 : 1,
    ),
  );
  return periodOf(next.toISOString(), unit);
}

function label(period: string, unit: Unit): string {
  if (unit === 'year') return period;
  if (unit === 'day') return formatDate(period, 'UTC');
  return new Intl.DateTimeFormat('en-US', { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${period}-01T00:00Z`),
  );
}
