import { lex } from './lexer.ts';
import { Source } from './source.ts';
import { type SyntaxClass, syntaxFault } from './syntax-fault.ts';
import { reservedWords, type Sign, type Token } from './token.ts';

/** Deeper nesting than this is refused: a person never writes it and the engines below recurse. */
const maxDepth = 200;

/** Walks over the tokens of one text; what the parsers of expressions and of queries share. */
export class TokenReader {
  readonly #source: Source;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  /** With a `source` the text is one named part of it. */
  constructor(text: string, source?: Source, part?: string) {
    this.#source = source ?? new Source();
    this.#tokens = lex(text, this.#source, this.#source.add(text, part));
  }

  peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#next + ahead, this.#tokens.length - 1)]!;
  }

  take(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.#next += 1;
    return token;
  }

  isSign(sign: Sign, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'sign' && token.text === sign;
  }

  isWord(word: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'name' && !token.quoted && token.text.toLowerCase() === word;
  }

  takeSign(sign: Sign): boolean {
    const found = this.isSign(sign);
    if (found) this.take();
    return found;
  }

  takeWord(word: string): boolean {
    const found = this.isWord(word);
    if (found) this.take();
    return found;
  }

  /** The words in this order, or none of them taken. */
  takeWords(...words: string[]): boolean {
    if (!words.every((word, ahead) => this.isWord(word, ahead))) return false;
    for (const _ of words) this.take();
    return true;
  }

  needSign(sign: Sign): Token {
    if (!this.isSign(sign)) throw this.expected(`“${sign}”`);
    return this.take();
  }

  needWord(word: string): Token {
    if (!this.isWord(word)) throw this.expected(word.toUpperCase());
    return this.take();
  }

  /** A name that may stand for a column, a function, a type or an alias. */
  isName(ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'name' && (token.quoted || !reservedWords.has(token.text.toLowerCase()));
  }

  needName(what: string): string {
    if (!this.isName()) throw this.expected(what);
    return this.take().text;
  }

  needInteger(what: string): bigint {
    const token = this.peek();
    if (token.kind !== 'number' || !/^\d+$/.test(token.text)) throw this.expected(what);
    this.take();
    return BigInt(token.text);
  }

  needString(what: string): string {
    if (this.peek().kind !== 'string') throw this.expected(what);
    return this.take().text;
  }

  needEnd(): void {
    if (this.peek().kind !== 'end')
      throw this.expected('the end of the query, an operator or a later clause');
  }

  /** Runs `parse` one level deeper. */
  deeper<T>(parse: () => T): T {
    this.#depth += 1;
    if (this.#depth > maxDepth) throw this.fail('too-complex', 'the query nests too deeply');
    const result = parse();
    this.#depth -= 1;
    return result;
  }

  list<T>(parse: () => T): T[] {
    const items = [parse()];
    while (this.takeSign(',')) items.push(parse());
    return items;
  }

  expected(what: string) {
    return this.fail('expected-token', `expected ${what} but found ${describe(this.peek())}`);
  }

  fail(fault: SyntaxClass, problem: string, token: Token = this.peek()) {
    return syntaxFault(this.#source, token.at, fault, problem);
  }
}

/** Never the content of a text: a filter may name a person. */
function describe(token: Token): string {
  if (token.kind === 'end') return 'the end of the query';
  if (token.kind === 'string') return 'a text in quotes';
  if (token.kind === 'number') return 'a number';
  if (token.kind === 'table') return `“@${token.text}”`;
  if (token.kind === 'hole') return `“?${token.text}”`;
  return `“${token.text}”`;
}
