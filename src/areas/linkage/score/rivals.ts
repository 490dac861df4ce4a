/** Pairs with the log2 odds that the model gives each. */
export interface WeighedPairs {
  readonly size: number;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly weight: Float64Array;
}

export interface OnceSides {
  readonly leftOnce: boolean;
  readonly rightOnce: boolean;
  readonly rows: number;
}

/** What one round of choosing gave: the pairs, and for each its lead over the best rival. */
interface Round {
  readonly pairs: Int32Array;
  readonly lead: Float64Array;
}

/** As if every record had a rival of this weight: pairs below were not kept. */
const floor = -12;
/** So many neighbouring scores stand together at least. */
const fewest = 10;
/** Where there are more scores than this, one beginning of the pools is as good as another. */
const many = 20_000;
const rounds = 12;

/**
 * Chances where records have at most one partner. The model's odds rank a record's candidates well, but say badly whether
 * the first of them is right: near relatives of the right one are all alike. So the winners (pairs chosen greedily, each
 * record once) are compared with what would have won without them: for a record whose partner is there that is a false
 * winner, drawn from the very distribution that false winners come from (the target-decoy idea of Elias & Gygi 2007; local
 * false discovery rate with an empirical null, Efron 2004). No labels are used.
 *
 * Returns the chance of each pair; a pair that did not win keeps what its winner leaves.
 */
export function chancesAmongRivals(pairs: WeighedPairs, sides: OnceSides): Float64Array {
  const order = Int32Array.from({ length: pairs.size }, (_, at) => at).sort(
    (a, b) => pairs.weight[b]! - pairs.weight[a]! || a - b,
  );
  const out = new Uint8Array(pairs.size);
  const winners = choose(pairs, sides, order, out);
  for (const pair of winners.pairs) out[pair] = 1;
  const decoys = choose(pairs, sides, order, out);
  const chances = new Float64Array(pairs.size);
  const winnerOf = new Int32Array(sides.rows).fill(-1);
  for (const [at, pair] of winners.pairs.entries()) {
    if (sides.leftOnce) winnerOf[pairs.left[pair]!] = at;
    if (sides.rightOnce) winnerOf[pairs.right[pair]!] = at;
  }
  const p = new Float64Array(winners.pairs.length).fill(0.5);
  const decoyOf = Array.from(decoys.pairs, (pair) =>
    [
      sides.leftOnce ? winnerOf[pairs.left[pair]!]! : -1,
      sides.rightOnce ? winnerOf[pairs.right[pair]!]! : -1,
    ].filter((at) => at >= 0),
  );
  const own = score(pairs, winners);
  const other = score(pairs, decoys);
  for (let round = 0; round < rounds; round++) {
    const weights = decoyOf.map((of) => (of.length === 0 ? 0 : Math.max(...of.map((at) => p[at]!))));
    const next = falseShare(own, other, Float64Array.from(weights));
    for (let at = 0; at < p.length; at++) p[at] = 1 - next[at]!;
  }
  for (const [at, pair] of winners.pairs.entries()) chances[pair] = p[at]!;
  return chances;
}

/** Greedy choice by weight; the lead is over the best other open pair of either record that may have one partner only. */
function choose(
  pairs: WeighedPairs,
  { leftOnce, rightOnce, rows }: OnceSides,
  order: Int32Array,
  out: Uint8Array,
): Round {
  const used = new Uint8Array(rows);
  const best = new Float64Array(rows).fill(-Infinity);
  const second = new Float64Array(rows).fill(-Infinity);
  const see = (row: number, weight: number) => {
    if (weight > best[row]!) {
      second[row] = best[row]!;
      best[row] = weight;
    } else if (weight > second[row]!) second[row] = weight;
  };
  for (let at = 0; at < pairs.size; at++) {
    if (out[at] === 1) continue;
    if (leftOnce) see(pairs.left[at]!, pairs.weight[at]!);
    if (rightOnce) see(pairs.right[at]!, pairs.weight[at]!);
  }
  const chosen: number[] = [];
  const lead: number[] = [];
  for (const at of order) {
    if (out[at] === 1) continue;
    const [left, right, weight] = [pairs.left[at]!, pairs.right[at]!, pairs.weight[at]!];
    if ((leftOnce && used[left]) || (rightOnce && used[right])) continue;
    used[left] = 1;
    used[right] = 1;
    const rival = (row: number) => (best[row]! > weight ? best[row]! : second[row]!);
    chosen.push(at);
    lead.push(weight - Math.max(floor, leftOnce ? rival(left) : floor, rightOnce ? rival(right) : floor));
  }
  return { pairs: Int32Array.from(chosen), lead: Float64Array.from(lead) };
}

/** Weight and lead in one number. */
function score(pairs: WeighedPairs, round: Round): Float64Array {
  return Float64Array.from(
    round.pairs,
    (pair, at) => pairs.weight[pair]! + Math.max(-10, Math.min(round.lead[at]!, 20)),
  );
}

/**
 * Share of false ones among winners of each winner's score, given the scores of false winners and their weights. Closer
 * scores never have a larger share: neighbouring scores are pooled until that holds.
 */
function falseShare(own: Float64Array, other: Float64Array, weights: Float64Array): Float64Array {
  const all = [
    ...Array.from(own, (s, at) => ({ s, at, lost: 0 })),
    ...Array.from(other, (s, at) => ({ s, at: -1, lost: weights[at]! })),
  ].sort((a, b) => a.s - b.s);
  const allLost = weights.reduce((sum, weight) => sum + weight, 0);
  if (allLost < 1) return new Float64Array(own.length);
  // Below the median of the false ones there are hardly any true ones: what wins there tells how many are false.
  let [low, lowLost] = [0, 0];
  for (const { at, lost } of all) {
    if (lowLost >= allLost / 2) break;
    if (at >= 0) low++;
    lowLost += lost;
  }
  const scale = Math.min(own.length, (low / lowLost) * allLost) / allLost;
  const ratio = (pool: { won: number; lost: number }) => (pool.won + 0.5) / (pool.lost * scale + 0.5);
  const share = new Float64Array(own.length);
  // Where the pools begin is chance: every beginning is tried and the mean taken.
  const beginnings = all.length > many ? 1 : fewest;
  for (let first = fewest - beginnings + 1; first <= fewest; first++) {
    const pools: { won: number; lost: number; entries: number }[] = [];
    for (let from = 0; from < all.length; from += from === 0 ? first : fewest) {
      const some = all.slice(from, from === 0 ? first : from + fewest);
      pools.push({
        won: some.filter(({ at }) => at >= 0).length,
        lost: some.reduce((sum, { lost }) => sum + lost, 0),
        entries: some.length,
      });
      while (pools.length > 1 && ratio(pools.at(-2)!) >= ratio(pools.at(-1)!)) {
        const last = pools.pop()!;
        const before = pools.pop()!;
        pools.push({
          won: before.won + last.won,
          lost: before.lost + last.lost,
          entries: before.entries + last.entries,
        });
      }
    }
    let entry = 0;
    for (const pool of pools) {
      const value = Math.min(0.999, 1 / ratio(pool)) / beginnings;
      for (let end = entry + pool.entries; entry < end; entry++)
        if (all[entry]!.at >= 0) share[all[entry]!.at]! += value;
    }
  }
  return share;
}
