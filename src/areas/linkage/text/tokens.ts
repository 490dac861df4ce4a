import { normalText } from './normal-text.ts';

/**
 * Words of a title, a description or an organisation's name. Marks inside a word that carries a digit fall away
 * (`PS-LX350H` is one word), single letters in a row are joined (`N. V.` and `A/S` become `nv` and `as`).
 */
export function tokens(text: string): string[] {
  const out: string[] = [];
  let letters = '';
  const flush = () => {
    if (letters !== '') out.push(letters);
    letters = '';
  };
  for (const chunk of text.split(apart)) {
    const whole = /\p{N}/u.test(chunk) ? chunk.replace(marks, '') : chunk;
    for (const word of normalText(whole).split(' ')) {
      if (word === '') continue;
      if (word.length === 1 && word >= 'a' && word <= 'z') letters += word;
      else {
        flush();
        out.push(word);
      }
    }
  }
  flush();
  return out;
}

const apart = /[\s,;:/|*()[\]]+/;
const marks = /[-.'"_]/g;
