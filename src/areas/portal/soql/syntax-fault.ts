import { badParse } from '../errors.ts';

/** The classes of failure that the reference grammar tells apart. */
export type SyntaxClass =
  | 'expected-token'
  | 'expected-leaf-query'
  | 'unexpected-star-select'
  | 'unexpected-system-star-select'
  | 'unexpected-character'
  | 'unexpected-end-of-input'
  | 'unterminated-string'
  | 'unexpected-escape'
  | 'bad-unicode-escape'
  | 'too-complex';

/** An error that says what is wrong and at which line and column of the query (both from 1). */
export function syntaxFault(text: string, at: number, fault: SyntaxClass, problem: string) {
  return badParse.with({ fault, problem, ...placeOf(text, at) });
}

export function placeOf(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: [...before.at(-1)!].length + 1 };
}
