import type { Highs } from 'highs';
import { LinearModel, type Solution } from '../solver/linear-model.ts';
import type { SearchSpace } from './interval-search.ts';
import { numbersFrom } from './repeatable-numbers.ts';

const near = 1e-6;
/** For one programme. */
const mostSeconds = 20;
const otherCorners = 4;

/** What changes, by column, when a move is made once. */
interface Move {
  readonly columns: Int32Array;
  readonly steps: Int32Array;
}

/**
 * Moves from one whole solution to another: the fewest people moved so that one count changes by a given number. From
 * the zero move this is a few steps of the dual simplex method, and the answer is nearly always whole by itself.
 */
export class WholeMoves {
  readonly #base: Float64Array;
  readonly #model: LinearModel;
  readonly #up: Float64Array;
  readonly #down: Float64Array;
  /** Every row is an equation, so that a move may be repeated and undone. */
  readonly #undoable: boolean;
  readonly #movesOf = new Map<number, Move[]>();
  readonly #random = numbersFrom(1);
  solves = 0;

  private constructor(highs: Highs, space: SearchSpace, base: Float64Array) {
    this.#base = base;
    const size = base.length;
    this.#up = Float64Array.from(base, (value, at) => space.upper[at]! - value);
    this.#down = Float64Array.from(base, (value, at) => value - space.lower[at]!);
    this.#undoable = space.rows.every(({ lower, upper }) => lower === upper);
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
      // Any whole move will do: the search ends with the first.
      { presolve: 'off', solver: 'simplex', mip_rel_gap: 1e6 },
    );
    this.#model.limitTime(mostSeconds);
  }

  /**
   * Starts from the whole solution nearest to a point, which best lies in the middle of all: from there most can move either
   * way. None within the time means none to start from.
   */
  static near(highs: Highs, space: SearchSpace, middle: Float64Array): WholeMoves | undefined {
    const start = middle.map((value, at) =>
      Math.min(Math.max(Math.round(value), space.lower[at]!), space.upper[at]!),
    );
    const moves = new WholeMoves(highs, space, start);
    const { status, x } = moves.#whole();
    const base = status === 'optimal' ? start.map((value, at) => value + moves.#step(x, at)) : undefined;
    moves.dispose();
    return base === undefined ? undefined : new WholeMoves(highs, space, base);
  }

  /** The whole solution that moves begin from. */
  get base(): Float64Array {
    return this.#base;
  }

  /**
   * Whole solutions on the way to one in which this number is `value`, and on the way back from where it began: a move
   * that can be made once can be made again, and undone, as far as nothing becomes less than it can be. The first has the
   * value; none when none is found.
   */
  to(at: number, value: number): readonly Float64Array[] | undefined {
    const size = this.#base.length;
    const change = value - this.#base[at]!;
    if (change === 0) return [this.#base];
    const [moved, still] = change > 0 ? [at, at + size] : [at + size, at];
    const way = Math.abs(change);
    if (way > (change > 0 ? this.#up : this.#down)[at]! + near) return [];
    this.#model.setBounds(moved, way, way);
    this.#model.setBounds(still, 0, 0);
    const found = this.#whole();
    this.#model.setBounds(at, 0, this.#up[at]!);
    this.#model.setBounds(at + size, 0, this.#down[at]!);
    if (found.status !== 'optimal') {
      this.#model.forget();
      return found.status === 'infeasible' ? [] : undefined;
    }
    return this.#along(Int32Array.from(this.#base, (_, column) => this.#step(found.x, column)));
  }

  /** Other costs end in another corner, and most corners are whole; an integer programme finds one where they are not. */
  #whole(): Solution {
    let found = this.#model.solve();
    this.solves++;
    for (let other = 0; found.status === 'optimal' && !isWhole(found.x) && other < otherCorners; other++) {
      this.#model.setCosts(Float64Array.from({ length: 2 * this.#base.length }, () => 1 + this.#random()));
      found = this.#model.solve();
      this.solves++;
    }
    if (found.status !== 'optimal' || isWhole(found.x)) return found;
    this.#model.setInteger(true);
    found = this.#model.solve();
    this.solves++;
    this.#model.setInteger(false);
    return found;
  }

  #step(x: Float64Array, column: number): number {
    return Math.round(x[column]! - x[column + this.#base.length]!);
  }

  #along(steps: Int32Array): Float64Array[] {
    const reached = this.#base.map((start, column) => start + steps[column]!);
    if (!this.#undoable) return [reached];
    let once = 0;
    for (const step of steps) once = greatestCommonDivisor(once, Math.abs(step));
    const columns = Int32Array.from([...steps.keys()].filter((column) => steps[column] !== 0));
    const move = { columns, steps: Int32Array.from(columns, (column) => steps[column]! / once) };
    for (const column of columns) {
      const known = this.#movesOf.get(column);
      if (known === undefined) this.#movesOf.set(column, [move]);
      else known.push(move);
    }
    return [
      reached,
      ...([1, -1] as const).flatMap((direction) => {
        const end = Float64Array.from(this.#base);
        return this.#go(end, move, direction, Number.POSITIVE_INFINITY) > 0 ? [end] : [];
      }),
    ];
  }

  /** Goes from where it began by moves already known, as far as they carry this number, or until it has changed enough. */
  climb(at: number, direction: 1 | -1, enough: number): Float64Array | undefined {
    const known = this.#movesOf.get(at);
    if (known === undefined) return undefined;
    const here = Float64Array.from(this.#base);
    let left = enough;
    for (let gained = true; gained && left > 0; ) {
      gained = false;
      for (const move of known) {
        const step = move.steps[move.columns.indexOf(at)]!;
        const way = Math.sign(step) === direction ? 1 : -1;
        const times = this.#go(here, move, way, Math.ceil(left / Math.abs(step)));
        left -= times * Math.abs(step);
        gained ||= times > 0;
        if (left <= 0) break;
      }
    }
    return left < enough ? here : undefined;
  }

  /** Makes a move as often as nothing leaves its bounds, at most so often; how often it was. */
  #go(here: Float64Array, { columns, steps }: Move, direction: 1 | -1, most: number): number {
    let times = most;
    for (let entry = 0; entry < columns.length && times > 0; entry++) {
      const column = columns[entry]!;
      const step = direction * steps[entry]!;
      const moved = here[column]! - this.#base[column]!;
      const room = step > 0 ? this.#up[column]! - moved : this.#down[column]! + moved;
      times = Math.min(times, Math.floor(room / Math.abs(step) + near));
    }
    if (!Number.isFinite(times) || times <= 0) return 0;
    for (let entry = 0; entry < columns.length; entry++)
      here[columns[entry]!]! += times * direction * steps[entry]!;
    return times;
  }

  dispose(): void {
    this.#model.dispose();
  }
}

const isWhole = (x: Float64Array) => x.every((value) => Math.abs(value - Math.round(value)) < near);

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);
