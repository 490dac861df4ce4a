import type { Rule } from '../rules/rule.ts';
import { wholeCases, widthInCases, widthShare } from '../rules/rule.ts';
import type { NumberedTables } from './numbered-tables.ts';
import { dominatedNeed, type Withheld, whyWithheld } from './withheld-cells.ts';

/** What a blank must keep from an outsider: how far its interval reaches above and below the truth, and how wide it is. */
export interface Need {
  readonly up: number;
  readonly down: number;
  readonly width: number;
}

/** What somebody knows of every blank beforehand: everybody, someone told which blanks are small, someone counted. */
export interface Knowledge {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** One demand on the table: this cell, against this knowledge. */
export interface Target {
  readonly cell: number;
  readonly need: Need;
  readonly knowledge: Knowledge;
  /** A cell whose value this outsider knows: the one person behind a count of 1. */
  readonly known?: number;
}

/** Sparse equality `Σ sign·x[cell] = 0`. */
export interface Equation {
  readonly cells: readonly number[];
  readonly signs: readonly number[];
}

export interface ProtectionProblem {
  readonly value: Float64Array;
  readonly cost: Float64Array;
  /** Withheld for its own sake, or blank in an earlier release: blank in every solution. */
  readonly must: Uint8Array;
  /** May be blanked to protect others. */
  readonly free: Uint8Array;
  readonly equations: readonly Equation[];
  /** Equations by cell. */
  readonly equationsOf: readonly (readonly number[])[];
  readonly why: readonly (Withheld | undefined)[];
  /** Demands that hold whatever is blanked. */
  readonly targets: readonly Target[];
  /** The demand on a companion once it is blanked; none when companions need nothing of their own. */
  readonly ofCompanion: (cell: number) => Target | undefined;
}

/** Counts that everybody knows of a cell that is not printed as it is: its per cent is printed as a range. */
export type PrintedRanges = ReadonlyMap<number, { readonly lower: number; readonly upper: number }>;

/**
 * Turns a rule into demands on numbered cells whose every value is known (earlier blanks by any completion). Cells that
 * `ranges` names are not printed, and lie in theirs as everybody knows.
 */
export function protectionProblem(
  tables: NumberedTables,
  value: Float64Array,
  rule: Rule,
  ranges: PrintedRanges = new Map(),
): ProtectionProblem {
  const { cells } = tables;
  const size = cells.length;
  const why = cells.map(
    (cell, at) =>
      whyWithheld(cell, rule) ??
      (ranges.has(at)
        ? ({ reason: 'coded', words: 'its per cent is printed as a range' } as const)
        : undefined),
  );
  const must = new Uint8Array(size);
  const free = new Uint8Array(size);
  cells.forEach((cell, at) => {
    const unprinted = cell.cell === undefined && cell.earlier === 'none';
    const blankedBefore = cell.earlier === 'blank' && cell.cell === undefined;
    if (cell.earlier === 'printed') return;
    if (why[at] !== undefined || unprinted || blankedBefore || cell.cell?.value === null) must[at] = 1;
    // A zero stays a zero in every table of the same people, so blanking it hides nothing where zeros are shown.
    else if (value[at]! > 0 || rule.zero === 'hidden') free[at] = 1;
  });
  const equations = tables.sums.map(({ whole, parts }) => ({
    cells: [whole, ...parts],
    signs: [-1, ...parts.map(() => 1)],
  }));
  const equationsOf: number[][] = cells.map(() => []);
  equations.forEach((equation, at) => {
    for (const cell of equation.cells) equationsOf[cell]!.push(at);
  });

  const least = rule.zero === 'shown' ? 1 : 0;
  const everybody: Knowledge = {
    // A cell whose per cent is coded may be 0, whatever the rule does with zeros.
    lower: Float64Array.from(
      cells,
      (cell, at) => ranges.get(at)?.lower ?? (cell.whole ? Math.min(least, value[at]!) : 0),
    ),
    upper: Float64Array.from(cells, (_, at) => ranges.get(at)?.upper ?? Number.POSITIVE_INFINITY),
  };
  const share = widthShare(rule);
  const needOf = (at: number): Need => {
    const cell = cells[at]!;
    const truth = value[at]!;
    if (!cell.whole) {
      const up = Math.max(dominatedNeed(cell, rule), (share ?? 0) * truth);
      return { up, down: Math.min(up, truth), width: share === undefined ? widthInCases(rule) : 0 };
    }
    if (share === undefined) return { up: 0, down: 0, width: widthInCases(rule) };
    const reach = wholeCases(share, truth);
    return { up: reach, down: Math.min(reach, truth - everybody.lower[at]!), width: Math.max(1, reach) };
  };
  const targets: Target[] = [];
  const ofCompanion = (at: number): Target | undefined => {
    const asked = (width: number): Target => ({
      cell: at,
      need: { up: 0, down: 0, width },
      knowledge: everybody,
    });
    if (share === undefined) return asked(widthInCases(rule));
    if (!cells[at]!.whole || rule.threshold === undefined) return undefined;
    // A companion hardly above the threshold must not look like a small count that is known too closely.
    const ofSmall = Math.max(1, wholeCases(share, rule.threshold - 1));
    return value[at]! < rule.threshold + ofSmall - 1 ? asked(ofSmall) : undefined;
  };
  // What is never printed may be worked out where it tells of nobody: only as a small count must it stay unknown.
  const tellsNobody = (at: number) =>
    cells[at]!.cell === undefined &&
    cells[at]!.earlier === 'none' &&
    cells[at]!.value !== undefined &&
    why[at] === undefined;
  for (let at = 0; at < size; at++) {
    if (must[at] !== 1 || tellsNobody(at)) continue;
    const target =
      why[at]?.reason === 'coded' ? ofCompanion(at) : { cell: at, need: needOf(at), knowledge: everybody };
    if (target !== undefined) targets.push(target);
  }
  if (rule.told !== undefined) targets.push(...againstTheTold(rule, value, must, why, everybody));
  if (rule.singletons === true) targets.push(...againstSingletons(equations, value, must, why, everybody));
  return {
    value,
    cost: Float64Array.from(value, (truth) => Math.max(1, truth)),
    must,
    free,
    equations,
    equationsOf,
    why,
    targets,
    ofCompanion,
  };
}

/** Someone told which blanks are small knows that those are 1 to t − 1, and that companions are t or more. */
function againstTheTold(
  rule: Rule,
  value: Float64Array,
  must: Uint8Array,
  why: readonly (Withheld | undefined)[],
  everybody: Knowledge,
): Target[] {
  const threshold = rule.threshold!;
  const small = (at: number) => why[at]?.reason === 'small';
  const told: Knowledge = {
    lower: value.map((truth, at) =>
      Math.max(everybody.lower[at]!, small(at) ? 1 : Math.min(truth, threshold)),
    ),
    upper: value.map((_, at) =>
      Math.min(everybody.upper[at]!, small(at) ? threshold - 1 : Number.POSITIVE_INFINITY),
    ),
  };
  const width = rule.told! - 1;
  return [...must.keys()]
    .filter((at) => must[at] === 1 && small(at))
    .map((cell) => ({ cell, need: { up: 0, down: 0, width }, knowledge: told }));
}

/** The one person behind a count of 1 must not work out another withheld figure of the same sum. */
function againstSingletons(
  equations: readonly Equation[],
  value: Float64Array,
  must: Uint8Array,
  why: readonly (Withheld | undefined)[],
  everybody: Knowledge,
): Target[] {
  const pairs = new Map<string, Target>();
  for (const { cells } of equations) {
    for (const known of cells) {
      if (must[known] !== 1 || value[known] !== 1) continue;
      for (const cell of cells) {
        if (cell === known || must[cell] !== 1 || why[cell] === undefined) continue;
        pairs.set(`${known}|${cell}`, {
          cell,
          need: { up: 0, down: 0, width: 1 },
          knowledge: everybody,
          known,
        });
      }
    }
  }
  return [...pairs.values()];
}
