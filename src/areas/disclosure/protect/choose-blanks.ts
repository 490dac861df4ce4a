import type { Highs } from 'highs';
import { type Cut, cutKey, equationCuts, shortOf } from './cut.ts';
import { type Unmet, unmetTargets } from './freedom.ts';
import { MasterProgramme } from './master-programme.ts';
import type { ProtectionProblem, Target } from './protection-problem.ts';

export interface Chosen {
  readonly blank: Uint8Array;
  /** What the companions are worth together, and what no safe pattern can be below. */
  readonly cost: number;
  readonly bound: number;
  /** Proved to be the cheapest, or within the gap of it. */
  readonly best: boolean;
  /** Demands that no pattern meets. */
  readonly impossible: readonly Target[];
  /** The time was up before a safe pattern was found. */
  readonly unfinished: boolean;
  readonly rounds: number;
}

export interface ChooseOptions {
  /** Time for looking for the cheapest; after it the last proposal is completed. */
  readonly seconds: number;
  /** Time after which there is no answer. */
  readonly mostSeconds: number;
  /** Relative distance from the best that is good enough. */
  readonly gap: number;
  readonly note?: (line: string) => void;
}

/**
 * Chooses the cheapest companions (complementary suppression) by cutting planes: an integer programme proposes blanks,
 * linear programmes find the demands they fail, and each failure becomes a condition. When the time is up, the last
 * proposal is completed cell by cell, so that the answer is safe though perhaps not the cheapest.
 */
export function chooseBlanks(highs: Highs, problem: ProtectionProblem, options: ChooseOptions): Chosen {
  const { note = () => {} } = options;
  const start = performance.now();
  const master = new MasterProgramme(highs, problem);
  const seen = new Set<string>();
  const cuts: Cut[] = [];
  const impossible = new Map<number, Target>();
  const learn = (found: readonly (Cut | null)[], target: Target): number => {
    let fresh = 0;
    for (const cut of found) {
      if (cut === null) {
        impossible.set(target.cell, target);
        continue;
      }
      const key = cutKey(cut);
      if (seen.has(key)) continue;
      seen.add(key);
      cuts.push(cut);
      master.add(cut);
      fresh++;
    }
    return fresh;
  };
  try {
    for (const target of problem.targets) learn(equationCuts(problem, target), target);
    if (impossible.size > 0) return none([...impossible.values()]);
    for (const [cell, free] of problem.free.entries()) {
      const companion = free === 1 ? problem.ofCompanion(cell) : undefined;
      if (companion !== undefined) learn(equationCuts(problem, companion), companion);
    }
    note(`${cuts.length} conditions to begin with`);
    let blank = Uint8Array.from(problem.must);
    let before = blank;
    let asked: readonly Target[] | undefined;
    let bound = 0;
    let rounds = 0;
    const stopChoosing = start + options.seconds * 1000;
    const end = start + options.mostSeconds * 1000;
    for (; performance.now() < stopChoosing; rounds++) {
      const proposed = master.solve(options.gap, (stopChoosing - performance.now()) / 1000);
      if (proposed === undefined) break;
      blank = proposed.blank as Uint8Array<ArrayBuffer>;
      bound = Math.max(bound, proposed.bound);
      const late = () => performance.now() > stopChoosing;
      // What lies beside a change is looked at first; everything, only when nothing there is left to repair.
      const beside = asked === undefined ? undefined : besideChanges(problem, before, blank, asked);
      let unmet = unmetTargets(highs, problem, blank, beside ?? demandsOn(problem, blank), late);
      if (unmet.length === 0 && beside !== undefined && !late())
        unmet = unmetTargets(highs, problem, blank, demandsOn(problem, blank), late);
      before = blank;
      asked = unmet.map(({ target }) => target);
      note(`round ${rounds + 1}: costs ${costOf(problem, blank)}, ${unmet.length} unmet`);
      if (unmet.length === 0 && !late())
        return { ...settled(problem, blank, bound, rounds), best: proposed.status === 'optimal' };
      let fresh = 0;
      for (const one of unmet) fresh += learn(one.cuts, one.target);
      fresh += learnAlike(problem, unmet, blank, learn);
      if (impossible.size > 0) return none([...impossible.values()]);
      // The last few of a large table are dearer to optimise than to complete.
      if (fresh === 0 || (options.gap > 0 && unmet.length < problem.targets.length / 500)) break;
    }
    note(`completing after ${rounds} rounds`);
    return complete(highs, problem, blank, cuts, bound, rounds, end, note);
  } finally {
    master.dispose();
  }
}

const none = (impossible: readonly Target[]): Chosen => ({
  blank: new Uint8Array(),
  cost: 0,
  bound: 0,
  best: false,
  impossible,
  unfinished: false,
  rounds: 0,
});

const settled = (problem: ProtectionProblem, blank: Uint8Array, bound: number, rounds: number): Chosen => ({
  blank,
  cost: costOf(problem, blank),
  bound,
  best: true,
  impossible: [],
  unfinished: false,
  rounds,
});

export function costOf(problem: ProtectionProblem, blank: Uint8Array): number {
  let cost = 0;
  for (let cell = 0; cell < blank.length; cell++)
    if (blank[cell] === 1 && problem.must[cell] !== 1) cost += problem.value[cell]!;
  return cost;
}

function demandsOn(problem: ProtectionProblem, blank: Uint8Array): Target[] {
  const targets = [...problem.targets];
  for (let cell = 0; cell < blank.length; cell++) {
    if (blank[cell] !== 1 || problem.must[cell] === 1) continue;
    const target = problem.ofCompanion(cell);
    if (target !== undefined) targets.push(target);
  }
  return targets;
}

/** Demands on cells that share an equation with a cell that changed, and those that failed before. */
function besideChanges(
  problem: ProtectionProblem,
  before: Uint8Array,
  blank: Uint8Array,
  failed: readonly Target[],
): Target[] {
  const touched = new Set<number>(failed.map(({ cell }) => cell));
  for (let cell = 0; cell < blank.length; cell++) {
    if (before[cell] === blank[cell]) continue;
    touched.add(cell);
    for (const equation of problem.equationsOf[cell]!)
      for (const other of problem.equations[equation]!.cells) touched.add(other);
  }
  return demandsOn(problem, blank).filter(({ cell }) => touched.has(cell));
}

/**
 * A companion that fails in an equation would only give way to its neighbour there, which fails alike: the equation's
 * conditions for all of them are learnt at once.
 */
function learnAlike(
  problem: ProtectionProblem,
  unmet: readonly Unmet[],
  blank: Uint8Array,
  learn: (cuts: readonly (Cut | null)[], target: Target) => number,
): number {
  let fresh = 0;
  const done = new Set<number>();
  for (const { target } of unmet) {
    if (problem.must[target.cell] === 1) continue;
    for (const equation of problem.equationsOf[target.cell]!) {
      if (done.has(equation)) continue;
      done.add(equation);
      for (const cell of problem.equations[equation]!.cells) {
        const companion = problem.free[cell] === 1 ? problem.ofCompanion(cell) : undefined;
        if (companion !== undefined)
          fresh += learn(
            equationCuts(problem, companion).filter((cut) => cut === null || shortOf(cut, blank) > -1),
            companion,
          );
      }
    }
  }
  return fresh;
}

const mostPasses = 500;

/** Blanks the cheapest cells that each unmet condition asks for, until none is unmet: safe, and more than is needed. */
function complete(
  highs: Highs,
  problem: ProtectionProblem,
  start: Uint8Array,
  known: readonly Cut[],
  bound: number,
  rounds: number,
  end: number,
  note: (line: string) => void,
): Chosen {
  const blank = Uint8Array.from(start);
  const cuts = [...known];
  // Blanks are only added, so a demand that was met stays met.
  let asked: readonly Target[] = demandsOn(problem, blank);
  const barred = new Set<number>();
  for (let pass = 0; ; pass++) {
    const before = Uint8Array.from(blank);
    for (let again = true; again; ) {
      again = false;
      for (const cut of cuts) {
        const did = meet(problem, cut, blank, barred);
        again = again || did !== 'nothing';
        // What was met may have leant on the companion taken back.
        if (did === 'barred') asked = demandsOn(problem, blank);
      }
    }
    const added = demandsOn(problem, blank).filter(
      ({ cell }) => before[cell] !== 1 && problem.must[cell] !== 1,
    );
    const unmet = unmetTargets(highs, problem, blank, [...asked, ...added], () => performance.now() > end);
    note(`completing ${pass + 1}: costs ${costOf(problem, blank)}, ${unmet.length} unmet`);
    if (performance.now() > end)
      return { ...settled(problem, blank, bound, rounds), best: false, unfinished: true };
    if (unmet.length === 0) return { ...settled(problem, blank, bound, rounds), best: false };
    const impossible = unmet.filter((one) => one.cuts.includes(null)).map((one) => one.target);
    // The same demands failing without an end would be a fault of this program: it must not hang.
    if (impossible.length > 0 || pass > mostPasses)
      return none(impossible.length > 0 ? impossible : unmet.map((one) => one.target));
    for (const one of unmet) for (const cut of one.cuts) cuts.push(cut!);
    asked = unmet.map(({ target }) => target);
  }
}

/**
 * Blanks cells for one condition, those that give most for what they cost first. A companion that no others could protect
 * is taken back, and barred.
 */
function meet(
  problem: ProtectionProblem,
  cut: Cut,
  blank: Uint8Array,
  barred: Set<number>,
): 'nothing' | 'blanked' | 'barred' {
  const enough = 1e-7;
  let short = shortOf(cut, blank);
  if (short <= enough) return 'nothing';
  const open = cut.cells
    .map((cell, entry) => ({ cell, weight: cut.weights[entry]! }))
    .filter(({ cell }) => blank[cell] !== 1 && !barred.has(cell));
  const reachable = open.reduce((sum, { weight }) => sum + weight, 0);
  if (reachable < short - enough) {
    if (cut.when === undefined) return 'nothing';
    blank[cut.when] = 0;
    barred.add(cut.when);
    return 'barred';
  }
  open.sort(
    (a, b) =>
      problem.cost[a.cell]! / Math.min(a.weight, short) - problem.cost[b.cell]! / Math.min(b.weight, short),
  );
  for (const { cell, weight } of open) {
    if (short <= enough) break;
    blank[cell] = 1;
    short -= weight;
  }
  return 'blanked';
}
