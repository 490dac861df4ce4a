import { z } from 'zod';
import { calendarDate } from '../../core/calendar-date.ts';
import { standing } from '../agencies/model.ts';
import { dueRule, holidayRule } from './model.ts';

const dates = { from: calendarDate.optional(), to: calendarDate.optional() };

/** A state's file of law, as written by hand. A state may have several; each is taken over by itself. */
export const lawFile = z
  .strictObject({
    sources: z
      .array(
        z.strictObject({
          id: z.string(),
          title: z.string(),
          address: z.string(),
          official: z.string().optional(),
          read: calendarDate.optional(),
          note: z.string().optional(),
        }),
      )
      .default([]),
    acts: z
      .array(
        z.strictObject({
          id: z.string().regex(/^[a-z0-9-]+$/),
          citation: z.string(),
          title: z.string(),
          kind: z.string(),
          address: z.string().optional(),
          from: calendarDate.optional(),
          clauses: z.array(
            z.strictObject({
              id: z.string().regex(/^[a-z0-9-]+$/),
              label: z.string(),
              says: z.string().min(1),
              wording: z.enum(['quoted', 'summary']),
              standing,
              source: z.string().optional(),
              ...dates,
            }),
          ),
        }),
      )
      .default([]),
    duties: z
      .array(
        z.strictObject({
          id: z.string().regex(/^[a-z0-9-]+$/),
          clause: z.string(),
          title: z.string(),
          bearer: z.string(),
          rule: dueRule,
          standing: standing.optional(),
          source: z.string().optional(),
          note: z.string().optional(),
          ...dates,
        }),
      )
      .default([]),
    holidays: z
      .array(
        z.strictObject({
          id: z.string(),
          name: z.string(),
          rule: holidayRule,
          standing,
          source: z.string().optional(),
          ...dates,
        }),
      )
      .default([]),
  })
  .superRefine((file, check) => {
    const sources = new Set(file.sources.map(({ id }) => id));
    const clauses = new Map(
      file.acts.flatMap((act) => act.clauses.map((clause) => [clause.id, clause] as const)),
    );
    for (const [at, act] of file.acts.entries())
      for (const [place, clause] of act.clauses.entries())
        if (clause.standing === 'read' && !sources.has(clause.source ?? ''))
          check.addIssue({
            code: 'custom',
            path: ['acts', at, 'clauses', place],
            message: 'a clause that was read names its source in this file',
          });
    for (const [at, duty] of file.duties.entries())
      if (!clauses.has(duty.clause))
        check.addIssue({
          code: 'custom',
          path: ['duties', at, 'clause'],
          message: `${duty.clause} is not in this file`,
        });
  });
export type LawFile = z.output<typeof lawFile>;
