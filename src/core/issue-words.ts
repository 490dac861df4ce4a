import type { z } from 'zod';

/** What to do about a value that a schema refused, as a clause: `choose one of a, b`. A schema's own words are kept. */
export function issueWords(issue: z.core.$ZodIssue): string {
  if (!/^(Invalid|Too|Unrecognized)\b/.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'too_small':
      return limitWords(issue.origin, 'at least', issue.minimum);
    case 'too_big':
      return limitWords(issue.origin, 'at most', issue.maximum);
    case 'invalid_type':
      return /received undefined/.test(issue.message)
        ? 'this is missing'
        : `give ${typeWords[issue.expected] ?? `a ${issue.expected}`}`;
    case 'invalid_value':
      return `choose one of ${issue.values.map((value) => (value === '' ? 'nothing' : String(value))).join(', ')}`;
    case 'invalid_format':
      return `give ${formatWords[issue.format] ?? 'it in the form that is expected'}`;
    case 'invalid_union':
      // The last way is the one that asks for something.
      return issueWords(
        issue.errors.at(-1)?.[0] ?? { ...issue, code: 'custom', message: 'give something else' },
      );
    case 'unrecognized_keys':
      return `there is nothing called ${issue.keys.join(', ')}`;
    default:
      return issue.message;
  }
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

const formatWords: Readonly<Record<string, string>> = {
  url: 'a whole web address, such as https://example.org/data',
  date: 'a date, such as 2026-11-23',
  datetime: 'an instant, such as 2026-11-23T14:00:00Z',
  email: 'an email address',
};

function limitWords(origin: string, which: 'at least' | 'at most', limit: number | bigint): string {
  if (origin === 'string')
    return which === 'at least' && limit === 1 ? 'write something' : `write ${which} ${limit} characters`;
  if (origin === 'array' || origin === 'set') return `give ${which} ${limit}`;
  return `give a number of ${which} ${limit}`;
}
