import { z } from 'zod';
import { roles } from '../../core/access.ts';

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

export const heldRole = z.object({
  role: z.enum(roles),
  agency: z.string().optional(),
  until: z.string().optional(),
});

export const whoIAm = z.object({
  id: z.string(),
  kind: z.enum(['open', 'person', 'operator', 'system']),
  name: z.string().nullable(),
  roles: z.array(heldRole),
  purpose: z.string().nullable(),
});
export type WhoIAm = z.output<typeof whoIAm>;
