import { namesakesIn } from './namesakes.ts';
import type { PatternSpace } from './pattern-space.ts';
import type { Strangers } from './strangers.ts';
import { overTwins, twinShare, twinsIn } from './twins.ts';
import { type CellChances, cellChances, cellWeights, levelShares } from './weights.ts';

/**
 * A Fellegi-Sunter model with four hypotheses: the same; strangers, whose fields agree by chance; neighbours, who are
 * different but belong together (a household, the branches of a firm, the models of one make) and agree in more than chance
 * allows; and twins (see `twins.ts`). A pair must beat all.
 */
export interface Model {
  readonly m: CellChances;
  readonly u: CellChances;
  readonly near: CellChances;
  /** log2(m / u) and log2(m / near) by group and cell. */
  readonly overStrangers: readonly Float64Array[];
  readonly overNeighbours: readonly Float64Array[];
  /** Share of all pairs of the universe that are the same, and that are neighbours. */
  readonly prior: number;
  readonly nearPrior: number;
  /** Share of all pairs that are twins. */
  readonly twinPrior: number;
  readonly iterations: number;
  readonly logLikelihood: number;
}

/** Pairs that blocking found, and the pattern that each of them shows. */
export interface CandidatePairs {
  readonly size: number;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly pattern: Int32Array;
  /** How many pairs each stands for, where they were drawn. */
  readonly weight?: Float64Array;
}

export interface PatternTable {
  readonly size: number;
  /** `cells[pattern * groups + group]`. */
  readonly cells: Int32Array;
  readonly rarity: Float64Array;
  readonly counts: Float64Array;
}

export interface EstimateOptions {
  /** Share of true pairs that the first step believes in. */
  readonly start: number;
  readonly neighbours: boolean;
  /** Records of the left, or right, side have at most one partner. */
  readonly leftOnce?: boolean;
  readonly rightOnce?: boolean;
  readonly rows: number;
  readonly isLink: boolean;
}

/**
 * What is believed beforehand counts for a tenth of the pairs seen, for no fewer than 20 and no more than 3,000 of them: where
 * there are many, the data alone decide. What is known of neighbours counts for half of what is seen, and never for fewer pairs than this. */
const fewestNear = 100;
const fewestSame = 20;
const mostBelieved = 3000;
const caution = { m: 3, u: 3, near: 3 };
const most = 100;
/** Beginnings that are tried, as multiples of the share believed first, and the steps after which the likeliest goes on. */
const beginnings = [1, 1 / 8, 8];
const stepsTried = 6;

/**
 * Expectation maximisation over packed patterns, begun at several places: what climbs highest in a few steps is climbed to the
 * end (short runs of EM: Biernacki, Celeux & Govaert 2003, doi:10.1016/S0167-9473(02)00163-9).
 */
export function estimateModel(
  space: PatternSpace,
  strangers: Strangers,
  patterns: PatternTable,
  pairs: CandidatePairs,
  options: EstimateOptions,
): Model {
  let [start, likeliest] = [options.start, -Infinity];
  for (const times of beginnings) {
    const from = Math.min(mostStart, options.start * times);
    const model = climb(
      space,
      strangers,
      patterns,
      pairs,
      { ...options, start: from, nearStart: options.start },
      stepsTried,
    );
    if (model.logLikelihood <= likeliest + Math.abs(likeliest) * noBetter) continue;
    [start, likeliest] = [from, model.logLikelihood];
  }
  return climb(space, strangers, patterns, pairs, { ...options, start, nearStart: options.start }, most);
}

const mostStart = 0.5;
/** A gain smaller than this share is none: no model is so true that it would mean anything. */
const noBetter = 1e-3;

function climb(
  space: PatternSpace,
  strangers: Strangers,
  patterns: PatternTable,
  pairs: CandidatePairs,
  options: EstimateOptions & { readonly nearStart: number },
  steps: number,
): Model {
  const seenShare = strangers.pairs / strangers.universe;
  const zero = () => space.groups.map((group) => new Float64Array(group.cells));
  let same: readonly Float64Array[] = zero();
  let near: readonly Float64Array[] = zero();
  let prior = options.start;
  let nearPrior = options.neighbours ? options.nearStart * 3 : 1e-300;
  let model: Model | undefined;
  let seen = 0;
  let nearSeen = 0;
  for (let iteration = 1; iteration <= steps; iteration++) {
    const believed = Math.max(fewestSame, Math.min(0.1 * seen, mostBelieved));
    const nearBelieved = Math.max(fewestNear, nearSeen);
    const m = space.groups.map((group, g) =>
      cellChances(
        group,
        same[g]!,
        levelShares(group, same[g]!, (c, level) => believed * group.comparisons[c]!.levels[level]!.m),
        caution.m,
      ),
    );
    const r = space.groups.map((group, g) =>
      cellChances(
        group,
        near[g]!,
        levelShares(
          group,
          near[g]!,
          (c, level) => nearBelieved * (group.comparisons[c]!.levels[level]!.kin ?? 0.1),
        ),
        caution.near,
      ),
    );
    const u = space.groups.map((group, g) => {
      const different = strangers.cells[g]!.map((count, cell) =>
        Math.max(0, count - (same[g]![cell]! + near[g]![cell]!) * seenShare),
      );
      return cellChances(
        group,
        different,
        levelShares(group, different, () => 0.5),
        caution.u,
      );
    });
    const overStrangers = cellWeights(space, m, u, { same: seen, other: strangers.pairs });
    const overNeighbours = cellWeights(space, m, r);
    const twinPrior = twinShare(
      { same: prior, neighbours: options.neighbours ? nearPrior : undefined },
      { ...options, universe: strangers.universe },
    );
    const now = { m, u, near: r, overStrangers, overNeighbours, prior, nearPrior, twinPrior };
    const found = expectation(space, patterns, pairs, now, options);
    same = found.same;
    near = found.near;
    seen = found.total;
    nearSeen = found.totalNear;
    const next = Math.min(0.9, Math.max(found.total, 0.5) / strangers.universe);
    const change = Math.abs(Math.log(next / prior));
    model = { ...now, iterations: iteration, logLikelihood: 0 };
    prior = next;
    if (options.neighbours) nearPrior = Math.max(found.totalNear, 0.5) / strangers.universe;
    if (iteration > 5 && change < 1e-4) break;
  }
  return { ...model!, logLikelihood: logLikelihood(space, patterns, model!, strangers.universe) };
}

/** Odds of each pattern against strangers, against neighbours, and against twins (infinite where they cannot be). */
export function patternOdds(
  space: PatternSpace,
  patterns: PatternTable,
  model: Omit<Model, 'near' | 'iterations' | 'logLikelihood'>,
) {
  const groups = space.groups.length;
  const strangers = new Float64Array(patterns.size);
  const neighbours = new Float64Array(patterns.size);
  const twins = new Float64Array(patterns.size).fill(Infinity);
  const twinModel = twinsIn(space, model);
  const base = Math.log2(model.prior / (1 - model.prior));
  const nearBase = Math.log2(model.prior / model.nearPrior);
  const namesakes = namesakesIn(space);
  for (let at = 0; at < patterns.size; at++) {
    let [one, other] = [base + patterns.rarity[at]!, nearBase];
    if (namesakes !== undefined)
      other -= namesakes.bits(
        patterns.cells[at * groups + namesakes.nameGroup]!,
        patterns.cells[at * groups + namesakes.birthGroup]!,
      );
    for (let g = 0; g < groups; g++) {
      const cell = patterns.cells[at * groups + g]!;
      one += model.overStrangers[g]![cell]!;
      other += model.overNeighbours[g]![cell]!;
    }
    strangers[at] = 2 ** one;
    neighbours[at] = 2 ** other;
    if (twinModel === undefined) continue;
    const cellOf = (group: number) => patterns.cells[at * groups + group]!;
    if (twinModel.possible(cellOf(twinModel.nameGroup), cellOf(twinModel.birthGroup)))
      twins[at] = 2 ** overTwins(twinModel, cellOf);
  }
  return { strangers, neighbours, twins };
}

/**
 * Of the patterns seen, under the three hypotheses together, and of all other pairs of the universe as strangers; without the
 * rarity of values, which is no part of the patterns' chances.
 */
function logLikelihood(
  space: PatternSpace,
  patterns: PatternTable,
  model: Omit<Model, 'near' | 'iterations' | 'logLikelihood'>,
  universe: number,
): number {
  const groups = space.groups.length;
  const logU = model.u.map((chances) => chances.map((chance) => (chance > 0 ? Math.log(chance) : -700)));
  const { strangers, neighbours } = patternOdds(
    space,
    { ...patterns, rarity: new Float64Array(patterns.size) },
    model,
  );
  const others = Math.log(Math.max(1e-9, 1 - model.prior - Math.min(1, model.nearPrior)));
  let sum = others * universe;
  for (let at = 0; at < patterns.size; at++) {
    let own = 0;
    for (let g = 0; g < groups; g++) own += logU[g]![patterns.cells[at * groups + g]!]!;
    const same = strangers[at]!;
    const near = model.nearPrior < 1e-200 ? 0 : same / neighbours[at]!;
    sum += patterns.counts[at]! * (own + Math.log1p(Math.min(1e300, same + near)));
  }
  return sum;
}

/** Chance of each pair to be the same: its odds, and where a record can have one partner only, its rivals' too. */
export function pairChances(
  odds: Float64Array,
  pairs: CandidatePairs,
  options: Pick<EstimateOptions, 'leftOnce' | 'rightOnce' | 'rows'>,
): Float64Array {
  const chances = new Float64Array(pairs.size);
  const rivals = options.leftOnce || options.rightOnce ? new Float64Array(options.rows) : undefined;
  if (rivals)
    for (let at = 0; at < pairs.size; at++) {
      const own = odds[pairs.pattern[at]!]! * (pairs.weight?.[at] ?? 1);
      if (options.leftOnce) rivals[pairs.left[at]!]! += own;
      if (options.rightOnce) rivals[pairs.right[at]!]! += own;
    }
  for (let at = 0; at < pairs.size; at++) {
    const own = odds[pairs.pattern[at]!]!;
    const counted = own * (pairs.weight?.[at] ?? 1);
    let all = 1 + own;
    if (options.leftOnce) all += rivals![pairs.left[at]!]! - counted;
    if (options.rightOnce) all += rivals![pairs.right[at]!]! - counted;
    chances[at] = own / all;
  }
  return chances;
}

function expectation(
  space: PatternSpace,
  patterns: PatternTable,
  pairs: CandidatePairs,
  model: Omit<Model, 'near' | 'iterations' | 'logLikelihood'>,
  options: EstimateOptions,
) {
  const groups = space.groups.length;
  const { strangers, neighbours, twins } = patternOdds(space, patterns, model);
  const odds = strangers.map((one, at) => 1 / (1 / one + 1 / neighbours[at]! + 1 / twins[at]!));
  const expected = new Float64Array(patterns.size);
  if (options.leftOnce || options.rightOnce) {
    const chances = pairChances(odds, pairs, options);
    for (let at = 0; at < pairs.size; at++)
      expected[pairs.pattern[at]!]! += chances[at]! * (pairs.weight?.[at] ?? 1);
  } else
    for (let at = 0; at < patterns.size; at++)
      expected[at] = (patterns.counts[at]! * odds[at]!) / (1 + odds[at]!);
  const same = space.groups.map((group) => new Float64Array(group.cells));
  const near = space.groups.map((group) => new Float64Array(group.cells));
  let [total, totalNear] = [0, 0];
  for (let at = 0; at < patterns.size; at++) {
    // Of those that are not the same, what neighbours are.
    const odds = 1 / neighbours[at]!;
    const share = odds / (odds + 1 / strangers[at]! + 1 / twins[at]!);
    const one = expected[at]!;
    const other = (patterns.counts[at]! - one) * (Number.isNaN(share) ? 1 : share);
    total += one;
    totalNear += other;
    for (let g = 0; g < groups; g++) {
      const cell = patterns.cells[at * groups + g]!;
      same[g]![cell]! += one;
      near[g]![cell]! += other;
    }
  }
  return { same, near, total, totalNear };
}
