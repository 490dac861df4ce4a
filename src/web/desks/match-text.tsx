/** Why something was found: the words as they stand there, and where. */
export interface Found {
  readonly score: number;
  readonly places: readonly { readonly where: string; readonly words: readonly string[] }[];
}

/**
 * Whether every word asked for begins a word of one of the texts (plural and singular are one), and where. Undefined when
 * one of them is nowhere.
 */
export function matchText(
  q: string,
  texts: readonly { readonly where: string; readonly text: string; readonly weight: number }[],
): Found | undefined {
  const asked =
    q
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.map(stem) ?? [];
  if (asked.length === 0) return undefined;
  const missing = new Set(asked);
  let score = 0;
  const places: { where: string; words: string[] }[] = [];
  for (const { where, text, weight } of texts) {
    const words: string[] = [];
    for (const word of text.match(/[\p{L}\p{N}]+/gu) ?? []) {
      const hit = asked.find((one) => word.toLowerCase().startsWith(one));
      if (hit === undefined) continue;
      if (missing.delete(hit)) score += weight;
      if (!words.some((known) => known.toLowerCase() === word.toLowerCase())) words.push(word);
    }
    if (words.length > 0) places.push({ where, words: words.slice(0, 4) });
  }
  if (missing.size > 0) return undefined;
  // A name that is the question itself stands before names that only hold it.
  const same = texts.some(({ text }) => text.toLowerCase() === q.trim().toLowerCase());
  return { score: score + (same ? 3 : 0), places };
}

/** Only the commonest English endings: `deaths` and `death`, `agencies` and `agency`. */
function stem(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return word.slice(0, -3);
  if (word.length > 4 && word.endsWith('y')) return word.slice(0, -1);
  return word.length > 3 && word.endsWith('s') ? word.slice(0, -1) : word;
}

/** `drug and deaths in the title`, the words marked. */
export const marked = ({ places }: Found) => (
  <>
    {places.map(({ where, words }, at) => (
      <>
        {at > 0 && ', '}
        {words.map((word, index) => (
          <>
            {index > 0 && (index === words.length - 1 ? ' and ' : ', ')}
            <mark>{word}</mark>
          </>
        ))}{' '}
        {where}
      </>
    ))}
  </>
);
