import type { OakError } from '../../core/error.ts';
import { diskFull, fileUnreadable, outOfMemory, statementFailed, stopped, tookTooLong } from '../errors.ts';

/** Why an interrupt was sent, when one was. */
export type InterruptReason =
  | { readonly kind: 'timeout'; readonly timeoutMs: number }
  | { readonly kind: 'signal' };

/**
 * DuckDB's errors quote the statement and its values, which may be about people: only their class passes on.
 * (`Conversion Error: Could not convert string '…'` gives `Conversion Error`.)
 */
export function failureOf(error: unknown, step: string, interrupt?: InterruptReason): OakError {
  const message = error instanceof Error ? error.message : '';
  if (interrupt?.kind === 'timeout') return tookTooLong.with({ step, timeoutMs: interrupt.timeoutMs });
  if (interrupt?.kind === 'signal') return stopped.with({ step });
  if (/No space left on device|ENOSPC|max_temp_directory_size/i.test(message)) return diskFull.with({ step });
  if (/^Out of Memory Error/i.test(message)) return outOfMemory.with({ step });
  if (
    /^(IO Error: (No files found|Cannot open file)|Invalid Input Error: (No magic bytes|File '))/i.test(
      message,
    )
  ) {
    return fileUnreadable.with({ step });
  }
  return statementFailed.with({ step, class: /^[A-Za-z ]+(?= Error:)/.exec(message)?.[0] ?? 'Unknown' });
}
