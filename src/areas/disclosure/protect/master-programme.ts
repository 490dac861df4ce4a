import type { Highs } from 'highs';
import { LinearModel } from '../solver/linear-model.ts';
import type { Cut } from './cut.ts';
import type { ProtectionProblem } from './protection-problem.ts';

/** The integer programme that picks the cheapest blanks meeting every condition known so far. */
export class MasterProgramme {
  readonly #model: LinearModel;
  readonly #problem: ProtectionProblem;
  readonly #cells: readonly number[];
  readonly #column: Int32Array;

  constructor(highs: Highs, problem: ProtectionProblem) {
    this.#problem = problem;
    this.#cells = [...problem.free.keys()].filter((cell) => problem.free[cell] === 1);
    this.#column = new Int32Array(problem.free.length).fill(-1);
    this.#cells.forEach((cell, column) => {
      this.#column[cell] = column;
    });
    const size = this.#cells.length;
    this.#model = new LinearModel(
      highs,
      {
        lower: new Float64Array(size),
        upper: new Float64Array(size).fill(1),
        cost: Float64Array.from(this.#cells, (cell) => problem.cost[cell]!),
      },
      [],
    );
    this.#model.setInteger(true);
  }

  add(cut: Cut): void {
    const columns = cut.cells.map((cell) => this.#column[cell]!);
    const values = [...cut.weights];
    if (cut.when !== undefined) {
      const own = columns.indexOf(this.#column[cut.when]!);
      if (own >= 0) values[own] = values[own]! - 1;
      else {
        columns.push(this.#column[cut.when]!);
        values.push(-1);
      }
    }
    this.#model.addRow({
      columns,
      values,
      lower: cut.when === undefined ? 1 : 0,
      upper: Number.POSITIVE_INFINITY,
    });
  }

  /** The cheapest pattern, to within `gap` of the best; undefined when there is none or none was found in time. */
  solve(gap: number, seconds: number): { blank: Uint8Array; bound: number; status: string } | undefined {
    this.#model.setOption('mip_rel_gap', gap);
    this.#model.limitTime(Math.max(0.1, seconds));
    this.#model.forget();
    const { status, x, bound } = this.#model.solve();
    if (status === 'infeasible') return undefined;
    const blank = Uint8Array.from(this.#problem.must);
    if (x.length === 0 && this.#cells.length > 0) return undefined;
    this.#cells.forEach((cell, column) => {
      if (x[column]! > 0.5) blank[cell] = 1;
    });
    return { blank, bound, status };
  }

  dispose(): void {
    this.#model.dispose();
  }
}
