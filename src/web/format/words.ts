import { formatCount } from './number.ts';

const small = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

/** `1 row`, `10,654 rows`. */
export function counted(count: number, one: string, many: string = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** For running text, small numbers in words: `two objectives`, `no objective`, `13 objectives`. */
export function inWords(count: number, one: string, many: string = `${one}s`): string {
  const number = small[count] ?? formatCount(count);
  return `${number} ${count === 0 || count === 1 ? one : many}`;
}

/** First letter large: for a sentence that begins with a computed word. */
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `a, b and c`; beyond `most`, `a, b and 7 more`. */
export function listed(items: readonly string[], most = 8): string {
  if (items.length > most)
    return `${items.slice(0, most - 1).join(', ')} and ${formatCount(items.length - most + 1)} more`;
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** Words that must fit on a line of a list: cut after a whole word, with an ellipsis. */
export const shortened = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\s,;:.]+\S*$/, '')}…`;
