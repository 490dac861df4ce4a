import type { Highs } from 'highs';
import { LinearModel, type Row } from '../solver/linear-model.ts';
import type { NumberedTables } from './numbered-tables.ts';

/** Every figure as a multiple of the base, and by how much all of them together were moved. */
export interface Rounded {
  readonly values: Float64Array;
  readonly moved: number;
}

const mostSeconds = 20;

/**
 * Controlled rounding (Cox 1987; Salazar-González, Bycroft and Staggemeier 2005): every figure goes to the multiple of the base
 * below or above it, multiples stay, all sums still add up, and the figures move as little as they can together. Undefined
 * when no such rounding exists, which sums over three dimensions and more can bring about.
 */
export function roundTables(highs: Highs, tables: NumberedTables, base: number): Rounded | undefined {
  const truth = tables.cells.map(({ value }) => value ?? 0);
  const below = truth.map((value) => Math.floor(value / base));
  const rest = truth.map((value, at) => value - below[at]! * base);
  const rows: Row[] = tables.sums.map(({ whole, parts }) => {
    const known = below[whole]! - parts.reduce((sum, part) => sum + below[part]!, 0);
    return { columns: [whole, ...parts], values: [-1, ...parts.map(() => 1)], lower: known, upper: known };
  });
  const model = new LinearModel(
    highs,
    {
      lower: new Float64Array(truth.length),
      upper: Float64Array.from(rest, (left) => (left === 0 ? 0 : 1)),
      cost: Float64Array.from(rest, (left) => base - 2 * left),
    },
    rows,
  );
  try {
    model.limitTime(mostSeconds);
    model.setInteger(true);
    const { status, x } = model.solve();
    if (status !== 'optimal') return undefined;
    const values = Float64Array.from(below, (low, at) => (low + Math.round(x[at]!)) * base);
    return { values, moved: values.reduce((sum, value, at) => sum + Math.abs(value - truth[at]!), 0) };
  } finally {
    model.dispose();
  }
}
