import { z } from 'zod';
import { OakError } from '../core/error.ts';
import { inputError, internalError } from '../core/request-errors.ts';

/** Any thrown thing as the product's own error. What went wrong inside stays in the log, under the reference. */
export function asOakError(
  thrown: unknown,
  reference: string,
  log: (message: string, fields: Record<string, string>) => void,
): OakError {
  if (thrown instanceof OakError) return thrown;
  if (thrown instanceof z.ZodError) return inputError(thrown);
  // The class and the place, never the message: a driver's message may repeat a value from a row.
  const error = thrown instanceof Error ? thrown : new Error('not an Error');
  log('internal error', {
    reference,
    error: error.name,
    at: (error.stack ?? '')
      .split('\n')
      .slice(1, 6)
      .map((line) => line.trim())
      .join(' | '),
  });
  return internalError.with({ reference }, thrown);
}

/** An RFC 9457 problem document. */
export function problem(error: OakError, reference: string): Response {
  return new Response(
    JSON.stringify({
      type: `/docs/errors#${error.code}`,
      title: error.message,
      status: error.status,
      code: error.code,
      detail: error.message,
      remedy: error.remedy,
      exit: error.exit,
      details: error.details,
      reference,
    }),
    {
      status: error.status,
      headers: { 'content-type': 'application/problem+json; charset=utf-8', ...waitingTime(error) },
    },
  );
}

/** RFC 9110, section 10.2.3: a client that was told to wait hears how long. */
const waitingTime = ({ status, details }: OakError): Record<string, string> =>
  status === 429 ? { 'retry-after': String(details['seconds'] ?? 60) } : {};
