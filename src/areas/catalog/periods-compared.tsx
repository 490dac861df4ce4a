import { type Column, PairBars, Section, Table } from '../../web/components/index.ts';
import { formatChange, formatCount, inWords, listed, sentence } from '../../web/format/index.ts';
import type { ChartAnswer } from '../portal/model.ts';

interface Line {
  readonly year: string;
  readonly before: number | null;
  readonly after: number | null;
}

/** Rows a year in two versions: whether the past was changed when the newer one came. */
export const PeriodsCompared = ({ before, after }: { before: ChartAnswer; after: ChartAnswer }) => {
  const lines = linesOf(before, after);
  const undated = before.unknown + after.unknown > 0;
  const rows: readonly Line[] = undated
    ? [...lines, { year: 'No date', before: before.unknown, after: after.unknown }]
    : lines;
  const most = Math.max(1, ...rows.flatMap((line) => [line.before ?? 0, line.after ?? 0]));
  const columns: readonly Column<Line>[] = [
    { head: `Year of ${after.field_title}`, cell: ({ year }) => year },
    {
      head: `Version ${before.version}`,
      note: 'rows',
      numeric: true,
      cell: (line) => countOrDash(line.before),
    },
    {
      head: `Version ${after.version}`,
      note: 'rows',
      numeric: true,
      strong: true,
      cell: (line) => countOrDash(line.after),
    },
    { head: 'Difference', numeric: true, cell: (line) => <Difference line={line} /> },
    {
      head: `Version ${before.version} in grey, version ${after.version} in blue`,
      width: 'w40',
      bar: true,
      cell: (line) => (
        <PairBars
          before={line.before === null ? null : line.before / most}
          after={line.after === null ? null : line.after / most}
        />
      ),
    },
  ];
  return (
    <Section title="Rows a year, before and after" finding={findingOf(lines)}>
      <Table
        caption="Rows a year in both versions"
        phone="keep"
        columns={columns}
        rows={rows}
        total={[
          'All rows',
          formatCount(before.rows),
          formatCount(after.rows),
          formatChange(after.rows - before.rows),
          '',
        ]}
      />
    </Section>
  );
};

/** A year that only one version reaches is not compared; one between its first and last without a row is zero. */
function linesOf(before: ChartAnswer, after: ChartAnswer): readonly Line[] {
  const count = (chart: ChartAnswer) =>
    new Map(chart.points.map(({ key, count: n }) => [key.slice(0, 4), n]));
  const [old, now] = [count(before), count(after)];
  const years = [...new Set([...old.keys(), ...now.keys()])].sort();
  const within = (counts: ReadonlyMap<string, number>, year: string) => {
    const known = [...counts.keys()].sort();
    const inside = known.length > 0 && year >= (known[0] ?? '') && year <= (known.at(-1) ?? '');
    return inside ? (counts.get(year) ?? 0) : null;
  };
  return years.map((year) => ({ year, before: within(old, year), after: within(now, year) }));
}

const countOrDash = (n: number | null): string => (n === null ? '–' : formatCount(n));

function Difference({ line }: { line: Line }) {
  if (line.before === null || line.after === null) return <>–</>;
  const change = line.after - line.before;
  return change === 0 ? <>0</> : <mark>{formatChange(change)}</mark>;
}

/** `2015 gains two and 2018 loses one; the other five years that both have are the same.` */
function findingOf(lines: readonly Line[]): string {
  const both = lines.flatMap(({ year, before, after }) =>
    before === null || after === null ? [] : [{ year, by: after - before }],
  );
  if (both.length === 0) return 'The versions share no year.';
  const moved = both.filter(({ by }) => by !== 0);
  if (moved.length === 0)
    return `${sentence(inWords(both.length, 'year'))} that both versions have ${both.length === 1 ? 'has' : 'have'} the same number of rows.`;
  const amount = (by: number) => inWords(Math.abs(by), '', '').trim();
  const words = moved.map(({ year, by }) => `${year} ${by > 0 ? 'gains' : 'loses'} ${amount(by)}`);
  const same = both.length - moved.length;
  return `${listed(words, 6)}${same > 0 ? `; the other ${inWords(same, 'year')} that both have ${same === 1 ? 'is' : 'are'} the same` : ''}.`;
}
