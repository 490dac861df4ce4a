/** How counts are perturbed: `D`, `V` and `js` of the ptable package and of tau-Argus. */
export interface NoiseRule {
  /** Most by which a count is moved, either way. */
  readonly most: number;
  /** Variance of the noise; where a small count cannot have it, the nearest that it can. */
  readonly variance: number;
  /** Counts of 1 up to this are never printed. */
  readonly blocked: number;
}

/** One way a count may be printed: moved by so much, with this chance. */
export interface Shift {
  readonly by: number;
  readonly chance: number;
}

/**
 * The perturbation table: for each count from 0 up what it may become, with chances of greatest entropy among all with mean
 * shift 0 and the variance asked for (Giessing 2016; Enderle, Giessing and Tent 2018). From the last row on all counts are
 * moved alike. A zero stays 0. Golden case R3 (tau-Argus, szenario 5a).
 */
export function noiseTable({ most, variance, blocked }: NoiseRule): readonly (readonly Shift[])[] {
  const last = most + blocked + 1;
  const rows: Shift[][] = [[{ by: 0, chance: 1 }]];
  for (let count = 1; count <= last; count++) {
    const shifts: number[] = [];
    for (let by = -Math.min(most, count); by <= most; by++)
      if (count + by === 0 || count + by > blocked) shifts.push(by);
    rows.push(likeliest(shifts, variance));
  }
  return rows;
}

/** The shift of a count by its cell key, a number from 0 up to 1: the same people give the same shift in every table. */
export function shiftOf(table: readonly (readonly Shift[])[], count: number, key: number): number {
  const row = table[Math.min(count, table.length - 1)]!;
  let sum = 0;
  for (const { by, chance } of row) {
    sum += chance;
    if (key < sum) return by;
  }
  return row.at(-1)!.by;
}

/** How far from the least and the most variance that can be had a row must stay for its chances to be found. */
const within = 0.0005;

/** Chances `∝ exp(a·v + b·v²)` with mean 0 and the variance asked for, or the nearest that these shifts can have. */
function likeliest(shifts: readonly number[], variance: number): Shift[] {
  const below = shifts.filter((by) => by < 0);
  const above = shifts.filter((by) => by > 0);
  // What can only grow, or only shrink, keeps its mean by staying.
  if (below.length === 0 || above.length === 0) return [{ by: 0, chance: 1 }];
  const least = shifts.includes(0) ? 0 : -below.at(-1)! * above[0]!;
  const greatest = -below[0]! * above.at(-1)!;
  if (greatest - least < 1e-9 * greatest) return twoPoints(below[0]!, above.at(-1)!);
  const wanted = Math.min(
    Math.max(variance, least + within * Math.max(least, 1)),
    greatest - within * (greatest - least),
  );
  let [a, b] = [0, 0];
  for (let step = 0; step < 500; step++) {
    const { mean, square, cube, fourth } = moments(shifts, a, b);
    const [offMean, offSquare] = [mean, square - wanted];
    if (Math.abs(offMean) < 1e-12 && Math.abs(offSquare) < 1e-11) break;
    const [aa, ab, bb] = [square - mean * mean, cube - mean * square, fourth - square * square];
    const determinant = aa * bb - ab * ab;
    let [byA, byB] = [
      (offMean * bb - offSquare * ab) / determinant,
      (aa * offSquare - ab * offMean) / determinant,
    ];
    const before = dual(shifts, a, b, wanted);
    // The dual is convex: half steps until it falls always end.
    for (let half = 0; half < 60 && dual(shifts, a - byA, b - byB, wanted) > before; half++) {
      byA /= 2;
      byB /= 2;
    }
    a -= byA;
    b -= byB;
  }
  const { chances } = moments(shifts, a, b);
  return shifts.map((by, at) => ({ by, chance: chances[at]! }));
}

const twoPoints = (below: number, above: number): Shift[] => [
  { by: below, chance: above / (above - below) },
  { by: above, chance: -below / (above - below) },
];

function weights(shifts: readonly number[], a: number, b: number) {
  const logs = shifts.map((by) => a * by + b * by * by);
  const top = Math.max(...logs);
  const raised = logs.map((log) => Math.exp(log - top));
  const sum = raised.reduce((all, one) => all + one, 0);
  return { chances: raised.map((one) => one / sum), log: top + Math.log(sum) };
}

const dual = (shifts: readonly number[], a: number, b: number, wanted: number) =>
  weights(shifts, a, b).log - b * wanted;

function moments(shifts: readonly number[], a: number, b: number) {
  const { chances } = weights(shifts, a, b);
  const power = (n: number) => shifts.reduce((sum, by, at) => sum + chances[at]! * by ** n, 0);
  return { chances, mean: power(1), square: power(2), cube: power(3), fourth: power(4) };
}
