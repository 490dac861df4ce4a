import type { SearchKind } from '../../search-source.ts';
import type { Asked, Way } from './read-question.ts';
import type { Indexed, TermIndex } from './term-index.ts';

/** A document found, with the score it is ranked by: comparable within one answer only. */
export interface Ranked {
  readonly document: Indexed;
  readonly score: number;
  /** Places in the question whose words it has, from 0. */
  readonly has: readonly number[];
}

/** A field is one of many of its dataset, and says less than the dataset itself. */
const kindWorth: Readonly<Record<SearchKind, number>> = {
  dataset: 1,
  plan: 0.85,
  agency: 1,
  field: 0.6,
  place: 0.75,
};

/** A document that scores less than this share of the best only happens to have one of the words. */
const leastOfBest = 0.04;

/** A document with less than this share of what the question weighs answers another question. */
const leastCovered = 0.5;

/**
 * The documents that answer a question, best first; equals by name, then id. What is asked for weighs by its rarity
 * (inverse document frequency, Spärck Jones 1972), a document by where it says it, by how much of the question it covers
 * and by how much of its name was asked for.
 */
export function rankDocuments(asked: readonly Asked[], index: TermIndex): Ranked[] {
  const scores = new Float64Array(index.size);
  const covered = new Float64Array(index.size);
  const named = new Float64Array(index.size);
  const has = new Map<number, number[]>();
  let wholeWeight = 0;
  asked.forEach((one, place) => {
    const best = new Map<number, number>();
    const bestInName = new Map<number, number>();
    for (const way of one.ways) takeWay(way, index, best, bestInName);
    // A word that stands nowhere tells no document from another.
    if (best.size === 0) return;
    const rarity = Math.log(1 + index.count / best.size);
    wholeWeight += rarity;
    for (const [at, worth] of best) {
      scores[at]! += rarity * worth;
      covered[at]! += rarity;
      named[at]! += bestInName.get(at) ?? 0;
      const places = has.get(at);
      if (places === undefined) has.set(at, [place]);
      else places.push(place);
    }
  });
  const ranked: Ranked[] = [];
  for (const [at, places] of has) {
    const share = covered[at]! / wholeWeight;
    if (share < leastCovered) continue;
    const document = index.document(at);
    const ofName = Math.min(1, named[at]! / Math.max(1, document.nameTerms));
    const score = scores[at]! * share * share * kindWorth[document.kind] * (0.7 + 0.6 * ofName);
    ranked.push({ document, score, has: places });
  }
  ranked.sort(byScore);
  const least = (ranked[0]?.score ?? 0) * leastOfBest;
  return ranked.filter(({ score }) => score >= least);
}

/** Adds what one way of saying it finds: of several ways the best counts. */
function takeWay(
  { saying, worth }: Way,
  index: TermIndex,
  best: Map<number, number>,
  bestInName: Map<number, number>,
): void {
  const take = (at: number, weight: number, terms: number) => {
    const value = (worth * weight) / 24;
    if ((best.get(at) ?? 0) < value) best.set(at, value);
    if (terms > 0 && (bestInName.get(at) ?? 0) < worth * terms) bestInName.set(at, worth * terms);
  };
  if (saying.length === 1) {
    index.each(saying[0]!, (at, weight, isInName) => take(at, weight, isInName ? 1 : 0));
    return;
  }
  // All of its terms: it weighs what the weakest of them weighs.
  let found: Map<number, { weight: number; inName: number }> | undefined;
  const rarestFirst = saying.toSorted((a, b) => index.countOf(a) - index.countOf(b));
  for (const term of rarestFirst) {
    const next = new Map<number, { weight: number; inName: number }>();
    index.each(term, (at, weight, isInName) => {
      const before = found === undefined ? { weight, inName: 0 } : found.get(at);
      if (before === undefined) return;
      const inName = before.inName + (isInName ? 1 : 0);
      next.set(at, { weight: Math.min(before.weight, weight), inName });
    });
    found = next;
  }
  for (const [at, { weight, inName }] of found ?? []) take(at, weight, inName);
}

const byScore = (a: Ranked, b: Ranked) =>
  b.score - a.score || compare(a.document.name, b.document.name) || compare(a.document.id, b.document.id);

/** By code unit: no locale, so that every machine agrees. */
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
