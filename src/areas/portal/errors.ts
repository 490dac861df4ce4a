import { errorKind, exitCode } from '../../core/error.ts';

/**
 * What can go wrong when rows are asked for. Codes that begin `query.` and `dataset.` are those that clients of SODA
 * portals switch on; the cause is the same here.
 */
export const badParse = errorKind<{ fault: string; problem: string; line: number; column: number }>({
  code: 'query.soql.bad-parse',
  status: 400,
  exit: exitCode.usage,
  says: (d) => `The query cannot be read: ${d.problem} (line ${d.line}, column ${d.column}).`,
  remedy: 'Correct the query at that place. Names with hyphens or reserved words go in back quotes.',
});
