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

export const errors = [
  signInNeeded,
  accessRefused,
  stepUpNeeded,
  noProvider,
  signInFailed,
  accessEnded,
  badToken,
  policyFault,
];
