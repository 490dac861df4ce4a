import { z } from 'zod';
import { calendarDate } from '../../../core/calendar-date.ts';
import { standing } from '../../agencies/model.ts';

export const evidenceName = z.enum([
  'plan-in-force',
  'draft-delivered',
  'hearing-held',
  'agencies-consulted',
  'comments-answered',
  'standards',
  'short-term-goals',
  'longer-term-goals',
  'recommendations',
  'obstacle-timeline',
  'repository-goals',
  'it-checked',
  'progress-reports',
  'posts-filled',
  'board-seats',
  'inventory',
  'catalog',
  'opted-in',
]);
export type EvidenceName = z.output<typeof evidenceName>;

export const evidence = z.object({
  evidence: evidenceName,
  met: z.boolean(),
  words: z.string().describe('what was counted'),
  href: z.string(),
});
export type Evidence = z.output<typeof evidence>;

/** One clause of law: what fulfils it here, what shows it, and whether its words were read at the source. */
export const complianceRow = z.object({
  clause: z.string(),
  citation: z.string(),
  says: z.string(),
  standing,
  source: z.object({ title: z.string(), address: z.string(), read: calendarDate.nullable() }).nullable(),
  features: z.array(z.object({ feature: z.string(), href: z.string(), evidence: z.array(evidence) })),
  status: z
    .enum(['met', 'partly', 'open', 'no-evidence'])
    .describe('no-evidence: nothing here shows that the clause is met'),
});
export type ComplianceRow = z.output<typeof complianceRow>;

/** A state's file: which features answer which clause. */
export const complianceFile = z.strictObject({
  clauses: z.array(
    z.strictObject({
      clause: z.string(),
      features: z.array(
        z.strictObject({
          feature: z.string(),
          href: z.string(),
          evidence: z.array(evidenceName).default([]),
        }),
      ),
    }),
  ),
});
