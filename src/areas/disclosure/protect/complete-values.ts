import type { Highs } from 'highs';
import { LinearModel } from '../solver/linear-model.ts';
import type { NumberedTables } from './numbered-tables.ts';

/**
 * A value for every cell: the truth, and for blanks of earlier releases that are not asked for now any whole numbers that
 * fit. Undefined when none fit: the releases speak of different states of the data.
 */
export function completeValues(highs: Highs, { cells, sums }: NumberedTables): Float64Array | undefined {
  const values = Float64Array.from(cells, (cell) => cell.value ?? 0);
  const open = [...cells.keys()].filter((at) => cells[at]!.value === undefined);
  if (open.length === 0) return values;
  const place = new Map(open.map((at, column) => [at, column]));
  const rows = sums.flatMap(({ whole, parts }) => {
    const columns: number[] = [];
    const signs: number[] = [];
    let known = 0;
    for (const [at, sign] of [[whole, -1] as const, ...parts.map((part) => [part, 1] as const)]) {
      const column = place.get(at);
      if (column === undefined) known += sign * values[at]!;
      else {
        columns.push(column);
        signs.push(sign);
      }
    }
    return columns.length === 0 ? [] : [{ columns, values: signs, lower: -known, upper: -known }];
  });
  const model = new LinearModel(
    highs,
    {
      lower: new Float64Array(open.length),
      upper: new Float64Array(open.length).fill(Number.POSITIVE_INFINITY),
    },
    rows,
  );
  try {
    model.limitTime(20);
    model.setInteger(open.every((at) => cells[at]!.whole));
    const { status, x } = model.solve();
    if (status !== 'optimal') return undefined;
    open.forEach((at, column) => {
      values[at] = cells[at]!.whole ? Math.round(x[column]!) : x[column]!;
    });
    return values;
  } finally {
    model.dispose();
  }
}
