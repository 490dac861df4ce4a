import { z } from 'zod';

/**
 * open → closed (a later version passes, or the rule is retired) → open again when it fails anew;
 * open → dismissed (a person, with a reason) → open again when more rows fail than were dismissed.
 */
export const issueStates = ['open', 'closed', 'dismissed'] as const;
export type IssueState = (typeof issueStates)[number];

export const issue = z.object({
  id: z.string(),
  dataset: z.string(),
  datasetTitle: z.string(),
  agency: z.string().nullable(),
  /** Whom it is addressed to; null when the dataset names nobody. */
  owner: z.string().nullable(),
  rule: z.string(),
  subject: z.string(),
  state: z.enum(issueStates),
  /** Rows that failed when it was last seen, and in which version. */
  failing: z.int(),
  version: z.int(),
  openedAt: z.string(),
  openedVersion: z.int(),
  closedAt: z.string().nullable(),
  reason: z.string().nullable(),
});
export type Issue = z.output<typeof issue>;

export const issueEventKinds = ['opened', 'seen', 'closed', 'reopened', 'commented', 'dismissed'] as const;
export const issueEvent = z.object({
  at: z.string(),
  actor: z.string(),
  kind: z.enum(issueEventKinds),
  text: z.string(),
  version: z.int().nullable(),
  failing: z.int().nullable(),
});
export type IssueEvent = z.output<typeof issueEvent>;
