import type { Segment } from './model.ts';

/** A text longer than this is shown whole on both sides: finding what stayed would take too long. */
const mostWords = 1500;

/**
 * What stayed, went and came between two texts, by words: the longest common subsequence (Hunt and McIlroy, 1976), so
 * that what is shown as gone and come is as short as can be. Joined, `same` and `out` give the first text, `same` and
 * `in` the second.
 */
export function compareTexts(before: string, after: string): Segment[] {
  const [a, b] = [words(before), words(after)];
  if (a.length * b.length > mostWords * mostWords)
    return [
      { kind: 'out', text: before },
      { kind: 'in', text: after },
    ];
  // longest[i][j]: words in common of a from i and b from j.
  const longest = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      longest[i]![j] =
        a[i] === b[j] ? longest[i + 1]![j + 1]! + 1 : Math.max(longest[i + 1]![j]!, longest[i]![j + 1]!);
  const segments: Segment[] = [];
  const say = (kind: Segment['kind'], text: string) => {
    const last = segments.at(-1);
    if (last?.kind === kind) last.text += text;
    else segments.push({ kind, text });
  };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      say('same', a[i]!);
      i++;
      j++;
    } else if (j === b.length || (i < a.length && longest[i + 1]![j]! >= longest[i]![j + 1]!))
      say('out', a[i++]!);
    else say('in', b[j++]!);
  }
  return segments;
}

/** Words with the space that follows them, so that joining gives the text back. */
const words = (text: string): string[] => text.match(/\s*\S+\s*?(?=\s|$)/g) ?? [];
