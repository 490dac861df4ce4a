import type { z } from 'zod';
import { errorKind, exitCode, type OakError } from './error.ts';
import { addressNotAllowed, outsideFailed } from './guarded-request.ts';
import { issueWords } from './issue-words.ts';

/** What can be wrong with a request before any area sees it. */

export const invalidInput = errorKind<{ problems: readonly string[]; fields?: readonly string[] }>({
  code: 'request.invalid-input',
  status: 400,
  exit: exitCode.usage,
  says: ({ problems }) => problems.join(' '),
  remedy: 'Mend what is named and send it again. `oak help AREA VERB` and /api list what is expected.',
});

/** What a schema found wrong, said field by field. */
export function inputError(error: z.ZodError): OakError {
  return invalidInput.with({
    problems: error.issues.map((issue) => {
      const words = issueWords(issue).replace(/\.$/, '');
      const field = issue.path.join('.');
      return `${field === '' ? capital(words) : `${capital(field.replaceAll('_', ' '))}: ${lowered(words)}`}.`;
    }),
    fields: error.issues.map((issue) => issue.path.join('.')),
  });
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** As it reads after a colon; a word all in capitals stays. */
const lowered = (text: string): string =>
  /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;

export const pageNotFound = errorKind<{ path: string }>({
  code: 'request.not-found',
  status: 404,
  exit: exitCode.notFound,
  says: ({ path }) => `Nothing has the address ${path}.`,
  remedy: 'Check the address, or search from the home page.',
});

export const unknownCommand = errorKind<{ command: string; nearest?: string }>({
  code: 'request.unknown-command',
  status: 404,
  exit: exitCode.usage,
  says: ({ command }) => `There is no command \`oak ${command}\`.`,
  remedy: ({ nearest }) =>
    nearest === undefined ? 'See `oak help`.' : `Did you mean \`oak ${nearest}\`? See \`oak help\`.`,
});

export const foreignHost = errorKind<Record<string, never>>({
  code: 'request.foreign-host',
  status: 403,
  exit: exitCode.refused,
  says: () => 'This server answers only to the name localhost.',
  remedy: 'Use the address that `npm start` printed.',
});

export const crossSite = errorKind<Record<string, never>>({
  code: 'request.cross-site',
  status: 403,
  exit: exitCode.refused,
  says: () => 'This change was asked for from a page of another site, or from a form that is too old.',
  remedy: 'Load the page again and send the form from there.',
});

export const tooManyRefusals = errorKind<Record<string, never>>({
  code: 'request.too-many-refusals',
  status: 429,
  exit: exitCode.refused,
  says: () => 'Too many requests from here were refused within a minute.',
  remedy: 'Wait a minute. If a script sends them, mend what it sends first.',
});

export const tooManyRequests = errorKind<{ seconds: number }>({
  code: 'request.too-many',
  status: 429,
  exit: exitCode.unavailable,
  says: () => 'Too many requests from here in a short time.',
  remedy: ({ seconds }) =>
    `Wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'}, then ask less often; whole datasets are downloads, not pages.`,
});

export const bodyTooLarge = errorKind<{ megabytes: number }>({
  code: 'request.body-too-large',
  status: 413,
  exit: exitCode.usage,
  says: ({ megabytes }) => `What was sent is larger than the ${megabytes} MB that are taken here.`,
  remedy: 'Send less at once, or ask whoever runs the server to raise `upload_megabytes`.',
});

export const uploadExpected = errorKind<Record<string, never>>({
  code: 'request.upload-expected',
  status: 400,
  exit: exitCode.usage,
  says: () => 'The request holds no file.',
  remedy: 'Send the file as the request body, or as the last field of a multipart form.',
});

export const internalError = errorKind<{ reference: string }>({
  code: 'request.internal',
  status: 500,
  exit: exitCode.internal,
  says: ({ reference }) =>
    `Something in this program went wrong. Nothing that was stored before is lost. Reference ${reference}.`,
  remedy: 'Try again; if it happens again, give the reference to whoever runs this server.',
});

export const homeBusy = errorKind<{ home: string }>({
  code: 'request.home-busy',
  status: 409,
  exit: exitCode.conflict,
  says: ({ home }) => `Another process owns the home ${home} and does not answer.`,
  remedy: 'End that process, or choose another home with --home.',
});

export const homeEmpty = errorKind<{ home: string }>({
  code: 'request.home-empty',
  status: 409,
  exit: exitCode.conflict,
  says: ({ home }) => `The home ${home} holds no state yet.`,
  remedy: 'Run `npm start`, or `oak load-state DIR` with a state folder such as those under examples.',
});

export const unreadableFile = errorKind<{ file: string; because: string }>({
  code: 'request.unreadable-file',
  status: 400,
  exit: exitCode.usage,
  says: ({ file, because }) => `${file} cannot be read: ${because}.`,
  remedy: 'Give the path of a file that you may read.',
});

export const portTaken = errorKind<{ port: number }>({
  code: 'request.port-taken',
  status: 409,
  exit: exitCode.conflict,
  says: ({ port }) => `Port ${port} is in use.`,
  remedy: 'Choose another with --port, for example --port 8081.',
});

export const errors = [
  addressNotAllowed,
  outsideFailed,
  invalidInput,
  pageNotFound,
  unknownCommand,
  foreignHost,
  crossSite,
  tooManyRefusals,
  tooManyRequests,
  bodyTooLarge,
  uploadExpected,
  internalError,
  homeBusy,
  homeEmpty,
  unreadableFile,
  portTaken,
];
