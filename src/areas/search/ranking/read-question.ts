import type { Saying, Synonyms } from '../text/synonyms.ts';
import { isSilent, termOf, wordsOf } from '../text/words.ts';
import type { TermIndex } from './term-index.ts';

/** How a way of saying it came to be looked for. */
export type How = 'word' | 'synonym' | 'spelling' | 'beginning';

/** One way in which what was asked may be said in a document: its terms, all of which must stand there. */
export interface Way {
  readonly saying: Saying;
  readonly how: How;
  /** What a match by it is worth beside the word itself. */
  readonly worth: number;
}

/** One thing asked for: a word, or words that are said together. */
export interface Asked {
  readonly words: string;
  readonly ways: readonly Way[];
}

const worthOf = { word: 1, synonym: 0.7, spelling: 0.6, beginning: 0.35 } as const;

/** Takes a question apart into what is asked for, each with the ways in which a document may say it;
 * `exact` allows only the word itself. */
export function readQuestion(question: string, synonyms: Synonyms, index: TermIndex, exact = false): Asked[] {
  const words = wordsOf(question.slice(0, 200)).slice(0, 16);
  const terms = words.map(termOf);
  const onlySilent = words.every(isSilent);
  const asked: Asked[] = [];
  for (let at = 0; at < terms.length; ) {
    const taken = exact ? 1 : longestSaying(terms, at, synonyms, index);
    if (taken === 1 && isSilent(words[at]!) && !onlySilent) {
      at += 1;
      continue;
    }
    const said = terms.slice(at, at + taken);
    asked.push({
      words: words.slice(at, at + taken).join(' '),
      ways: exact
        ? [{ saying: said, how: 'word', worth: worthOf.word }]
        : waysOf(said, synonyms, index, at + taken === terms.length),
    });
    at += taken;
  }
  return asked;
}

/** How many terms from here are one thing with other names; 1 when none are. */
function longestSaying(terms: readonly string[], at: number, synonyms: Synonyms, index: TermIndex): number {
  for (let length = Math.min(synonyms.longest, terms.length - at); length > 1; length--)
    if (synonyms.sayings.has(terms.slice(at, at + length).join(' '))) return length;
  const pair = terms.slice(at, at + 2);
  return pair.length === 2 && !isSilent(pair[0]!) && index.countOf(pair.join('')) > 0 ? 2 : 1;
}

function waysOf(said: Saying, synonyms: Synonyms, index: TermIndex, isLast: boolean): Way[] {
  const ways: Way[] = [{ saying: said, how: 'word', worth: worthOf.word }];
  const add = (saying: Saying, how: How, worth: number = worthOf[how]) => {
    if (!ways.some((one) => one.saying.join(' ') === saying.join(' '))) ways.push({ saying, how, worth });
  };
  if (said.length > 1) add([said.join('')], 'word');
  for (const saying of synonyms.sayings.get(said.join(' ')) ?? []) add(saying, 'synonym');
  const [term] = said;
  if (said.length > 1 || term === undefined) return ways;
  if (index.countOf(term) > 0) {
    // Who is still typing means what begins so; it must not drown what was meant.
    if (isLast && term.length > 3)
      for (const one of index.beginning(term).slice(0, 8)) add([one], 'beginning', worthOf.beginning / 2);
    return ways;
  }
  const parts = split(term, index);
  if (parts !== undefined) add(parts, 'word');
  for (const { word, slips } of index.near(term)) {
    add([word], 'spelling', worthOf.spelling - 0.1 * (slips - 1));
    for (const saying of synonyms.sayings.get(word) ?? []) add(saying, 'spelling', worthOf.spelling / 2);
  }
  if (term.length > 2) for (const one of index.beginning(term)) add([one], 'beginning');
  return ways;
}

/** `childcare` as `child care`, where both are words of the catalogue. */
function split(term: string, index: TermIndex): Saying | undefined {
  for (let at = 3; at <= term.length - 3; at++) {
    const parts = [termOf(term.slice(0, at)), termOf(term.slice(at))];
    if (parts.every((part) => index.countOf(part) > 0)) return parts;
  }
  return undefined;
}
