import { errorKind, exitCode } from '../../core/error.ts';

export const noSuchAgency = errorKind<{ agency: string; nearest?: readonly string[] }>({
  code: 'agencies.no-such-agency',
  status: 404,
  exit: exitCode.notFound,
  says: ({ agency }) => `There is no agency with the code ${agency}.`,
  remedy: ({ nearest }) =>
    nearest === undefined || nearest.length === 0
      ? 'List the agencies to see their codes.'
      : `Codes like it: ${nearest.join(', ')}. List the agencies to see them all.`,
});

export const noSuchRole = errorKind<{ role: string }>({
  code: 'agencies.no-such-role',
  status: 422,
  exit: exitCode.badData,
  says: ({ role }) => `There is no role called ${role}.`,
  remedy: 'Use one of the roles in the state file, such as agency-data-officer.',
});

export const noSuchTerm = errorKind<{ term: string; agency: string }>({
  code: 'agencies.no-such-term',
  status: 404,
  exit: exitCode.notFound,
  says: ({ term, agency }) => `${agency} has no term ${term}.`,
  remedy: 'Show the agency to see its terms, past and present.',
});

export const termOverlaps = errorKind<{ agency: string; role: string; from: string }>({
  code: 'agencies.term-overlaps',
  status: 409,
  exit: exitCode.conflict,
  says: ({ agency, role, from }) => `${agency} already has a ${role} whose term begins on ${from} or later.`,
  remedy: 'Choose a later first day, or end the other term first.',
});

export const termEndsBeforeItBegins = errorKind<{ from: string; to: string }>({
  code: 'agencies.term-ends-before-it-begins',
  status: 422,
  exit: exitCode.badData,
  says: ({ from, to }) => `A term that begins on ${from} cannot end on ${to}.`,
  remedy: 'Give a last day on or after the first.',
});

export const coveredByLaw = errorKind<{ agency: string }>({
  code: 'agencies.covered-by-law',
  status: 409,
  exit: exitCode.conflict,
  says: ({ agency }) => `${agency} is covered by the act on that day: no notice turns its duties on or off.`,
  remedy: 'Look at its coverage over time, and choose another day or another body.',
});

export const nothingToWithdraw = errorKind<{ agency: string; from: string }>({
  code: 'agencies.nothing-to-withdraw',
  status: 409,
  exit: exitCode.conflict,
  says: ({ agency, from }) =>
    `${agency} does not comply by choice on ${from}: there is no notice to withdraw.`,
  remedy: 'Look at its coverage over time.',
});

export const errors = [
  noSuchAgency,
  noSuchRole,
  noSuchTerm,
  termOverlaps,
  termEndsBeforeItBegins,
  coveredByLaw,
  nothingToWithdraw,
];
