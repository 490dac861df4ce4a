import type { Reach, SearchKind } from '../../search-source.ts';
import type { Asked, Way } from './read-question.ts';
import { type Indexed, inName, slotBits, type TermIndex, weightMask } from './term-index.ts';

/** A document found, with the score it is ranked by: comparable within one answer only. */
export interface Ranked {
  readonly document: Indexed;
  readonly score: number;
  /** Places in the question whose words it has, from 0. */
  readonly has: readonly number[];
}

export interface Ranking {
  /** The best, in order; as many as were asked for. */
  readonly best: readonly Ranked[];
  /** All that answer, of the kind and agency asked for. */
  readonly total: number;
  /** Of the agency and reach asked for, by kind. */
  readonly kinds: ReadonlyMap<SearchKind, number>;
  /** Of every kind and agency, by agency. */
  readonly holders: ReadonlyMap<string, number>;
  /** Of the kind and agency asked for, by whether one may see it. */
  readonly reaches: ReadonlyMap<Reach, number>;
}

export interface Wanted {
  readonly kind?: SearchKind | undefined;
  readonly agency?: string | undefined;
  readonly reach?: Reach | undefined;
  /** Documents in order, at most. */
  readonly most: number;
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
 * and by how much of its name was asked for. A field must have all of it: there are too many that have a part.
 */
export function rankDocuments(asked: readonly Asked[], index: TermIndex, wanted: Wanted): Ranking {
  const tally = new Tally(index);
  for (const [place, one] of asked.entries()) tally.take(one.ways, place);
  const { whole, allPlaces } = tally;
  let highest = 0;
  const found: number[] = [];
  for (let one = 0; one < tally.count; one++) {
    const at = tally.touched[one]!;
    const document = index.document(at);
    const share = tally.covered[at]! / whole;
    if (share < leastCovered || (document.kind === 'field' && tally.places[at] !== allPlaces)) continue;
    const ofName = Math.min(1, tally.named[at]! / Math.max(1, document.nameTerms));
    const score = tally.scores[at]! * share * share * kindWorth[document.kind] * (0.7 + 0.6 * ofName);
    tally.scores[at] = score;
    if (score > highest) highest = score;
    found.push(at);
  }
  const kinds = new Map<SearchKind, number>();
  const holders = new Map<string, number>();
  const reaches = new Map<Reach, number>();
  const best: number[] = [];
  const before = (a: number, b: number) => comesBefore(tally.scores, index, a, b);
  let total = 0;
  for (const at of found) {
    if (tally.scores[at]! < highest * leastOfBest) continue;
    const { kind, agency, reach } = index.document(at);
    if (agency !== undefined) holders.set(agency, (holders.get(agency) ?? 0) + 1);
    if (wanted.agency !== undefined && agency !== wanted.agency) continue;
    const isKind = wanted.kind === undefined || kind === wanted.kind;
    if (isKind) reaches.set(reach, (reaches.get(reach) ?? 0) + 1);
    if (wanted.reach !== undefined && reach !== wanted.reach) continue;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    if (!isKind) continue;
    total += 1;
    if (best.length === wanted.most && !before(at, best.at(-1)!)) continue;
    insert(best, at, before);
    if (best.length > wanted.most) best.pop();
  }
  return {
    best: best.map((at) => ({
      document: index.document(at),
      score: tally.scores[at]!,
      has: asked.flatMap((_, place) => ((tally.places[at]! >> place) & 1 ? [place] : [])),
    })),
    total,
    kinds,
    holders,
    reaches,
  };
}

/** What each document scores, in arrays by its number: hundreds of thousands are counted for a common word. */
class Tally {
  readonly scores: Float64Array;
  readonly covered: Float64Array;
  readonly named: Float32Array;
  /** One bit for each place of the question. */
  readonly places: Uint32Array;
  readonly touched: Int32Array;
  count = 0;
  whole = 0;
  allPlaces = 0;
  readonly #index: TermIndex;
  readonly #best: Float32Array;
  readonly #bestNamed: Float32Array;
  readonly #met: Int32Array;
  #metCount = 0;

  constructor(index: TermIndex) {
    const size = index.size;
    this.#index = index;
    this.scores = new Float64Array(size);
    this.covered = new Float64Array(size);
    this.named = new Float32Array(size);
    this.places = new Uint32Array(size);
    this.touched = new Int32Array(size);
    this.#best = new Float32Array(size);
    this.#bestNamed = new Float32Array(size);
    this.#met = new Int32Array(size);
  }

  /** Adds one thing asked for: of the ways in which a document says it the best counts. */
  take(ways: readonly Way[], place: number): void {
    this.#metCount = 0;
    for (const way of ways) this.#takeWay(way);
    // A word that stands nowhere tells no document from another.
    if (this.#metCount === 0) return;
    const rarity = Math.log(1 + this.#index.count / this.#metCount);
    this.whole += rarity;
    this.allPlaces |= 1 << place;
    for (let one = 0; one < this.#metCount; one++) {
      const at = this.#met[one]!;
      if (this.places[at] === 0) this.touched[this.count++] = at;
      this.scores[at]! += rarity * this.#best[at]!;
      this.covered[at]! += rarity;
      this.named[at]! += this.#bestNamed[at]!;
      this.places[at]! |= 1 << place;
      this.#best[at] = 0;
      this.#bestNamed[at] = 0;
    }
  }

  #takeWay({ saying, worth }: Way): void {
    if (saying.length === 1) {
      for (const posting of this.#index.postings(saying[0]!))
        this.#meet(posting >>> slotBits, posting & weightMask, posting & inName ? worth : 0, worth);
      return;
    }
    // All of its terms: it weighs what the weakest of them weighs.
    const rarestFirst = saying.map((term) => this.#index.postings(term)).sort((a, b) => a.length - b.length);
    const weights = new Map<number, { weight: number; names: number; terms: number }>();
    for (const [nth, postings] of rarestFirst.entries())
      for (const posting of postings) {
        const at = posting >>> slotBits;
        const weight = posting & weightMask;
        const names = posting & inName ? 1 : 0;
        const known = weights.get(at);
        if (nth === 0) weights.set(at, { weight, names, terms: 1 });
        else if (known?.terms === nth)
          weights.set(at, {
            weight: Math.min(known.weight, weight),
            names: known.names + names,
            terms: nth + 1,
          });
      }
    for (const [at, { weight, names, terms }] of weights)
      if (terms === saying.length) this.#meet(at, weight, worth * names, worth);
  }

  #meet(at: number, weight: number, named: number, worth: number): void {
    if (this.#best[at] === 0) this.#met[this.#metCount++] = at;
    const value = (worth * weight) / 24;
    if (this.#best[at]! < value) this.#best[at] = value;
    if (this.#bestNamed[at]! < named) this.#bestNamed[at] = named;
  }
}

/** Scores in single precision differ by nothing that matters: equals go by name and id, by code unit on every machine. */
function comesBefore(scores: Float64Array, index: TermIndex, a: number, b: number): boolean {
  if (scores[a] !== scores[b]) return scores[a]! > scores[b]!;
  const [one, other] = [index.document(a), index.document(b)];
  return one.name !== other.name ? one.name < other.name : one.id < other.id;
}

function insert(list: number[], at: number, before: (a: number, b: number) => boolean): void {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (before(at, list[middle]!)) high = middle;
    else low = middle + 1;
  }
  list.splice(low, 0, at);
}
