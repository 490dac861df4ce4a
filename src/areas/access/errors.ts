import type { Refusal } from '../../core/decision.ts';
import { errorKind, exitCode, type OakError } from '../../core/error.ts';

type Refused = {
  /** What was asked for: an operation, a page, a look at a dataset. */
  asked: string;
  policy: string;
  title: string;
  reason: string;
  ask: string;
  agency?: string;
};

/** 401: nobody has signed in, and signing in may help. */
export const signInNeeded = errorKind<Refused>({
  code: 'access.sign-in-needed',
  status: 401,
  exit: exitCode.refused,
  says: ({ reason }) => `You are not signed in. ${reason}`,
  remedy: ({ ask }) => ask,
});

export const accessRefused = errorKind<Refused>({
  code: 'access.refused',
  status: 403,
  exit: exitCode.refused,
  says: ({ reason }) => reason,
  remedy: ({ ask }) => ask,
});

export const stepUpNeeded = errorKind<Refused>({
  code: 'access.step-up-needed',
  status: 403,
  exit: exitCode.refused,
  says: ({ reason }) => reason,
  remedy: ({ ask }) => ask,
});

/** The error that carries a refusal: who was refused what, by which policy, and whom to ask. */
export function refuse(refusal: Refusal, asked: string): OakError {
  const kind =
    refusal.wayIn === 'sign-in' ? signInNeeded : refusal.wayIn === 'step-up' ? stepUpNeeded : accessRefused;
  return kind.with({
    asked,
    policy: refusal.policy.id,
    title: refusal.policy.title,
    reason: refusal.reason,
    ask: refusal.ask,
    ...(refusal.agency === undefined ? {} : { agency: refusal.agency }),
  });
}

export const otherAgency = errorKind<{ agency: string }>({
  code: 'access.other-agency',
  status: 403,
  exit: exitCode.refused,
  says: ({ agency }) =>
    agency === ''
      ? 'You decide about the data of no agency.'
      : `You do not decide about the data of ${agency}.`,
  remedy: 'Ask the data officer named on the agency’s page.',
});

export const noProvider = errorKind<Record<string, never>>({
  code: 'access.no-provider',
  status: 503,
  exit: exitCode.unavailable,
  says: () => 'This server knows no identity provider, so nobody can sign in.',
  remedy: 'Who runs it names one in its configuration (see docs/run/configuration.md).',
});

export const signInFailed = errorKind<{ because: string }>({
  code: 'access.sign-in-failed',
  status: 400,
  exit: exitCode.refused,
  says: ({ because }) => `Signing in did not work: ${because}.`,
  remedy: 'Nothing has changed. Begin again from the sign-in page.',
});

export const accessEnded = errorKind<Record<string, never>>({
  code: 'access.ended',
  status: 403,
  exit: exitCode.refused,
  says: () => 'Notice was given that you leave, and your access has ended.',
  remedy: 'If this is a mistake, ask the data officer of your agency to withdraw the notice.',
});

export const badToken = errorKind<Record<string, never>>({
  code: 'access.bad-token',
  status: 401,
  exit: exitCode.refused,
  says: () => 'This access token is not known here, has ended or was revoked.',
  remedy: 'Sign in, make a new one on the page of your tokens, and send it as `Authorization: Bearer`.',
});

export const policyFault = errorKind<{ faults: readonly string[] }>({
  code: 'access.policy-fault',
  status: 422,
  exit: exitCode.badData,
  says: ({ faults }) => `The policies were not taken over. ${faults.join('. ')}.`,
  remedy: 'The set that was in force before still is. Mend the file named and load the policies again.',
});

export const tokensOfTokens = errorKind<Record<string, never>>({
  code: 'access.token-by-token',
  status: 403,
  exit: exitCode.refused,
  says: () => 'A token is made by a person who has signed in, not by another token.',
  remedy: 'Sign in and make it on the page of your tokens.',
});

export const noSuchToken = errorKind<{ token: string }>({
  code: 'access.no-such-token',
  status: 404,
  exit: exitCode.notFound,
  says: ({ token }) => `You have no token ${token}.`,
  remedy: 'List your tokens to see their ids.',
});

export const noSuchAccount = errorKind<{ account: string }>({
  code: 'access.no-such-account',
  status: 404,
  exit: exitCode.notFound,
  says: ({ account }) => `Nobody known here has the id ${account}.`,
  remedy: 'List the people who have signed in, or name the person of the agencies’ record.',
});

export const noSuchRole = errorKind<{ role: string }>({
  code: 'access.no-such-role',
  status: 404,
  exit: exitCode.notFound,
  says: ({ role }) => `There is no role ${role} that was given by hand and still holds.`,
  remedy: 'Roles by group end at the identity provider, those of a post with its term.',
});

export const roleInPast = errorKind<{ from: string; until: string }>({
  code: 'access.role-ends-before-it-begins',
  status: 422,
  exit: exitCode.badData,
  says: ({ from, until }) => `A role from ${from} cannot end on ${until}.`,
  remedy: 'Give a last day that is on or after the first, and not in the past.',
});

export const noSuchLeaving = errorKind<{ leaving: string; agency: string }>({
  code: 'access.no-such-notice',
  status: 404,
  exit: exitCode.notFound,
  says: ({ leaving, agency }) => `${agency} has no open notice ${leaving}.`,
  remedy: 'List who leaves to see the notices; one that was handed over or withdrawn is closed.',
});

export const alreadyLeaving = errorKind<{ name: string }>({
  code: 'access.already-leaving',
  status: 409,
  exit: exitCode.conflict,
  says: ({ name }) => `Notice was given for ${name} already.`,
  remedy: 'Hand over what is theirs, or withdraw that notice first.',
});

export const notProtected = errorKind<{ dataset: string }>({
  code: 'access.not-protected',
  status: 422,
  exit: exitCode.badData,
  says: ({ dataset }) => `No dataset ${dataset} has protected rows.`,
  remedy: 'Open data needs no emergency: read it as it is. Check the id otherwise.',
});

export const nobodyToTell = errorKind<{ dataset: string }>({
  code: 'access.nobody-to-tell',
  status: 409,
  exit: exitCode.refused,
  says: ({ dataset }) => `Nobody answers for ${dataset} who could be told, so it cannot be opened.`,
  remedy: 'The chief data officer’s office names a data officer for the agency first.',
});

export const reviewOutstanding = errorKind<{ due: string }>({
  code: 'access.review-outstanding',
  status: 409,
  exit: exitCode.refused,
  says: ({ due }) => `Your last emergency access should have been reviewed by ${due} and was not.`,
  remedy: 'Ask an auditor to review it; then you can open another.',
});

export const alreadyOpen = errorKind<{ until: string }>({
  code: 'access.already-open',
  status: 409,
  exit: exitCode.conflict,
  says: ({ until }) => `You have this dataset open in an emergency until ${until} already.`,
  remedy: 'Use it, or close it first.',
});

export const noSuchSession = errorKind<{ session: string }>({
  code: 'access.no-such-session',
  status: 404,
  exit: exitCode.notFound,
  says: ({ session }) => `You have no session ${session} that is open.`,
  remedy: 'List your sessions; it may have ended by itself.',
});

export const tooManyHours = errorKind<{ hours: number; most: number; citation: string }>({
  code: 'access.too-many-hours',
  status: 422,
  exit: exitCode.usage,
  says: ({ hours, most, citation }) =>
    `An emergency opens rows for ${most} hours at most, not ${hours} (${citation}).`,
  remedy: 'Ask for fewer hours. It can be opened again when they have passed.',
});

export const noSuchBreakGlass = errorKind<{ id: string }>({
  code: 'access.no-such-break-glass',
  status: 404,
  exit: exitCode.notFound,
  says: ({ id }) => `There is no emergency access ${id} that is yours to change.`,
  remedy: 'List them to see their ids.',
});

export const ownReview = errorKind<Record<string, never>>({
  code: 'access.own-review',
  status: 403,
  exit: exitCode.refused,
  says: () => 'Nobody reviews an emergency access of their own.',
  remedy: 'Ask another auditor.',
});

export const breakGlassOver = errorKind<{ outcome: string }>({
  code: 'access.reviewed-already',
  status: 409,
  exit: exitCode.conflict,
  says: ({ outcome }) => `It was reviewed already: ${outcome}.`,
  remedy: 'A review stands. Write what you found to the chief data officer’s office.',
});

export const notOfThisAgency = errorKind<{ name: string; agency: string; also: string }>({
  code: 'access.not-of-this-agency',
  status: 403,
  exit: exitCode.refused,
  says: ({ name, agency, also }) =>
    also === ''
      ? `${name} holds and held no role or post of ${agency}, so it does not say when they leave.`
      : `${name} answers for ${also} too, so ${agency} alone does not end their access.`,
  remedy:
    'Ask the chief data officer’s office: it ends roles of the state, and the operator may give notice for anyone.',
});

export const errors = [
  notOfThisAgency,
  signInNeeded,
  accessRefused,
  stepUpNeeded,
  otherAgency,
  noProvider,
  signInFailed,
  accessEnded,
  badToken,
  policyFault,
  tokensOfTokens,
  noSuchToken,
  noSuchAccount,
  noSuchRole,
  roleInPast,
  noSuchLeaving,
  alreadyLeaving,
  notProtected,
  nobodyToTell,
  reviewOutstanding,
  alreadyOpen,
  tooManyHours,
  noSuchSession,
  noSuchBreakGlass,
  ownReview,
  breakGlassOver,
];
