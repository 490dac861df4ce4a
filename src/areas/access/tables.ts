import type { Role } from '../../core/access.ts';
import { integer, optional, type RowOf, table, text } from '../../store/database.ts';

/** Someone who has signed in at least once: who the identity provider says it is, and nothing it was not asked. */
export const account = table(
  'account',
  {
    id: text(),
    /** The provider's name and its own, lasting id of the person. */
    issuer: text(),
    subject: text(),
    name: text(),
    email: optional(text()),
    /** The person of the agencies' record whose terms are this one's. */
    person: optional(text()),
    example: integer(),
    created_at: text(),
    signed_in_at: text(),
  },
  ['id'],
);

/** A role that an account holds by its groups at the provider, or that someone gave. Terms of posts stand in `role_term`. */
export const accountRole = table(
  'account_role',
  {
    id: text(),
    account: text(),
    role: text<Role>(),
    agency: optional(text()),
    source: text<'group' | 'hand'>(),
    given_by: text(),
    from_at: text(),
    until_at: optional(text()),
    ended_at: optional(text()),
  },
  ['id'],
);

/** Which groups of the provider, and which posts of an agency, carry which role. */
export const groupRole = table('group_role', { name: text(), role: text<Role>(), agency: text() }, [
  'name',
  'role',
  'agency',
]);
export const postRole = table('post_role', { post: text(), role: text<Role>() }, ['post']);

/** A browser that has signed in. The cookie holds a secret; here is its digest. */
export const session = table(
  'session',
  {
    hash: text(),
    account: text(),
    signed_in_at: text(),
    stepped_up_at: optional(text()),
    seen_at: text(),
    ends_at: text(),
    ended_at: optional(text()),
    purpose: optional(text()),
  },
  ['hash'],
);

/** A way to the provider that has been begun and not come back. Used once, within minutes. */
export const signInAttempt = table(
  'sign_in_attempt',
  {
    state_hash: text(),
    /** Digest of the cookie of the browser that began it. */
    browser_hash: text(),
    nonce: text(),
    verifier: text(),
    return_to: text(),
    /** The account that must come back, when it signs in again for a step. */
    step_up: optional(text()),
    begun_at: text(),
  },
  ['state_hash'],
);

/** A personal access token, for scripts. Here is its digest. */
export const accessToken = table(
  'access_token',
  {
    id: text(),
    account: text(),
    name: text(),
    hash: text(),
    scope: text<'read' | 'write'>(),
    created_at: text(),
    ends_at: text(),
    used_at: optional(text()),
    revoked_at: optional(text()),
  },
  ['id'],
);

/** Notice that someone leaves: access ends, and what was theirs is handed over. */
export const leaving = table(
  'leaving',
  {
    id: text(),
    person: optional(text()),
    account: optional(text()),
    name: text(),
    agency: optional(text()),
    noticed_at: text(),
    noticed_by: text(),
    last_day: text(),
    /** When access ends: at the end of the last day, and never later than the state allows after the notice. */
    ends_at: text(),
    withdrawn_at: optional(text()),
    handed_over_at: optional(text()),
    handed_over_by: optional(text()),
    successor: optional(text()),
    /** What changed hands, as counts by kind. */
    handed: optional(text()),
  },
  ['id'],
);

/** Protected rows opened in an emergency. */
export const breakGlass = table(
  'break_glass',
  {
    id: text(),
    account: text(),
    name: text(),
    dataset: text(),
    agency: optional(text()),
    purpose: text(),
    reason: text(),
    opened_at: text(),
    until_at: text(),
    /** The second person, who was told at once. */
    told_account: optional(text()),
    told_name: text(),
    told_email: optional(text()),
    ended_at: optional(text()),
    review_due: text(),
    review: text<'due' | 'justified' | 'not-justified'>(),
    reviewed_by: optional(text()),
    reviewer_name: optional(text()),
    reviewed_at: optional(text()),
    review_note: optional(text()),
  },
  ['id'],
);

/** Sets of policies that have been in force, newest last; the last one is. */
export const policySet = table(
  'policy_set',
  { digest: text(), files: text(), in_force_at: text(), put_by: text() },
  ['digest', 'in_force_at'],
);

export const tables = [
  account,
  accountRole,
  groupRole,
  postRole,
  session,
  signInAttempt,
  accessToken,
  leaving,
  breakGlass,
  policySet,
];

declare module '../../store/database.ts' {
  interface Database {
    account: RowOf<typeof account>;
    account_role: RowOf<typeof accountRole>;
    group_role: RowOf<typeof groupRole>;
    post_role: RowOf<typeof postRole>;
    session: RowOf<typeof session>;
    sign_in_attempt: RowOf<typeof signInAttempt>;
    access_token: RowOf<typeof accessToken>;
    leaving: RowOf<typeof leaving>;
    break_glass: RowOf<typeof breakGlass>;
    policy_set: RowOf<typeof policySet>;
  }
}
