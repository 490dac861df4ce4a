import { z } from 'zod';
import { calendarDate } from '../../core/calendar-date.ts';
import { agencyCode, coverageStatus, standing } from './model.ts';

/** A state's file of agencies, as written by hand. */
export const agenciesFile = z
  .strictObject({
    roles: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        required: z.enum(['covered', 'none']),
        clause: z.string().optional(),
        does: z.string().optional(),
      }),
    ),
    agencies: z.array(
      z.strictObject({
        code: agencyCode,
        name: z.string().min(1),
        kind: z.string().min(1),
        head: z.string().optional(),
        head_contact: z.email('an email address').optional(),
        coverage: z.array(
          z.strictObject({
            status: coverageStatus,
            from: calendarDate.optional(),
            to: calendarDate.optional(),
            clause: z.string().optional(),
            source: z.string().optional(),
            standing,
            note: z.string().optional(),
          }),
        ),
      }),
    ),
    people: z.array(
      z.strictObject({ id: z.string(), name: z.string().min(1), example: z.boolean().default(false) }),
    ),
    terms: z.array(
      z.strictObject({
        agency: agencyCode,
        role: z.string(),
        person: z.string(),
        from: calendarDate.optional(),
        to: calendarDate.optional(),
        example: z.boolean().default(false),
      }),
    ),
  })
  .superRefine((file, check) => {
    const known = {
      agency: new Set(file.agencies.map(({ code }) => code)),
      role: new Set(file.roles.map(({ id }) => id)),
      person: new Set(file.people.map(({ id }) => id)),
    };
    for (const [at, line] of file.terms.entries()) {
      for (const field of ['agency', 'role', 'person'] as const)
        if (!known[field].has(line[field]))
          check.addIssue({
            code: 'custom',
            path: ['terms', at, field],
            message: `${line[field]} is not in this file`,
          });
      if (line.from && line.to && line.to < line.from)
        check.addIssue({
          code: 'custom',
          path: ['terms', at, 'to'],
          message: 'the term ends before it begins',
        });
    }
  });
export type AgenciesFile = z.output<typeof agenciesFile>;
