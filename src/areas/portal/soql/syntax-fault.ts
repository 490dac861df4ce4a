import { badParse } from '../errors.ts';
import type { Source } from './source.ts';

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

/** An error that says what is wrong and at which line and column of the query. */
export function syntaxFault(source: Source, at: number, fault: SyntaxClass, problem: string) {
  return badParse.with({ fault, problem, ...source.placeOf(at) });
}
