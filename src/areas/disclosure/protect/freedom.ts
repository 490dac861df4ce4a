import type { Highs } from 'highs';
import { LinearModel, type Row } from '../solver/linear-model.ts';
import { type Cut, capacityCut } from './cut.ts';
import type { Knowledge, ProtectionProblem, Target } from './protection-problem.ts';

/** A demand that a pattern of blanks does not meet, with conditions that every pattern meeting it does. */
export interface Unmet {
  readonly target: Target;
  /** Null among them: no pattern can. */
  readonly cuts: readonly (Cut | null)[];
}

const near = 1e-6;
/** Candidates get this much of their room, so that the multipliers favour conditions on few of them. */
const hint = 1e-4;
const mostRounds = 40;
/** In a group up to this size each failure gives several conditions, on different candidates. */
const manyCutsUpTo = 600;

/**
 * The demands a pattern of blanks fails, found by letting the blanks move. Rounds of linear programmes over each connected
 * group settle most at once; the rest is solved one by one, and each failure gives cuts.
 */
export function unmetTargets(
  highs: Highs,
  problem: ProtectionProblem,
  blank: Uint8Array,
  targets: readonly Target[],
  stop: () => boolean,
): Unmet[] {
  const groups = groupBlanks(problem, blank);
  const unmet: Unmet[] = [];
  const sorts = new Map<Knowledge, Map<number, Target[]>>();
  for (const target of targets) {
    const sort = sorts.get(target.knowledge) ?? new Map<number, Target[]>();
    sorts.set(target.knowledge, sort);
    const group = groups.of[target.cell]!;
    sort.set(group, [...(sort.get(group) ?? []), target]);
  }
  for (const [knowledge, byGroup] of sorts) {
    for (const [group, asked] of byGroup) {
      if (stop()) return unmet;
      const { cells, equations } = groups.list[group]!;
      const left = failing(highs, problem, cells, equations, knowledge, asked);
      if (left.length === 0) continue;
      const separation = new Separation(highs, problem, blank, equations, knowledge);
      try {
        for (const target of left) {
          const cuts = separation.cutsFor(target, cells.length <= manyCutsUpTo ? 6 : 1);
          if (cuts.length > 0) unmet.push({ target, cuts });
        }
      } finally {
        separation.dispose();
      }
    }
  }
  return unmet;
}

interface Groups {
  /** Group by cell; -1 for one that is printed. */
  readonly of: Int32Array;
  readonly list: { readonly cells: number[]; readonly equations: number[] }[];
}

function groupBlanks(problem: ProtectionProblem, blank: Uint8Array): Groups {
  const of = new Int32Array(blank.length).fill(-1);
  const list: Groups['list'] = [];
  const seen = new Uint8Array(problem.equations.length);
  for (let start = 0; start < blank.length; start++) {
    if (blank[start] !== 1 || of[start] !== -1) continue;
    const group = { cells: [start], equations: [] as number[] };
    of[start] = list.length;
    for (let next = 0; next < group.cells.length; next++) {
      for (const equation of problem.equationsOf[group.cells[next]!]!) {
        if (seen[equation] === 1) continue;
        seen[equation] = 1;
        group.equations.push(equation);
        for (const cell of problem.equations[equation]!.cells) {
          if (blank[cell] !== 1 || of[cell] !== -1) continue;
          of[cell] = list.length;
          group.cells.push(cell);
        }
      }
    }
    list.push(group);
  }
  return { of, list };
}

/** Of the targets of one group, those that no round of movements was seen to satisfy. */
function failing(
  highs: Highs,
  problem: ProtectionProblem,
  cells: readonly number[],
  equations: readonly number[],
  knowledge: Knowledge,
  asked: readonly Target[],
): readonly Target[] {
  const place = new Map(cells.map((cell, index) => [cell, index]));
  const rows: Row[] = equations.map((equation) => rowOf(problem, equation, place));
  // Movements beyond what is asked settle nothing more, and keep others from theirs.
  const widest = asked.reduce((most, { need }) => Math.max(most, need.up, need.down, need.width), 0);
  const lower = Float64Array.from(cells, (cell) =>
    Math.max(knowledge.lower[cell]! - problem.value[cell]!, -widest),
  );
  const upper = Float64Array.from(cells, (cell) =>
    Math.min(knowledge.upper[cell]! - problem.value[cell]!, widest),
  );
  const least = new Float64Array(cells.length);
  const highest = new Float64Array(cells.length);
  const isMet = ({ cell, need }: Target) => {
    const index = place.get(cell)!;
    return (
      highest[index]! >= need.up - near &&
      -least[index]! >= need.down - near &&
      highest[index]! - least[index]! >= need.width - near
    );
  };
  // Someone who knows a cell sees less: rounds for everybody say nothing about them.
  const special = asked.filter((target) => target.known !== undefined);
  let left = asked.filter((target) => target.known === undefined && !isMet(target));
  const model = new LinearModel(highs, { lower, upper }, rows, { presolve: 'off', solver: 'simplex' });
  try {
    const random = numbersFrom(cells.length);
    for (let round = 0; round < mostRounds && left.length > 0; round++) {
      const cost = new Float64Array(cells.length);
      for (const { cell, need } of left) {
        const index = place.get(cell)!;
        const up = highest[index]! < Math.max(need.up, need.width + lower[index]!) - near;
        const down = -least[index]! < Math.max(need.down, need.width - upper[index]!) - near;
        const rise = up && (!down || random() < 0.5);
        cost[index] = (rise ? -1 : 1) * (1 + random());
      }
      model.setCosts(cost);
      const { status, x } = model.solve();
      if (status !== 'optimal') break;
      for (let index = 0; index < x.length; index++) {
        if (x[index]! < least[index]!) least[index] = x[index]!;
        if (x[index]! > highest[index]!) highest[index] = x[index]!;
      }
      const before = left.length;
      left = left.filter((target) => !isMet(target));
      if (round >= 3 && before - left.length < Math.max(1, left.length / 50)) break;
    }
    return [...left, ...special];
  } finally {
    model.dispose();
  }
}

function rowOf(problem: ProtectionProblem, equation: number, place: ReadonlyMap<number, number>): Row {
  const { cells, signs } = problem.equations[equation]!;
  const columns: number[] = [];
  const values: number[] = [];
  cells.forEach((cell, entry) => {
    const index = place.get(cell);
    if (index === undefined) return;
    columns.push(index);
    values.push(signs[entry]!);
  });
  return { columns, values, lower: 0, upper: 0 };
}

/** Solves one demand after another over a group of blanks and the candidates beside them. */
class Separation {
  readonly #problem: ProtectionProblem;
  readonly #blank: Uint8Array;
  readonly #equations: readonly number[];
  readonly #knowledge: Knowledge;
  readonly #cells: readonly number[];
  readonly #place: ReadonlyMap<number, number>;
  readonly #model: LinearModel;
  readonly #lower: Float64Array;
  readonly #upper: Float64Array;

  constructor(
    highs: Highs,
    problem: ProtectionProblem,
    blank: Uint8Array,
    equations: readonly number[],
    knowledge: Knowledge,
  ) {
    this.#problem = problem;
    this.#blank = blank;
    this.#equations = equations;
    this.#knowledge = knowledge;
    this.#cells = [
      ...new Set(
        equations.flatMap((equation) =>
          problem.equations[equation]!.cells.filter((cell) => blank[cell] === 1 || problem.free[cell] === 1),
        ),
      ),
    ];
    this.#place = new Map(this.#cells.map((cell, index) => [cell, index]));
    const { value } = problem;
    const part = (cell: number) => (blank[cell] === 1 ? 1 : hint);
    const room = 1;
    this.#lower = Float64Array.from(
      this.#cells,
      (cell) =>
        Math.max(
          knowledge.lower[cell]! - value[cell]!,
          blank[cell] === 1 ? Number.NEGATIVE_INFINITY : -room,
        ) * part(cell),
    );
    this.#upper = Float64Array.from(
      this.#cells,
      (cell) =>
        Math.min(knowledge.upper[cell]! - value[cell]!, blank[cell] === 1 ? Number.POSITIVE_INFINITY : room) *
        part(cell),
    );
    this.#model = new LinearModel(
      highs,
      { lower: this.#lower, upper: this.#upper },
      equations.map((equation) => rowOf(problem, equation, this.#place)),
      // Only the objective changes: the primal method goes on from the last solution.
      { presolve: 'off', solver: 'simplex', simplex_strategy: 4 },
    );
  }

  /**
   * Conditions that an unmet demand breaks, each set on other candidates than those before; empty when it is met after
   * all.
   */
  cutsFor(target: Target, most: number): (Cut | null)[] {
    const all: (Cut | null)[] = [];
    const freed: number[] = [];
    for (let set = 0; set < most; set++) {
      let cuts = this.#cutsNow(target);
      // What the candidates' little room hides is seen without it.
      if (set === 0 && cuts.length === 0) cuts = this.#cutsWithoutHints(target);
      all.push(...cuts);
      if (cuts.length === 0 || cuts.includes(null)) break;
      // With these candidates as good as blank, the next conditions must speak of others.
      for (const cell of cuts.flatMap((cut) => cut!.cells)) {
        const index = this.#place.get(cell)!;
        freed.push(index);
        this.#model.setBounds(index, this.#lower[index]! / hint, this.#upper[index]! / hint);
      }
    }
    for (const index of freed) this.#model.setBounds(index, this.#lower[index]!, this.#upper[index]!);
    return all;
  }

  #cutsWithoutHints(target: Target): (Cut | null)[] {
    const only = (bounds: Float64Array) =>
      bounds.map((bound, index) => (this.#blank[this.#cells[index]!] === 1 ? bound : 0));
    this.#model.setAllBounds(only(this.#lower), only(this.#upper));
    try {
      return this.#cutsNow(target);
    } finally {
      this.#model.setAllBounds(this.#lower, this.#upper);
    }
  }

  #cutsNow(target: Target): (Cut | null)[] {
    const { need, known } = target;
    const index = this.#place.get(target.cell)!;
    const still = known === undefined ? undefined : this.#place.get(known);
    if (still !== undefined) this.#model.setBounds(still, 0, 0);
    // Far enough is enough: without an end the programme would have no answer.
    const far = Math.max(need.up, need.down, need.width);
    const [low, high] = [this.#lower[index]!, this.#upper[index]!];
    this.#model.setBounds(index, Math.max(low, -far - 1), Math.min(high, far + 1));
    try {
      const rise = this.#reach(index, 1);
      const fall = this.#reach(index, -1);
      const cuts: (Cut | null)[] = [];
      const add = (capacity: Map<number, number>, amount: number) => {
        const own = capacity.get(target.cell) ?? 0;
        capacity.delete(target.cell);
        if (known !== undefined) capacity.delete(known);
        if (amount - own <= near) return;
        const cut = capacityCut(this.#problem, capacity, amount - own, target);
        if (cut !== undefined && (cut === null || this.#breaks(cut))) cuts.push(cut);
      };
      if (need.up > 0) add(this.#capacity(rise, target.cell, 1), need.up);
      if (need.down > 0) add(this.#capacity(fall, target.cell, -1), need.down);
      if (need.width > 0) {
        const both = this.#capacity(rise, target.cell, 1);
        for (const [cell, reach] of this.#capacity(fall, target.cell, -1))
          both.set(cell, (both.get(cell) ?? 0) + reach);
        add(both, need.width);
      }
      return cuts;
    } finally {
      if (still !== undefined) this.#model.setBounds(still, this.#lower[still]!, this.#upper[still]!);
      this.#model.setBounds(index, low, high);
    }
  }

  dispose(): void {
    this.#model.dispose();
  }

  #breaks(cut: Cut): boolean {
    let sum = 0;
    cut.cells.forEach((cell, entry) => {
      if (this.#blank[cell] === 1) sum += cut.weights[entry]!;
    });
    return sum < 1 - near;
  }

  /** The multipliers of the equations that hold the target back; from the start again if the method lost its way. */
  #reach(index: number, direction: 1 | -1): Float64Array {
    this.#model.setCost(index, -direction);
    let found = this.#model.solve();
    if (found.status !== 'optimal') {
      this.#model.forget();
      this.#model.setOption('simplex_strategy', 1);
      found = this.#model.solve();
      this.#model.setOption('simplex_strategy', 4);
    }
    this.#model.setCost(index, 0);
    if (found.status !== 'optimal') throw new Error('a linear programme of protection found no optimum');
    return found.rowDual;
  }

  /** How far each cell's movement can carry the target, by the multipliers of the equations. */
  #capacity(multipliers: Float64Array, target: number, direction: 1 | -1): Map<number, number> {
    const slope = new Map<number, number>([[target, direction]]);
    this.#equations.forEach((equation, row) => {
      const times = multipliers[row]!;
      if (Math.abs(times) < near) return;
      const { cells, signs } = this.#problem.equations[equation]!;
      cells.forEach((cell, entry) => {
        slope.set(cell, (slope.get(cell) ?? 0) + times * signs[entry]!);
      });
    });
    const { value } = this.#problem;
    const { lower, upper } = this.#knowledge;
    const capacity = new Map<number, number>();
    for (const [cell, times] of slope) {
      if (Math.abs(times) < near) continue;
      const room = times > 0 ? upper[cell]! - value[cell]! : value[cell]! - lower[cell]!;
      if (room > 0) capacity.set(cell, Math.abs(times) * room);
    }
    return capacity;
  }
}

function numbersFrom(seed: number): () => number {
  let state = (seed ^ 0x2545f491) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
