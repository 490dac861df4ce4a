import { z } from 'zod';
import { calendarDate } from '../../core/calendar-date.ts';
import { json, operation } from '../../core/operation.ts';
import { recordFileUnreadable } from '../../core/record-file.ts';
import { noSuchAgency } from '../agencies/errors.ts';
import { agencyCode } from '../agencies/model.ts';
import { recordUploadInput } from '../record-upload.ts';
import {
  alreadyLeaving,
  alreadyOpen,
  breakGlassOver,
  nobodyToTell,
  noSuchAccount,
  noSuchBreakGlass,
  noSuchLeaving,
  noSuchRole,
  noSuchSession,
  noSuchToken,
  notOfThisAgency,
  notProtected,
  ownReview,
  policyFault,
  reviewOutstanding,
  roleInPast,
  tokensOfTokens,
  tooManyHours,
} from './errors.ts';
import {
  breakGlassView,
  leavingView,
  personLine,
  policyView,
  roleName,
  tokenView,
  usable,
  waysIn as waysInView,
  whoIAm,
} from './model.ts';

const reason = z.string().trim().min(20, 'say in a sentence why, at least 20 letters').max(1000);

export const waysIn = operation({
  name: 'access.ways-in',
  method: 'GET',
  path: '/api/v1/sign-in',
  access: 'everyone',
  effect: 'read',
  summary: 'Say how people sign in here',
  input: z.object({}),
  output: json(waysInView),
  errors: [],
});

export const whoAmI = operation({
  name: 'access.who-am-i',
  method: 'GET',
  path: '/api/v1/me',
  access: 'everyone',
  effect: 'read',
  summary: 'Say who is asking, and with which roles',
  input: z.object({}),
  output: json(whoIAm),
  errors: [],
});

export const listAllowed = operation({
  name: 'access.list-allowed',
  method: 'GET',
  path: '/api/v1/me/allowed',
  access: 'everyone',
  effect: 'read',
  summary: 'List what the asker may use and what not, each with the policy that decides and whom to ask',
  input: z.object({
    agency: agencyCode.optional().describe('for things of this agency; any of the asker’s own when left out'),
  }),
  output: json(z.object({ things: z.array(usable) })),
  errors: [],
});

export const setPurpose = operation({
  name: 'access.set-purpose',
  method: 'POST',
  path: '/api/v1/me/purpose',
  access: 'signed-in',
  effect: 'write',
  summary: 'State the purpose of this session: what is asked from now on is asked for it, and logged with it',
  input: z.object({ purpose: z.string().trim().max(200).describe('none when empty') }),
  output: json(z.object({ purpose: z.string().nullable() })),
  errors: [],
});

export const createToken = operation({
  name: 'access.create-token',
  method: 'POST',
  path: '/api/v1/me/tokens',
  access: 'signed-in',
  effect: 'write',
  summary: 'Make a personal access token for a script; its secret is answered once and never again',
  input: z.object({
    name: z.string().trim().min(2, 'say what it is for').max(100).describe('what it is for'),
    scope: z.enum(['read', 'write']).default('read'),
    days: z.coerce.number().int().min(1).max(365).default(90).describe('days until it ends, at most 365'),
  }),
  output: json(tokenView.extend({ secret: z.string().describe('send as `Authorization: Bearer`') })),
  errors: [tokensOfTokens],
});

export const listTokens = operation({
  name: 'access.list-tokens',
  method: 'GET',
  path: '/api/v1/me/tokens',
  access: 'signed-in',
  effect: 'read',
  summary: 'List the asker’s own access tokens, without their secrets',
  input: z.object({}),
  output: json(z.object({ tokens: z.array(tokenView) })),
  errors: [],
});

export const revokeToken = operation({
  name: 'access.revoke-token',
  method: 'POST',
  path: '/api/v1/me/tokens/{token}/revoke',
  access: 'signed-in',
  effect: 'write',
  summary: 'End one of the asker’s own access tokens at once',
  input: z.object({ token: z.string() }),
  output: json(tokenView),
  errors: [noSuchToken],
  positional: ['token'],
});

export const listSessions = operation({
  name: 'access.list-sessions',
  method: 'GET',
  path: '/api/v1/me/sessions',
  access: 'signed-in',
  effect: 'read',
  summary: 'List your sessions that are open, on this and other machines',
  input: z.object({}),
  output: json(
    z.object({
      sessions: z.array(
        z.object({
          session: z.string().describe('its id, not its secret'),
          signedInAt: z.string(),
          seenAt: z.string().describe('to the minute'),
          endsAt: z.string().describe('at the latest'),
          provedAnew: z.boolean().describe('signed in anew within the last hour'),
        }),
      ),
    }),
  ),
  errors: [],
});

export const endSession = operation({
  name: 'access.end-session',
  method: 'DELETE',
  path: '/api/v1/me/sessions/{session}',
  access: 'signed-in',
  effect: 'write',
  summary: 'End one of your sessions at once, wherever it is open',
  input: z.object({ session: z.string().max(40) }),
  output: json(z.object({ ended: z.string() })),
  errors: [noSuchSession],
  positional: ['session'],
});

export const loadAccess = operation({
  name: 'access.load-access',
  method: 'POST',
  path: '/api/v1/access/load',
  access: 'operator',
  effect: 'write',
  summary: "Take over a state's file of access: which groups and posts carry which role",
  input: recordUploadInput,
  output: json(
    z.object({
      groups: z.int(),
      posts: z.int(),
      accounts: z
        .record(z.string(), z.string())
        .describe('account of each sample person, by the id in the file'),
    }),
  ),
  errors: [recordFileUnreadable],
  upload: true,
  positional: ['file'],
});

export const listPolicies = operation({
  name: 'access.list-policies',
  method: 'GET',
  path: '/api/v1/policies',
  access: 'everyone',
  effect: 'read',
  summary: 'List the policies in force, with their titles, obligations and text',
  input: z.object({}),
  output: json(
    z.object({
      digest: z.string(),
      inForceSince: z.string().nullable(),
      policies: z.array(policyView),
      fault: z.string().nullable().describe('why the files on the disk are not in force, when they are not'),
    }),
  ),
  errors: [],
});

export const loadPolicies = operation({
  name: 'access.load-policies',
  method: 'POST',
  path: '/api/v1/policies/load',
  access: 'operator',
  effect: 'write',
  summary: 'Read the policy files again and put them in force, whole or not at all',
  input: z.object({}),
  output: json(z.object({ digest: z.string(), policies: z.int() })),
  errors: [policyFault],
});

export const listPeople = operation({
  name: 'access.list-people',
  method: 'GET',
  path: '/api/v1/people',
  access: 'staff',
  effect: 'read',
  summary: 'List people who have signed in, with the roles they hold',
  input: z.object({ agency: agencyCode.optional(), role: roleName.optional() }),
  output: json(z.object({ people: z.array(personLine) })),
  errors: [],
});

export const namePeople = operation({
  name: 'access.name-people',
  method: 'GET',
  path: '/api/v1/people/names',
  access: 'everyone',
  effect: 'read',
  summary:
    'Say who acted, for ids that stand in histories: the name to people of the state, the role to everyone',
  input: z.object({ ids: z.array(z.string()).max(200) }),
  output: json(z.object({ names: z.record(z.string(), z.string()) })),
  errors: [],
});

const term = {
  from: calendarDate.optional().describe('first day; today when left out'),
  until: calendarDate.optional().describe('last day; held until taken away when left out'),
};

export const giveRole = operation({
  name: 'access.give-role',
  method: 'POST',
  path: '/api/v1/people/{account}/roles',
  access: 'office',
  effect: 'write',
  summary: 'Give someone a role, for a term',
  input: z.object({ account: z.string(), role: roleName, agency: agencyCode.optional(), ...term }),
  output: json(personLine),
  errors: [noSuchAccount, noSuchAgency, roleInPast],
  positional: ['account', 'role'],
});

export const nameHelper = operation({
  name: 'access.name-helper',
  method: 'POST',
  path: '/api/v1/agencies/{agency}/helpers',
  access: 'officer',
  about: { agency: 'agency' },
  effect: 'write',
  summary: 'Name a deputy or steward of an agency, for a term',
  input: z.object({ agency: agencyCode, account: z.string(), role: z.enum(['deputy', 'steward']), ...term }),
  output: json(personLine),
  errors: [noSuchAccount, noSuchAgency, roleInPast],
  positional: ['agency', 'account', 'role'],
});

export const endRole = operation({
  name: 'access.end-role',
  method: 'POST',
  path: '/api/v1/people/{account}/roles/{role}/end',
  access: 'office',
  effect: 'write',
  summary: 'End a role that was given by hand, at once',
  input: z.object({ account: z.string(), role: z.string().describe('id of the role as given') }),
  output: json(personLine),
  errors: [noSuchAccount, noSuchRole],
  positional: ['account', 'role'],
});

export const giveNotice = operation({
  name: 'access.give-notice',
  method: 'POST',
  path: '/api/v1/agencies/{agency}/leaving',
  access: 'officer',
  about: { agency: 'agency' },
  effect: 'write',
  summary:
    'Give notice that someone leaves: access ends with the last day, and within the hours the state sets',
  input: z.object({
    agency: agencyCode,
    account: z.string().optional().describe('who leaves, where they have signed in'),
    person: z.string().optional().describe('who leaves, by the id of the agencies’ record'),
    last_day: calendarDate.optional().describe('today when left out'),
  }),
  output: json(leavingView),
  errors: [noSuchAccount, noSuchAgency, alreadyLeaving, notOfThisAgency],
  positional: ['agency'],
});

export const withdrawNotice = operation({
  name: 'access.withdraw-notice',
  method: 'POST',
  path: '/api/v1/agencies/{agency}/leaving/{leaving}/withdraw',
  access: 'officer',
  about: { agency: 'agency' },
  effect: 'write',
  summary: 'Take a notice of leaving back, while nothing has been handed over',
  input: z.object({ agency: agencyCode, leaving: z.string() }),
  output: json(leavingView),
  errors: [noSuchLeaving],
  positional: ['agency', 'leaving'],
});

export const listLeaving = operation({
  name: 'access.list-leaving',
  method: 'GET',
  path: '/api/v1/leaving',
  access: 'staff',
  effect: 'read',
  summary: 'List who leaves or has left, and whether what was theirs has been handed over',
  input: z.object({ agency: agencyCode.optional() }),
  output: json(z.object({ leaving: z.array(leavingView) })),
  errors: [],
});

export const showHandover = operation({
  name: 'access.show-handover',
  method: 'GET',
  path: '/api/v1/agencies/{agency}/leaving/{leaving}',
  access: 'officer',
  about: { agency: 'agency' },
  effect: 'read',
  summary: 'Show what someone who leaves owns, and who could take it over',
  input: z.object({ agency: agencyCode, leaving: z.string() }),
  output: json(
    leavingView.extend({
      owned: z.array(
        z.object({
          one: z.string(),
          many: z.string(),
          things: z.array(z.object({ id: z.string(), title: z.string(), href: z.string() })),
        }),
      ),
      candidates: z.array(z.object({ account: z.string(), name: z.string(), is: z.string() })),
    }),
  ),
  errors: [noSuchLeaving],
  positional: ['agency', 'leaving'],
});

export const handOver = operation({
  name: 'access.hand-over',
  method: 'POST',
  path: '/api/v1/agencies/{agency}/leaving/{leaving}/hand-over',
  access: 'officer',
  about: { agency: 'agency' },
  effect: 'write',
  summary: 'Hand everything that someone who leaves owns to a successor, in one step',
  input: z.object({
    agency: agencyCode,
    leaving: z.string(),
    to_account: z.string().optional().describe('the successor, where they have signed in'),
    to_name: z.string().trim().max(200).optional().describe('the successor by name, where they have not'),
  }),
  output: json(leavingView),
  errors: [noSuchLeaving, noSuchAccount],
  positional: ['agency', 'leaving'],
});

export const openBreakGlass = operation({
  name: 'access.break-glass',
  method: 'POST',
  path: '/api/v1/break-glass',
  access: 'staff',
  stepUp: true,
  effect: 'write',
  summary:
    'Open protected rows in an emergency, for a few hours: a second person is told at once, and a review follows',
  input: z.object({
    dataset: z.string(),
    purpose: z.string().trim().min(5, 'say what for').max(200),
    reason,
    hours: z.coerce
      .number()
      .int()
      .min(1)
      .max(168)
      .optional()
      .describe('no more than the state allows; its usual number when left out'),
  }),
  output: json(breakGlassView),
  errors: [notProtected, nobodyToTell, reviewOutstanding, alreadyOpen, tooManyHours],
  positional: ['dataset'],
});

export const endBreakGlass = operation({
  name: 'access.end-break-glass',
  method: 'POST',
  path: '/api/v1/break-glass/{id}/end',
  access: 'staff',
  effect: 'write',
  summary: 'Close an emergency access before its time',
  input: z.object({ id: z.string() }),
  output: json(breakGlassView),
  errors: [noSuchBreakGlass],
  positional: ['id'],
});

export const reviewBreakGlass = operation({
  name: 'access.review-break-glass',
  method: 'POST',
  path: '/api/v1/break-glass/{id}/review',
  access: 'auditor',
  effect: 'write',
  summary: 'Say whether an emergency access was justified',
  input: z.object({
    id: z.string(),
    outcome: z.enum(['justified', 'not-justified']),
    note: reason,
  }),
  output: json(breakGlassView),
  errors: [noSuchBreakGlass, ownReview, breakGlassOver],
  positional: ['id', 'outcome'],
});

export const listBreakGlass = operation({
  name: 'access.list-break-glass',
  method: 'GET',
  path: '/api/v1/break-glass',
  access: 'staff',
  effect: 'read',
  summary: 'List emergency accesses: one’s own, those one was told of, and, for auditors and the office, all',
  input: z.object({ review: z.enum(['due', 'justified', 'not-justified']).optional() }),
  output: json(z.object({ breakGlass: z.array(breakGlassView) })),
  errors: [],
});

export const operations = {
  'ways-in': waysIn,
  'who-am-i': whoAmI,
  'list-allowed': listAllowed,
  'set-purpose': setPurpose,
  'create-token': createToken,
  'list-tokens': listTokens,
  'revoke-token': revokeToken,
  'list-sessions': listSessions,
  'end-session': endSession,
  'load-access': loadAccess,
  'list-policies': listPolicies,
  'load-policies': loadPolicies,
  'list-people': listPeople,
  'name-people': namePeople,
  'give-role': giveRole,
  'name-helper': nameHelper,
  'end-role': endRole,
  'give-notice': giveNotice,
  'withdraw-notice': withdrawNotice,
  'list-leaving': listLeaving,
  'show-handover': showHandover,
  'hand-over': handOver,
  'break-glass': openBreakGlass,
  'end-break-glass': endBreakGlass,
  'review-break-glass': reviewBreakGlass,
  'list-break-glass': listBreakGlass,
};
