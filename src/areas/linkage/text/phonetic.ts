/**
 * A code that names of like sound share: American Soundex (Knuth, The Art of Computer Programming 3, section 6). Of a text
 * of several words only the letters count. A text without Latin letters has no code.
 */
export function soundex(name: string): string {
  let code = '';
  let last = '';
  for (let at = 0; at < name.length && code.length < 4; at++) {
    const letter = name.charCodeAt(at) | 32;
    if (letter < 97 || letter > 122) continue;
    const digit = digits[letter - 97]!;
    if (code === '') {
      code = String.fromCharCode(letter);
      last = digit;
    } else if (digit === '-') {
      // h and w do not part letters of one digit.
    } else {
      if (digit !== '0' && digit !== last) code += digit;
      last = digit;
    }
  }
  return code === '' ? '' : code.padEnd(4, '0');
}

//              abcdefghijklmnopqrstuvwxyz
const digits = '01230120022455012623010202'.replace(/./g, (digit, at: number) =>
  at === 7 || at === 22 ? '-' : digit,
);
