import { Table } from '../components/table.tsx';
import { formatCount } from '../format/index.ts';
import type { LineChartProps } from './line-chart.tsx';

/** The chart's equal: the same figures as a table, folded until asked for. The fragment `#id` opens it. */
export const ValuesTable = ({
  id,
  xs,
  xName,
  lines,
  format = formatCount,
}: Pick<LineChartProps, 'xs' | 'lines'> & {
  id: string;
  /** What a position is: `Year`. */
  xName: string;
  format?: (value: number) => string;
}) => (
  <details>
    <summary>Values as a table</summary>
    <div id={id}>
      <Table
        caption={`Values of the chart by ${xName.toLowerCase()}`}
        phone="keep"
        density="tight"
        columns={[
          { head: xName, cell: (at: number) => xs[at] },
          ...lines.map((line) => ({
            head: line.name,
            numeric: true,
            cell: (at: number) => {
              const value = line.values[at] ?? null;
              return value === null ? '–' : format(value);
            },
          })),
        ]}
        rows={xs.map((_, at) => at)}
      />
    </div>
  </details>
);
