import type { Highs } from 'highs';
import { type GoverningRule, strictestRule } from '../rules/strictest-rule.ts';
import { LinearModel, loadSolver, type Row } from '../solver/linear-model.ts';
import { type Hierarchy, joinHierarchies } from '../tables/hierarchy.ts';
import type { TableFile } from '../tables/table-file.ts';
import { averageBounds, neededOfAverage } from './average-bounds.ts';
import { betweenVintages, type Figure, type Figures, gatherFigures, whateverVintage } from './figures.ts';
import { searchIntervals } from './interval-search.ts';
import { type Presolved, presolve } from './presolve.ts';
import { combinationWords, intervalWords, stepsTo, sumWords } from './route.ts';
import { gatherSums, type Sum } from './sums.ts';
import { givesSmallCount, neededWidth } from './verdict.ts';

/** What the attacker found of one figure: a line of its report. */
export interface AttackLine {
  /** File name of the release it stands in last; none for a figure that is never printed. */
  readonly release?: string;
  readonly table?: string;
  readonly cell: Readonly<Record<string, string>>;
  readonly universe?: string;
  /** Of a table of medians or means: that the interval is the figure's own, and not that of the amount behind it. */
  readonly of?: 'mean' | 'median';
  /**
   * `blank`: withheld or printed inexactly; `unprinted`: never printed, and yet derivable; `change`: between releases;
   * `printed`: a mean or median of fewer people than the threshold.
   */
  readonly kind: 'blank' | 'unprinted' | 'change' | 'printed';
  /** Least and most an outsider can prove; null: no upper end. */
  readonly interval: readonly [number, number | null];
  readonly width: number | null;
  readonly needs: number;
  readonly verdict: 'safe' | 'unsafe';
  /** How it is worked out, for one that is unsafe. */
  readonly route?: string;
}

export interface AttackReport {
  readonly outcome: 'safe' | 'unsafe' | 'contradictory';
  readonly lines: readonly AttackLine[];
  readonly rule: GoverningRule;
  /** Why the numbers cannot all be true. */
  readonly contradiction?: string;
  readonly solves: number;
}

export interface AttackOptions {
  /** Intervals to their ends, for a report; otherwise each only until it is seen to be wide enough. */
  readonly exact?: boolean;
  readonly seconds?: number;
}

/**
 * Works out what an outsider can from published files alone: the interval of every blank over all tables of all
 * releases together, figures never printed but derivable, and changes between releases. Releases that contradict one
 * another are taken for revisions; a release that contradicts itself is reported.
 */
export async function attackReleases(
  releases: readonly TableFile[],
  options: AttackOptions = {},
): Promise<AttackReport> {
  const highs = await loadSolver();
  const rule = strictestRule(releases.map((file) => ({ owner: file.name, rule: file.rule })));
  const deadline =
    options.seconds === undefined ? Number.POSITIVE_INFINITY : performance.now() + options.seconds * 1000;
  const lines: AttackLine[] = [];
  let solves = 0;
  // Releases that agree are attacked together; one that cannot be true with those before it begins a new state.
  let group: TableFile[] = [];
  let groupLines: readonly AttackLine[] = [];
  const states: TableFile[][] = [];
  for (const release of releases) {
    let tried = attackTogether(highs, [...group, release], rule, options.exact ?? true, deadline);
    solves += tried.solves;
    if (tried.contradiction !== undefined && group.length > 0) {
      lines.push(...groupLines);
      states.push(group);
      group = [];
      tried = attackTogether(highs, [release], rule, options.exact ?? true, deadline);
      solves += tried.solves;
    }
    if (tried.contradiction !== undefined)
      return { outcome: 'contradictory', lines, rule, contradiction: tried.contradiction, solves };
    group.push(release);
    groupLines = tried.lines;
  }
  lines.push(...groupLines);
  states.push(group);
  lines.push(...changesBetween(states, rule));
  const outcome = lines.some(({ verdict }) => verdict === 'unsafe') ? 'unsafe' : 'safe';
  return { outcome, lines, rule, solves };
}

interface Together {
  readonly lines: readonly AttackLine[];
  readonly contradiction?: string;
  readonly solves: number;
}

function attackTogether(
  highs: Highs,
  releases: readonly TableFile[],
  rule: GoverningRule,
  exact: boolean,
  deadline: number,
): Together {
  const hierarchies = joinHierarchies(releases.map((file) => file.hierarchies));
  // First as the files read: what is left out does not exist. If the numbers then cannot be true, it does.
  const strict = attackWith(highs, releases, hierarchies, rule, exact, deadline, false);
  if (strict.contradiction === undefined) return strict;
  const lenient = attackWith(highs, releases, hierarchies, rule, exact, deadline, true);
  return lenient.contradiction === undefined ? lenient : strict;
}

function attackWith(
  highs: Highs,
  releases: readonly TableFile[],
  hierarchies: ReadonlyMap<string, Hierarchy>,
  governing: GoverningRule,
  exact: boolean,
  deadline: number,
  withheldParts: boolean,
): Together {
  const { rule } = governing;
  const figures = gatherFigures(releases, hierarchies.has('universe'));
  const opposed = figures.all.find((figure) => figure.lower > figure.upper);
  if (opposed !== undefined)
    return {
      lines: [],
      solves: 0,
      contradiction: `${nameOf(opposed)} is printed with values that exclude one another.`,
    };
  const sums = gatherSums(figures, releases, hierarchies, { withheldParts });
  figures.revisions.push(...betweenVintages(figures, releases));
  for (const [before, after] of figures.revisions) addChange(figures, sums, before, after);
  const easy = presolve(figures.all, sums);
  if (easy.contradiction !== undefined)
    return {
      lines: [],
      solves: 0,
      contradiction: contradictionWords(sums[easy.contradiction]!, figures.all),
    };
  const lower = Float64Array.from(easy.lower);
  const upper = Float64Array.from(easy.upper);
  // The least an outsider's ignorance is known to span; it judges, where the search was cut short.
  const sureLower = Float64Array.from(lower);
  const sureUpper = Float64Array.from(upper);
  let solves = 0;
  const changes = new Set(
    figures.revisions.map((_, at) => figures.all.length - figures.revisions.length + at),
  );
  const asks = (at: number, low: number, high: number) => {
    const figure = figures.all[at]!;
    if (changes.has(at) || figure.averaged === true) return 0;
    if (figure.places.length > 0) return neededWidth(rule, [low, high], figure.whole);
    return 0;
  };
  const routes = new Map<number, string>();
  const mostRoutes = 100;
  for (const component of easy.components) {
    const space = spaceOf(component, figures.all, sums, lower, upper);
    const needs = Float64Array.from(component.figures, (at) => asks(at, Math.max(1, lower[at]!), upper[at]!));
    const found = searchIntervals(highs, space, {
      exact,
      needs,
      stop: () => performance.now() > deadline,
    });
    solves += found.solves;
    if (!found.feasible) {
      return {
        lines: [],
        solves,
        contradiction: contradictionWords(sums[component.sums[0]!]!, figures.all),
      };
    }
    component.figures.forEach((at, index) => {
      lower[at] = found.lower[index]!;
      upper[at] = found.upper[index]!;
      sureLower[at] = found.seenLeast[index]!;
      sureUpper[at] = found.seenMost[index]!;
    });
    component.figures.forEach((at, index) => {
      const interval = [sureLower[at]!, sureUpper[at]!] as const;
      const width = interval[1] - interval[0];
      const needed = asks(at, lower[at]!, upper[at]!);
      if (routes.size >= mostRoutes || !(width < needed - 1e-6)) return;
      const words = combination(highs, component, space, index, figures.all, sums, interval);
      if (words !== undefined) routes.set(at, words);
    });
  }
  const lines: AttackLine[] = [];
  for (const [at, figure] of figures.all.entries()) {
    if (!figure.blank || figure.averaged === true) continue;
    const low = lower[at] === upper[at] ? lower[at]! : Math.min(sureLower[at]!, sureUpper[at]!);
    const high = lower[at] === upper[at] ? upper[at]! : sureUpper[at]!;
    const kind = changes.has(at) ? 'change' : figure.places.length === 0 ? 'unprinted' : 'blank';
    const judged = [low, high] as const;
    const needs = asks(at, lower[at]!, upper[at]!);
    const unsafe =
      kind === 'blank'
        ? high - low < needs - 1e-6 || !(high >= low)
        : kind === 'unprinted'
          ? figure.whole && givesSmallCount(rule, judged)
          : isSmallChange(rule, judged);
    if (kind !== 'blank' && !unsafe) continue;
    lines.push({
      ...placeOf(figure, releases),
      kind,
      interval: [low, Number.isFinite(high) ? high : null],
      width: Number.isFinite(high) ? high - low : null,
      needs,
      verdict: unsafe ? 'unsafe' : 'safe',
      ...(unsafe ? { route: `${routes.get(at) ?? easyRoute(at, figures.all, sums, easy)}.` } : {}),
    });
  }
  lines.push(...fewBehind(figures, releases, lower, upper), ...averageLines(releases, hierarchies, rule));
  return { lines, solves };
}

/** Means and medians that are printed though everybody can tell that fewer people than the threshold are behind them. */
function fewBehind(
  { all, means }: Figures,
  releases: readonly TableFile[],
  lower: Float64Array,
  upper: Float64Array,
): AttackLine[] {
  return means.flatMap(({ people, printed, kind, release, table }): AttackLine[] => {
    const file = releases[release]!;
    const threshold = file.rule.threshold ?? 0;
    if (printed === undefined || !(upper[people]! < threshold)) return [];
    const [low, high] = [lower[people]!, upper[people]!];
    return [
      {
        release: file.name,
        table: file.tables[table]!.name,
        cell: Object.fromEntries(all[people]!.codes),
        universe: file.tables[table]!.universe,
        of: kind,
        kind: 'printed',
        interval: printed,
        width: printed[1] - printed[0],
        needs: 0,
        verdict: 'unsafe',
        route: `It is the ${kind} of ${intervalWords(low, high)} people, fewer than ${threshold}.`,
      },
    ];
  });
}

/** Withheld medians, and those withheld means that the means around them give away. */
function averageLines(
  releases: readonly TableFile[],
  hierarchies: ReadonlyMap<string, Hierarchy>,
  rule: GoverningRule['rule'],
): AttackLine[] {
  return averageBounds(releases, hierarchies).flatMap((average): AttackLine[] => {
    if (!average.withheld) return [];
    const { lower, upper, kind, because } = average;
    const needs = neededOfAverage(rule, average);
    const unsafe = upper - lower < needs - 1e-9;
    if (kind === 'mean' && !unsafe) return [];
    const release = releases[average.release]!;
    const table = release.tables[average.table]!;
    return [
      {
        release: release.name,
        table: table.name,
        cell: Object.fromEntries(average.codes),
        universe: table.universe,
        of: kind,
        kind: 'blank',
        interval: [lower, Number.isFinite(upper) ? upper : null],
        width: Number.isFinite(upper) ? upper - lower : null,
        needs,
        verdict: unsafe ? 'unsafe' : 'safe',
        ...(unsafe
          ? {
              route: `A ${kind} lies between those of its parts: the ${kind}s by ${because ?? 'group'} give ${intervalWords(lower, upper)}.`,
            }
          : {}),
      },
    ];
  });
}

function spaceOf(
  component: Presolved['components'][number],
  figures: readonly Figure[],
  sums: readonly Sum[],
  lower: Float64Array,
  upper: Float64Array,
) {
  const place = new Map(component.figures.map((at, index) => [at, index]));
  const rows: Row[] = component.sums.map((sumAt) => {
    const sum = sums[sumAt]!;
    const columns: number[] = [];
    const values: number[] = [];
    let known = 0;
    sum.figures.forEach((at, entry) => {
      const index = place.get(at);
      if (index === undefined) known += sum.values[entry]! * lower[at]!;
      else {
        columns.push(index);
        values.push(sum.values[entry]!);
      }
    });
    return { columns, values, lower: sum.lower - known, upper: sum.upper - known };
  });
  return {
    lower: Float64Array.from(component.figures, (at) => lower[at]!),
    upper: Float64Array.from(component.figures, (at) => upper[at]!),
    whole: Uint8Array.from(component.figures, (at) => (figures[at]!.whole ? 1 : 0)),
    rows,
  };
}

/** The sums that bound one figure, found again with the figure alone in the objective. */
function combination(
  highs: Highs,
  component: Presolved['components'][number],
  space: ReturnType<typeof spaceOf>,
  index: number,
  figures: readonly Figure[],
  sums: readonly Sum[],
  interval: readonly [number, number],
): string | undefined {
  const model = new LinearModel(highs, space, space.rows, { presolve: 'off', solver: 'simplex' });
  try {
    model.setCost(index, -1);
    const { rowDual } = model.solve();
    const used = [...rowDual].flatMap((dual, row) =>
      Math.abs(dual) > 1e-7 ? [{ sum: sums[component.sums[row]!]!, times: dual }] : [],
    );
    // Nothing but the bounds already found on the way holds it.
    if (used.length === 0) return undefined;
    const gives = intervalWords(...interval);
    if (used.length === 1) return sumWords(used[0]!.sum, component.figures[index]!, figures, gives);
    return combinationWords(used, figures, gives);
  } finally {
    model.dispose();
  }
}

function easyRoute(at: number, figures: readonly Figure[], sums: readonly Sum[], easy: Presolved): string {
  const steps = stepsTo(at, figures, sums, easy);
  if (steps.length > 0) return steps.join(', ');
  const { value, rounded } = figures[at]!.places.at(-1)?.cell ?? {};
  return rounded === undefined || value == null
    ? 'What is printed for it says so'
    : `${value} as a multiple of ${rounded} stands for ${intervalWords(figures[at]!.lower, figures[at]!.upper)}`;
}

/** The people by whom a figure changed are a figure too. */
function addChange(figures: Figures, sums: Sum[], before: number, after: number): void {
  const now = figures.all[after]!;
  figures.all.push({
    universe: now.universe,
    codes: now.codes,
    key: `${now.key}\u0000change`,
    whole: now.whole,
    lower: Number.NEGATIVE_INFINITY,
    upper: Number.POSITIVE_INFINITY,
    places: [],
    blank: true,
  });
  sums.push({
    figures: [after, before, figures.all.length - 1],
    values: [1, -1, -1],
    lower: 0,
    upper: 0,
    kind: 'change',
  });
}

/** Fewer people than the threshold came or went, and everybody can tell. */
function isSmallChange(rule: GoverningRule['rule'], [low, high]: readonly [number, number]): boolean {
  if (rule.threshold === undefined) return false;
  return low > 0 ? givesSmallCount(rule, [low, high]) : high < 0 && givesSmallCount(rule, [-high, -low]);
}

/** Small changes between states of the data that cannot be one: every figure printed exactly in both. */
function changesBetween(states: readonly (readonly TableFile[])[], { rule }: GoverningRule): AttackLine[] {
  const lines: AttackLine[] = [];
  const before = new Map<string, Set<number>>();
  for (const state of states) {
    const { all } = gatherFigures(
      state,
      state.some((file) => file.hierarchies.has('universe')),
    );
    const exact = all.filter(({ blank }) => !blank);
    for (const figure of exact) {
      for (const old of before.get(whateverVintage(figure.key)) ?? []) {
        const change = figure.lower - old;
        if (!isSmallChange(rule, [change, change])) continue;
        lines.push({
          ...placeOf(figure, state),
          kind: 'change',
          interval: [change, change],
          width: 0,
          needs: neededWidth(rule, [change, change], figure.whole),
          verdict: 'unsafe',
          route: `Taking the earlier release from the later gives ${change}.`,
        });
      }
    }
    for (const { key, lower } of exact) {
      const own = whateverVintage(key);
      before.set(own, (before.get(own) ?? new Set()).add(lower));
    }
  }
  return lines;
}

function placeOf(figure: Figure, releases: readonly TableFile[]) {
  const last = figure.places.at(-1);
  const cell = Object.fromEntries(figure.codes);
  if (last === undefined) return { cell };
  const release = releases[last.release]!;
  const table = release.tables[last.table]!;
  return { release: release.name, table: table.name, cell, universe: table.universe };
}

const nameOf = (figure: Figure) =>
  [...figure.codes].map(([dimension, code]) => `${dimension}=${code}`).join(', ') || 'the grand total';

function contradictionWords(sum: Sum, figures: readonly Figure[]): string {
  const whole = figures[sum.figures[0]!]!;
  if (sum.kind === 'mean' || sum.kind === 'median')
    return `The ${sum.kind} printed for ${nameOf(whole)} cannot be true.`;
  if (sum.kind === 'percent') return `The percentage printed for ${nameOf(whole)} cannot be true.`;
  return `The figures by ${sum.dimension ?? 'release'} cannot add up to what is printed for ${nameOf(whole)}.`;
}
