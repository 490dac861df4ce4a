import loadHighs, { type Highs, type Model } from 'highs';

// The package's types are written for CommonJS; as a module its default export is the loader itself.
const load = loadHighs as unknown as typeof loadHighs.default;

let loading: Promise<Highs> | undefined;
/** The solver, loaded once in a process or thread. */
export function loadSolver(): Promise<Highs> {
  loading ??= load();
  return loading;
}

/** Sparse rows `lower ≤ Σ value·x[column] ≤ upper`. */
export interface Row {
  readonly columns: readonly number[];
  readonly values: readonly number[];
  readonly lower: number;
  readonly upper: number;
}

export interface Solution {
  readonly status: 'optimal' | 'infeasible' | 'unbounded' | 'stopped';
  /** Values of the columns; empty when there are none to give. */
  readonly x: Float64Array;
  /** What one more unit on a row's side would change in the objective. */
  readonly rowDual: Float64Array;
  readonly objective: number;
  /** For a programme stopped early: no solution is better than this. */
  readonly bound: number;
}

/**
 * A linear or integer programme kept in the solver's memory between solves, minimised. Owned by its maker: `dispose` it.
 */
export class LinearModel {
  readonly #highs: Highs;
  readonly #model: Model;
  readonly #columns: number;
  #integer = false;
  /** Without a column there is nothing to solve: every row holds by itself, or one never does. */
  #holds: boolean;
  #secondsEach = Number.POSITIVE_INFINITY;
  #secondsSpent = 0;

  constructor(
    highs: Highs,
    columns: { readonly lower: Float64Array; readonly upper: Float64Array; readonly cost?: Float64Array },
    rows: readonly Row[],
    options: Readonly<Record<string, string | number | boolean>> = {},
  ) {
    this.#highs = highs;
    const numCols = columns.lower.length;
    this.#columns = numCols;
    this.#holds = rows.every(isMetByNothing);
    const size = rows.reduce((sum, row) => sum + row.columns.length, 0);
    const starts = new Int32Array(rows.length + 1);
    const indices = new Int32Array(size);
    const values = new Float64Array(size);
    let at = 0;
    rows.forEach((row, index) => {
      starts[index] = at;
      for (let entry = 0; entry < row.columns.length; entry++) {
        indices[at] = row.columns[entry]!;
        values[at++] = row.values[entry]!;
      }
    });
    starts[rows.length] = at;
    this.#model = highs.createModel({
      numCols,
      numRows: rows.length,
      colCost: columns.cost ?? new Float64Array(numCols),
      colLower: this.#finite(columns.lower),
      colUpper: this.#finite(columns.upper),
      rowLower: this.#finite(Float64Array.from(rows, (row) => row.lower)),
      rowUpper: this.#finite(Float64Array.from(rows, (row) => row.upper)),
      matrix: { format: 'csr', numRows: rows.length, numCols, starts, indices, values },
    });
    this.#model.options.set({ output_flag: false, random_seed: 1, ...options });
  }

  #finite(values: Float64Array): Float64Array {
    const { infinity } = this.#highs;
    return values.map((value) =>
      value === Number.POSITIVE_INFINITY ? infinity : value === Number.NEGATIVE_INFINITY ? -infinity : value,
    );
  }

  setOption(name: string, value: string | number | boolean): void {
    this.#model.options.set(name, value);
  }

  /** How long each solve may take. */
  limitTime(seconds: number): void {
    this.#secondsEach = seconds;
  }

  setCosts(cost: Float64Array): void {
    if (this.#columns > 0)
      this.#model.changeColsCost({ kind: 'range', from: 0, to: this.#columns - 1 }, cost);
  }

  setCost(column: number, cost: number): void {
    this.#model.changeColCost(column, cost);
  }

  setBounds(column: number, lower: number, upper: number): void {
    const [low, high] = this.#finite(Float64Array.of(lower, upper));
    this.#model.changeColBounds(column, low!, high!);
  }

  setAllBounds(lower: Float64Array, upper: Float64Array): void {
    if (this.#columns > 0)
      this.#model.changeColsBounds(
        { kind: 'range', from: 0, to: this.#columns - 1 },
        this.#finite(lower),
        this.#finite(upper),
      );
  }

  addRow(row: Row): void {
    const [low, high] = this.#finite(Float64Array.of(row.lower, row.upper));
    this.#holds &&= isMetByNothing(row);
    this.#model.addRow(low!, high!, {
      indices: row.columns as number[],
      values: row.values as number[],
    });
  }

  /** Every column whole, or every column free. */
  setInteger(integer: boolean): void {
    if (this.#integer === integer || this.#columns === 0) return;
    this.#integer = integer;
    this.#model.changeColsIntegrality(
      { kind: 'range', from: 0, to: this.#columns - 1 },
      new Int32Array(this.#columns).fill(integer ? 1 : 0),
    );
  }

  solve(): Solution {
    if (this.#columns === 0) return this.#withoutColumns();
    const { modelStatus } = this.#highs.constants;
    const began = performance.now();
    // The solver's clock runs on from one solve to the next, and its limit is for their sum.
    if (Number.isFinite(this.#secondsEach))
      this.#model.options.set('time_limit', this.#secondsSpent + this.#secondsEach);
    const { modelStatus: code } = this.#model.run();
    this.#secondsSpent += (performance.now() - began) / 1000;
    const status =
      code === modelStatus.optimal || code === modelStatus.empty
        ? 'optimal'
        : code === modelStatus.infeasible
          ? 'infeasible'
          : code === modelStatus.unbounded || code === modelStatus.unboundedOrInfeasible
            ? 'unbounded'
            : 'stopped';
    const { colValue, rowDual } = this.#model.getSolution();
    const objective = this.#model.getObjectiveValue();
    return {
      status,
      x: colValue,
      rowDual,
      objective,
      bound: this.#integer ? Number(this.#model.info.get('mip_dual_bound')) : objective,
    };
  }

  #withoutColumns(): Solution {
    const none = new Float64Array();
    const status = this.#holds ? 'optimal' : 'infeasible';
    return { status, x: none, rowDual: none, objective: 0, bound: 0 };
  }

  /** Forgets the last basis: the next solve starts afresh. */
  forget(): void {
    this.#model.clearSolver();
  }

  dispose(): void {
    this.#model.dispose();
  }
}

const isMetByNothing = ({ lower, upper }: Row): boolean => lower <= 0 && upper >= 0;
