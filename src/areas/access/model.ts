import { z } from 'zod';
import { roles } from '../../core/access.ts';
import { calendarDate } from '../../core/calendar-date.ts';

/** What a role is called where people read it. */
export const roleTitles: Readonly<Record<(typeof roles)[number], string>> = {
  officer: 'Data officer',
  deputy: 'Deputy data officer',
  steward: 'Data steward',
  office: 'Chief data officer’s office',
  board: 'Member of the board',
  analyst: 'Analyst',
  reviewer: 'Reviewer of releases',
  auditor: 'Auditor',
};

export const roleName = z.enum(roles);

export const heldRole = z.object({
  role: roleName,
  agency: z.string().optional(),
  until: z.string().optional(),
});

/** `Data officer of DPH, until …` is for pages; this is the first part. */
export const roleWords = ({ role, agency }: { role: (typeof roles)[number]; agency?: string | undefined }) =>
  agency === undefined ? roleTitles[role] : `${roleTitles[role]}, ${agency}`;

export const whoIAm = z.object({
  id: z.string(),
  kind: z.enum(['open', 'person', 'operator', 'system']),
  name: z.string().nullable(),
  roles: z.array(heldRole),
  purpose: z.string().nullable(),
  signedInBy: z.enum(['session', 'token']).nullable(),
  signedInAt: z.string().nullable(),
  sessionUntil: z.string().nullable().describe('when the session ends if no further request comes'),
});

export const waysIn = z.object({
  provider: z.string().nullable().describe('what the sign-in is called; none when nobody can sign in'),
  samples: z.array(z.object({ id: z.string(), name: z.string(), is: z.string(), may: z.string() })),
  idleMinutes: z.int(),
  sessionHours: z.int(),
});

/** An operation or page, and whether the asker may use it. */
export const usable = z.object({
  kind: z.enum(['operation', 'page']),
  name: z.string(),
  summary: z.string(),
  effect: z.enum(['read', 'write', 'long']),
  allowed: z.boolean(),
  policy: z.object({ id: z.string(), title: z.string() }).nullable(),
  ask: z.string().nullable().describe('whom to ask, where it is refused'),
});
export type Usable = z.output<typeof usable>;

export const policyView = z.object({
  id: z.string(),
  title: z.string(),
  effect: z.enum(['permit', 'forbid']),
  file: z.string(),
  refuses: z.string().nullable(),
  ask: z.string().nullable(),
  obligations: z.object({
    mask: z.array(z.string()),
    aggregateOnly: z.boolean(),
    minimumCell: z.int(),
    log: z.enum(['usual', 'each']),
  }),
  text: z.string(),
});
export type PolicyView = z.output<typeof policyView>;

export const tokenView = z.object({
  token: z.string().describe('its id, not its secret'),
  name: z.string(),
  scope: z.enum(['read', 'write']),
  createdAt: z.string(),
  endsAt: z.string(),
  usedAt: z.string().nullable(),
  state: z.enum(['live', 'ended', 'revoked']),
});
export type TokenView = z.output<typeof tokenView>;

export const personLine = z.object({
  account: z.string(),
  name: z.string(),
  person: z.string().nullable(),
  example: z.boolean(),
  signedInAt: z.string().nullable(),
  roles: z.array(heldRole.extend({ given: z.string().nullable().describe('id of a role given by hand') })),
  leaves: z.string().nullable().describe('when access ends, where notice was given'),
});
export type PersonLine = z.output<typeof personLine>;

export const leavingView = z.object({
  leaving: z.string(),
  name: z.string(),
  agency: z.string().nullable(),
  noticedAt: z.string(),
  lastDay: calendarDate,
  endsAt: z.string(),
  ended: z.boolean(),
  handedOverAt: z.string().nullable(),
  successor: z.string().nullable(),
  handed: z.array(z.object({ kind: z.string(), count: z.int() })),
});
export type LeavingView = z.output<typeof leavingView>;

export const breakGlassView = z.object({
  id: z.string(),
  name: z.string().describe('who opened it'),
  mine: z.boolean(),
  dataset: z.string(),
  title: z.string(),
  agency: z.string().nullable(),
  purpose: z.string(),
  reason: z.string(),
  openedAt: z.string(),
  until: z.string(),
  live: z.boolean(),
  told: z.string().describe('the second person, who was told at once'),
  reviewDue: calendarDate,
  review: z.enum(['due', 'justified', 'not-justified']),
  overdue: z.boolean(),
  reviewer: z.string().nullable(),
  reviewedAt: z.string().nullable(),
  reviewNote: z.string().nullable(),
});
export type BreakGlassView = z.output<typeof breakGlassView>;
