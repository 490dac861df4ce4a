import type { ProtectionProblem, Target } from './protection-problem.ts';

/**
 * A condition every safe pattern of blanks meets: `Σ weight·blank(cell) ≥ 1`, or `≥ blank(when)` for one that holds only
 * once a companion is blank. Weights are at most 1.
 */
export interface Cut {
  readonly cells: readonly number[];
  readonly weights: readonly number[];
  readonly when?: number;
}

const tiny = 1e-9;

/**
 * The capacity constraint of Fischetti and Salazar-González (Management Science 47, 2001): if `x[target]` is bounded by
 * `Σ reach·|change|` over cells that may move, the blanks among them must reach far enough. `capacity` holds, by cell, how
 * far its movements can carry the target; `amount` is what the target needs. Undefined when the cells that are blank
 * anyway suffice; null when nothing can.
 */
export function capacityCut(
  problem: ProtectionProblem,
  capacity: ReadonlyMap<number, number>,
  amount: number,
  target: Target,
): Cut | null | undefined {
  let left = amount;
  const free: [number, number][] = [];
  for (const [cell, reach] of capacity) {
    if (reach <= tiny) continue;
    if (problem.must[cell] === 1) left -= reach;
    else if (problem.free[cell] === 1) free.push([cell, reach]);
  }
  if (left <= tiny * Math.max(1, amount)) return undefined;
  const conditional = problem.must[target.cell] !== 1;
  if (free.length === 0 && !conditional) return null;
  free.sort(([a], [b]) => a - b);
  return {
    cells: free.map(([cell]) => cell),
    weights: free.map(([, reach]) => Math.min(1, reach / left)),
    ...(conditional ? { when: target.cell } : {}),
  };
}

export const cutKey = ({ cells, weights, when }: Cut): string =>
  `${cells.join()}|${weights.map((weight) => weight.toPrecision(6)).join()}|${when ?? ''}`;

/** How far a pattern is from meeting a cut; 0 or less when it does. */
export function shortOf(cut: Cut, blank: Uint8Array): number {
  let sum = 0;
  for (let entry = 0; entry < cut.cells.length; entry++)
    if (blank[cut.cells[entry]!] === 1) sum += cut.weights[entry]!;
  const asked = cut.when === undefined ? 1 : blank[cut.when]!;
  return asked - sum;
}

/** What each equation alone demands for a target: the conditions a programme starts with. */
export function equationCuts(problem: ProtectionProblem, target: Target): (Cut | null)[] {
  const { value } = problem;
  const { lower, upper } = target.knowledge;
  const cuts: (Cut | null)[] = [];
  const roomUp = (at: number) => upper[at]! - value[at]!;
  const roomDown = (at: number) => value[at]! - lower[at]!;
  for (const at of problem.equationsOf[target.cell]!) {
    const { cells, signs } = problem.equations[at]!;
    const own = signs[cells.indexOf(target.cell)]!;
    const rising = new Map<number, number>();
    const falling = new Map<number, number>();
    const either = new Map<number, number>();
    cells.forEach((cell, entry) => {
      if (cell === target.cell || cell === target.known) return;
      // When the others move so, the target moves up.
      const together = signs[entry] !== own;
      rising.set(cell, together ? roomUp(cell) : roomDown(cell));
      falling.set(cell, together ? roomDown(cell) : roomUp(cell));
      either.set(cell, roomUp(cell) + roomDown(cell));
    });
    const { up, down, width } = target.need;
    const add = (capacity: ReadonlyMap<number, number>, amount: number) => {
      if (amount <= 0) return;
      const cut = capacityCut(problem, capacity, amount, target);
      if (cut !== undefined) cuts.push(cut);
    };
    add(rising, up);
    add(falling, down);
    if (width > 0) {
      add(either, width);
      add(rising, width - roomDown(target.cell));
      add(falling, width - roomUp(target.cell));
    }
  }
  return cuts;
}
