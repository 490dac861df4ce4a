import type { Highs } from 'highs';
import { LinearModel } from '../solver/linear-model.ts';
import type { SearchSpace } from './interval-search.ts';

const near = 1e-6;

/**
 * Moves from one whole solution to another: the fewest people moved so that one count changes by a given number. From
 * the zero move this is a few steps of the dual simplex method, and the answer is nearly always whole by itself.
 */
export class WholeMoves {
  readonly #base: Float64Array;
  readonly #model: LinearModel;
  readonly #up: Float64Array;
  readonly #down: Float64Array;
  solves = 0;

  private constructor(highs: Highs, space: SearchSpace, base: Float64Array) {
    this.#base = base;
    const size = base.length;
    this.#up = Float64Array.from(base, (value, at) => space.upper[at]! - value);
    this.#down = Float64Array.from(base, (value, at) => value - space.lower[at]!);
    const rows = space.rows.map(({ columns, values, lower, upper }) => {
      const now = columns.reduce((sum, column, entry) => sum + values[entry]! * base[column]!, 0);
      return {
        columns: [...columns, ...columns.map((column) => column + size)],
        values: [...values, ...values.map((value) => -value)],
        lower: lower - now,
        upper: upper - now,
      };
    });
    this.#model = new LinearModel(
      highs,
      {
        lower: new Float64Array(2 * size),
        upper: Float64Array.of(...this.#up, ...this.#down),
        cost: new Float64Array(2 * size).fill(1),
      },
      rows,
      { presolve: 'off', solver: 'simplex', time_limit: 20 },
    );
  }

  /** Looks for a whole solution to start from; none within the time means none to start from. */
  static from(highs: Highs, space: SearchSpace, known: Float64Array | undefined): WholeMoves | undefined {
    if (known !== undefined) return new WholeMoves(highs, space, known);
    const model = new LinearModel(highs, space, space.rows, { time_limit: 20 });
    try {
      model.setInteger(true);
      const { status, x } = model.solve();
      return status === 'optimal' ? new WholeMoves(highs, space, x.map(Math.round)) : undefined;
    } finally {
      model.dispose();
    }
  }

  /** A whole solution in which this number is `value`; none when none is found. */
  to(at: number, value: number): Float64Array | undefined {
    const size = this.#base.length;
    const change = value - this.#base[at]!;
    if (change === 0) return this.#base;
    const [moved, still] = change > 0 ? [at, at + size] : [at + size, at];
    const way = Math.abs(change);
    if (way > (change > 0 ? this.#up : this.#down)[at]! + near) return undefined;
    this.#model.setBounds(moved, way, way);
    this.#model.setBounds(still, 0, 0);
    let found = this.#model.solve();
    this.solves++;
    if (found.status === 'optimal' && !isWhole(found.x)) {
      this.#model.setInteger(true);
      found = this.#model.solve();
      this.solves++;
      this.#model.setInteger(false);
    }
    this.#model.setBounds(at, 0, this.#up[at]!);
    this.#model.setBounds(at + size, 0, this.#down[at]!);
    if (found.status !== 'optimal') {
      this.#model.forget();
      return undefined;
    }
    return this.#base.map((start, column) => start + Math.round(found.x[column]! - found.x[column + size]!));
  }

  dispose(): void {
    this.#model.dispose();
  }
}

const isWhole = (x: Float64Array) => x.every((value) => Math.abs(value - Math.round(value)) < near);
