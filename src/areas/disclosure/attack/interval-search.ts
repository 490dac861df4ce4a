import type { Highs } from 'highs';
import { LinearModel, type Row } from '../solver/linear-model.ts';
import { numbersFrom } from './repeatable-numbers.ts';
import { WholeMoves } from './whole-moves.ts';

/** Unknown numbers bound by rows, all of one group. */
export interface SearchSpace {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** 1 for each that is a count. */
  readonly whole: Uint8Array;
  readonly rows: readonly Row[];
}

export interface Intervals {
  /** What every solution keeps to: no outsider can prove less. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** The least and most that solutions were seen to reach: an outsider cannot prove more than this. */
  readonly seenLeast: Float64Array;
  readonly seenMost: Float64Array;
  readonly feasible: boolean;
  /** Linear and integer programmes solved. */
  readonly solves: number;
}

export interface SearchOptions {
  /** Every interval to its end; otherwise a number is left once it is seen to range as wide as `needs` asks. */
  readonly exact: boolean;
  /** Width that is enough, by number; 0 for one nobody asks about. */
  readonly needs: Float64Array;
  /** Ends the search early; what is then not seen stays not seen. */
  readonly stop?: () => boolean;
}

const near = 1e-6;
/** HiGHS's number for the primal simplex method. */
const primal = 4;
/** Changing every cost at once settles many numbers in one solve; when few are left, one at a time is quicker. */
const mostRounds = 80;
/** In a group up to this size every end that only a fractional solution reached is confirmed by an integer programme. */
const smallGroup = 150;
/** In a larger one, those of numbers that come within so much of what they need. */
const closeCall = 2;

/**
 * The feasible interval of every unknown. Rounds of linear programmes with costs on all that is not settled come first:
 * each solution is a witness for every number at once. What they leave is solved number by number. Ends of counts are
 * whole; where only a fractional solution reaches one and it could matter, an integer programme finds the true end.
 */
export function searchIntervals(highs: Highs, space: SearchSpace, options: SearchOptions): Intervals {
  const search = new Search(highs, space, options);
  try {
    const feasible = search.rounds() && search.oneByOne() && search.confirm();
    return { ...search.found, feasible, solves: search.solves };
  } finally {
    search.dispose();
  }
}

class Search {
  readonly found: Omit<Intervals, 'feasible' | 'solves'>;
  solves = 0;
  readonly #space: SearchSpace;
  readonly #options: SearchOptions;
  readonly #highs: Highs;
  readonly #model: LinearModel;
  readonly #size: number;
  /** All of them are counts. */
  readonly #counts: boolean;
  /** The least and most in solutions that are whole throughout. */
  readonly #wholeLeast: Float64Array;
  readonly #wholeMost: Float64Array;
  /** Of all solutions seen: their mean is one, and lies in the middle. */
  readonly #sum: Float64Array;
  #seen = 0;

  constructor(highs: Highs, space: SearchSpace, options: SearchOptions) {
    this.#space = space;
    this.#options = options;
    this.#highs = highs;
    this.#size = space.lower.length;
    this.#counts = space.whole.every((whole) => whole === 1);
    this.#model = new LinearModel(highs, space, space.rows, { presolve: 'off', solver: 'simplex' });
    const all = (value: number) => new Float64Array(this.#size).fill(value);
    this.found = {
      lower: Float64Array.from(space.lower),
      upper: Float64Array.from(space.upper),
      seenLeast: all(Number.POSITIVE_INFINITY),
      seenMost: all(Number.NEGATIVE_INFINITY),
    };
    this.#sum = all(0);
    this.#wholeLeast = all(Number.POSITIVE_INFINITY);
    this.#wholeMost = all(Number.NEGATIVE_INFINITY);
  }

  /** Costs on everything unsettled at once. False when the numbers contradict one another. */
  rounds(): boolean {
    const { upper } = this.found;
    const random = numbersFrom(this.#size);
    const cost = new Float64Array(this.#size);
    let left = this.#size;
    for (let round = 0; round < mostRounds && left > 0 && !this.#options.stop?.(); round++) {
      for (let at = 0; at < this.#size; at++) {
        const [down, up] = [!this.#reachesDown(at), !this.#reachesUp(at)];
        const strength = 1 + random();
        const sign = up && (!down || random() < 0.5) ? -1 : down ? 1 : 0;
        // An unknown without an upper end would carry the whole round away.
        const runsAway = sign < 0 && upper[at] === Number.POSITIVE_INFINITY;
        cost[at] = this.#settled(at) || runsAway ? 0 : sign * strength;
      }
      this.#model.setCosts(cost);
      const { status, x } = this.#model.solve();
      this.solves++;
      if (status === 'infeasible') return false;
      if (status !== 'optimal') break;
      this.#see(x);
      let unsettled = 0;
      for (let at = 0; at < this.#size; at++) if (!this.#settled(at)) unsettled++;
      const gained = left - unsettled;
      left = unsettled;
      if (round >= 5 && gained < Math.max(2, this.#size / 100)) break;
    }
    this.#model.setCosts(cost.fill(0));
    return true;
  }

  /** Each unsettled end in a programme of its own. */
  oneByOne(): boolean {
    // The last solution stays feasible when a cost changes: from there the primal method needs only a few steps.
    this.#model.setOption('simplex_strategy', primal);
    const { lower, upper, seenMost } = this.found;
    for (let at = 0; at < this.#size; at++) {
      for (const direction of [-1, 1] as const) {
        if (this.#settled(at) || this.#options.stop?.()) break;
        if (direction < 0 ? this.#reachesDown(at) : this.#reachesUp(at)) continue;
        this.#model.setCost(at, -direction);
        const { status, x } = this.#model.solve();
        this.#model.setCost(at, 0);
        this.solves++;
        if (status === 'infeasible') return false;
        if (status === 'unbounded') {
          // Nothing holds it: the sums allow any number.
          seenMost[at] = Number.POSITIVE_INFINITY;
          this.#wholeMost[at] = Number.POSITIVE_INFINITY;
          this.#model.forget();
        }
        if (status !== 'optimal') continue;
        const end = x[at]!;
        if (direction < 0) lower[at] = Math.max(lower[at]!, this.#inward(at, end, -1));
        else upper[at] = Math.min(upper[at]!, this.#inward(at, end, 1));
        this.#see(x);
      }
    }
    return true;
  }

  /** The true ends of counts that only fractional solutions reach. */
  confirm(): boolean {
    const { seenLeast, seenMost } = this.found;
    let moves: WholeMoves | undefined;
    for (let at = 0; at < this.#size; at++) {
      // Inward ends are what is answered, whether confirmed or not.
      seenLeast[at] = this.#inward(at, seenLeast[at]!, -1);
      seenMost[at] = this.#inward(at, seenMost[at]!, 1);
    }
    if (!this.#counts) return true;
    try {
      for (let at = 0; at < this.#size && !this.#trustsFractions() && !this.#options.stop?.(); at++) {
        if (!this.#isOpen(at)) continue;
        if (moves === undefined) {
          const middle = this.#sum.map((sum) => sum / this.#seen);
          moves = WholeMoves.near(this.#highs, this.#space, middle);
          if (moves === undefined) break;
          this.#seeWhole(moves.base);
        }
        for (const direction of [1, -1] as const) {
          const far =
            direction < 0 ? this.#wholeMost[at]! - seenLeast[at]! : seenMost[at]! - this.#wholeLeast[at]!;
          const climbed = moves.climb(at, direction, far);
          if (climbed !== undefined) this.#seeWhole(climbed);
        }
        for (const direction of [1, -1] as const) {
          if (!this.#isOpen(at)) break;
          const end = direction < 0 ? seenLeast[at]! : seenMost[at]!;
          if (Number.isFinite(end)) this.#confirmEnd(moves, at, end, direction);
        }
      }
      this.solves += moves?.solves ?? 0;
      return true;
    } finally {
      moves?.dispose();
    }
  }

  /**
   * A quick search trusts what fractions reach in a large group, rounded to whole numbers inward: a report confirms each.
   */
  #trustsFractions(): boolean {
    return this.#size > smallGroup && !this.#options.exact;
  }

  /** Whether it matters that an end of this number is not known to be reached by whole numbers. */
  #isOpen(at: number): boolean {
    const need = this.#options.needs[at]!;
    const [least, most] = [this.found.seenLeast[at]!, this.found.seenMost[at]!];
    const [wholeLeast, wholeMost] = [this.#wholeLeast[at]!, this.#wholeMost[at]!];
    if (wholeLeast <= least && wholeMost >= most) return false;
    if (this.#size <= smallGroup && this.#options.exact) return true;
    if (wholeMost - wholeLeast >= need) return false;
    return this.#size <= smallGroup ? need > 0 : most - least < need + closeCall;
  }

  /** Goes inward from an end until a whole solution is found there, and answers that. */
  #confirmEnd(moves: WholeMoves, at: number, end: number, direction: -1 | 1): void {
    const { seenLeast, seenMost } = this.found;
    const inner = direction < 0 ? this.#wholeLeast[at]! : this.#wholeMost[at]!;
    for (let value = end; direction < 0 ? value < inner : value > inner; value -= direction) {
      const whole = moves.to(at, value);
      // Not found in time is not shown to be impossible: the end that fractions reach stands.
      if (whole === undefined) return;
      for (const one of whole) this.#seeWhole(one);
      if (whole.length > 0) break;
    }
    if (direction < 0) seenLeast[at] = this.#wholeLeast[at]!;
    else seenMost[at] = this.#wholeMost[at]!;
  }

  dispose(): void {
    this.#model.dispose();
  }

  #see(x: Float64Array): void {
    const { seenLeast, seenMost } = this.found;
    let whole = this.#counts;
    this.#seen++;
    for (let at = 0; at < this.#size; at++) {
      const value = x[at]!;
      this.#sum[at]! += value;
      if (value < seenLeast[at]!) seenLeast[at] = value;
      if (value > seenMost[at]!) seenMost[at] = value;
      if (whole && Math.abs(value - Math.round(value)) > tolerance(value)) whole = false;
    }
    if (whole) this.#seeWhole(x.map((value) => Math.round(value) + 0));
  }

  #seeWhole(x: Float64Array): void {
    for (let at = 0; at < this.#size; at++) {
      if (x[at]! < this.#wholeLeast[at]!) this.#wholeLeast[at] = x[at]!;
      if (x[at]! > this.#wholeMost[at]!) this.#wholeMost[at] = x[at]!;
    }
  }

  /** An end as a count: the last whole number before it. */
  #inward(at: number, end: number, direction: -1 | 1): number {
    if (this.#space.whole[at] !== 1 || !Number.isFinite(end)) return end;
    // Adding 0 turns the −0 that rounding up can give into 0.
    return (direction < 0 ? Math.ceil(end - tolerance(end)) : Math.floor(end + tolerance(end))) + 0;
  }

  #reachesDown(at: number): boolean {
    const { lower, seenLeast } = this.found;
    return seenLeast[at]! <= lower[at]! + tolerance(lower[at]!);
  }

  #reachesUp(at: number): boolean {
    const { upper, seenMost } = this.found;
    if (upper[at] === Number.POSITIVE_INFINITY) return seenMost[at] === Number.POSITIVE_INFINITY;
    return seenMost[at]! >= upper[at]! - tolerance(upper[at]!);
  }

  #settled(at: number): boolean {
    if (this.#reachesDown(at) && this.#reachesUp(at)) return true;
    if (this.#options.exact) return false;
    const { seenLeast, seenMost } = this.found;
    return (
      this.#inward(at, seenMost[at]!, 1) - this.#inward(at, seenLeast[at]!, -1) >=
      this.#options.needs[at]! - near
    );
  }
}

const tolerance = (value: number) => near * Math.max(1, Math.abs(value));
