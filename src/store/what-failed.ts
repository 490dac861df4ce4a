import { OakError } from '../core/error.ts';

/**
 * An error in words that may be kept and shown. Only the house's own errors promise to repeat no value from a row; of any
 * other just its kind and the place in the program are told.
 */
export function whatFailed(error: unknown): string {
  if (error instanceof OakError) return `${error.message} (${error.code})`;
  if (!(error instanceof Error)) return 'It failed without saying why.';
  const place = /^\s*at .*?([^/\\(\s]+:\d+):\d+\)?$/m.exec(error.stack ?? '')?.[1];
  return `An unexpected ${error.name}${place ? ` at ${place}` : ''}.`;
}
