import { Source } from './source.ts';
import { type SyntaxClass, syntaxFault } from './syntax-fault.ts';
import { signs, type Token } from './token.ts';

const nameStart = /[\p{L}_]/u;
const name = /[\p{L}_][\p{L}\p{N}\p{M}_]*/uy;
const quotedName = /`(:@?)?[\p{L}_][\p{L}\p{N}\p{M}_-]*`/uy;
const systemName = /:@?[\p{L}_][\p{L}\p{N}\p{M}_]*/uy;
const tableName = /@[\p{L}\p{N}_-]+/uy;
const hole = /\?[\p{L}_][\p{L}\p{N}_]*/uy;
// `1e` is the number 1 and the name e: an exponent needs its digits.
const number = /\d+(\.\d*)?([eE][+-]?\d+)?/y;
const blank = /\s+|--[^\n]*/y;

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  '"': '"',
  '/': '/',
  '\\': '\\',
};

/** More words than any honest query has; what the parser may be asked to hold. */
const maxTokens = 20_000;

/** Cuts a SoQL text, which begins at `start` of `source`, into tokens; the last is always `end`. Throws `query.soql.bad-parse` with line and column. */
export function lex(text: string, source: Source = Source.of(text), start = 0): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const fail = (where: number, fault: SyntaxClass, problem: string) =>
    syntaxFault(source, start + where, fault, problem);
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };

  while (at < text.length) {
    const from = at;
    const char = text[at]!;
    if (take(blank) !== undefined) continue;
    if (text.startsWith('/*', at)) {
      const close = text.indexOf('*/', at + 2);
      if (close < 0) throw fail(at, 'unexpected-end-of-input', 'a comment opened with /* is not closed');
      at = close + 2;
      continue;
    }
    if (tokens.length >= maxTokens) throw fail(at, 'too-complex', 'the query is too long');
    if (char === "'" || char === '"') {
      const [value, end] = char === "'" ? singleQuoted(text, at, fail) : doubleQuoted(text, at, fail);
      tokens.push({ kind: 'string', at: start + from, text: value });
      at = end;
      continue;
    }
    if (char === '`') {
      const quoted = take(quotedName)?.slice(1, -1);
      if (quoted === undefined)
        throw fail(at, 'unexpected-character', 'a name in back quotes holds letters, digits, _ and - only');
      tokens.push(
        quoted.startsWith(':')
          ? { kind: 'system', at: start + from, text: quoted }
          : { kind: 'name', at: start + from, text: quoted, quoted: true },
      );
      continue;
    }
    const digits = take(number);
    if (digits !== undefined) {
      tokens.push({ kind: 'number', at: start + from, text: digits });
      continue;
    }
    if (nameStart.test(String.fromCodePoint(text.codePointAt(at)!))) {
      tokens.push({ kind: 'name', at: start + from, text: take(name)!, quoted: false });
      continue;
    }
    const system = take(systemName);
    if (system !== undefined) {
      tokens.push({ kind: 'system', at: start + from, text: system });
      continue;
    }
    const table = take(tableName);
    if (table !== undefined) {
      tokens.push({ kind: 'table', at: start + from, text: table.slice(1) });
      continue;
    }
    const named = take(hole);
    if (named !== undefined) {
      tokens.push({ kind: 'hole', at: start + from, text: named.slice(1) });
      continue;
    }
    const sign = signs.find((candidate) => text.startsWith(candidate, at));
    if (sign === undefined)
      throw fail(at, 'unexpected-character', `the character ${shown(text, at)} has no meaning here`);
    tokens.push({ kind: 'sign', at: start + from, text: sign });
    at += sign.length;
  }
  tokens.push({ kind: 'end', at: start + text.length, text: '' });
  return tokens;
}

type Fail = (where: number, fault: SyntaxClass, problem: string) => Error;

function singleQuoted(text: string, from: number, fail: Fail): [string, number] {
  let value = '';
  let at = from + 1;
  for (;;) {
    const close = text.indexOf("'", at);
    if (close < 0) throw fail(from, 'unexpected-end-of-input', "a text opened with ' is not closed");
    value += text.slice(at, close);
    if (text[close + 1] !== "'") return [value, close + 1];
    value += "'";
    at = close + 2;
  }
}

function doubleQuoted(text: string, from: number, fail: Fail): [string, number] {
  let value = '';
  let at = from + 1;
  while (at < text.length) {
    const char = text[at]!;
    if (char === '"') return [value, at + 1];
    if (char === '\n')
      throw fail(from, 'unterminated-string', 'a text in double quotes may not run over a line end');
    if (char !== '\\') {
      value += char;
      at += 1;
      continue;
    }
    const code = text[at + 1];
    if (code === undefined) break;
    if (code === 'u' || code === 'U') {
      const length = code === 'u' ? 4 : 6;
      const digits = text.slice(at + 2, at + 2 + length);
      if (!new RegExp(`^[0-9a-fA-F]{${length}}$`).test(digits))
        throw fail(at, 'bad-unicode-escape', `\\${code} needs ${length} hexadecimal digits`);
      const point = Number.parseInt(digits, 16);
      if (point > 0x10ffff) throw fail(at, 'bad-unicode-escape', 'no character has this number');
      value += String.fromCodePoint(point);
      at += 2 + length;
      continue;
    }
    const escaped = escapes[code];
    if (escaped === undefined)
      throw fail(at, 'unexpected-escape', `\\ may be followed by n t r b f u U " / or \\ only`);
    value += escaped;
    at += 2;
  }
  throw fail(from, 'unexpected-end-of-input', 'a text opened with " is not closed');
}

const shown = (text: string, at: number) => `“${String.fromCodePoint(text.codePointAt(at)!)}”`;
