import type { SearchText } from '../search-source.ts';
import type { Match } from './model.ts';
import type { Asked } from './ranking/read-question.ts';
import { termOf, wordsOf } from './text/words.ts';

const mostWords = 5;

/** The words of a document's texts that answer a question, as they stand there, part by part. */
export function whyFound(asked: readonly Asked[], texts: readonly SearchText[]): Match[] {
  const there = new Set(texts.flatMap(({ text }) => wordsOf(text).map(termOf)));
  // Of a saying of several words each counts only where all of them stand.
  const looked = new Set(
    asked.flatMap(({ ways }) =>
      ways.flatMap(({ saying }) => (saying.every((term) => there.has(term)) ? saying : [])),
    ),
  );
  const matches: { part: Match['part']; words: string[] }[] = [];
  for (const { part, text } of texts) {
    const words: string[] = [];
    for (const word of wordsOf(text)) {
      if (!looked.has(termOf(word))) continue;
      if (!words.some((known) => known.toLowerCase() === word.toLowerCase())) words.push(word);
    }
    if (words.length === 0) continue;
    const same = matches.find((one) => one.part === part);
    if (same === undefined) matches.push({ part, words: words.slice(0, mostWords) });
    else same.words.push(...words.slice(0, mostWords - same.words.length));
  }
  return matches;
}
