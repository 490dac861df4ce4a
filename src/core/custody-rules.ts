import { z } from 'zod';
import { calendarDate } from './calendar-date.ts';

/** Holds from and to these days, both included, on this ground. */
const dated = {
  from: calendarDate.optional(),
  to: calendarDate.optional(),
  citation: z.string().min(1),
  standing: z.enum(['read', 'recalled', 'example']).default('recalled'),
};

/** `custody.yaml` of a state: what it asks of those who keep data, as dated facts with their source. */
export const custodyFile = z.strictObject({
  /** Reasons for which data is determined to be of high value. */
  reasons: z
    .array(z.strictObject({ code: z.string().regex(/^[A-Z]$/), says: z.string().min(1), ...dated }))
    .default([]),
  /** Whom to ask about data whose record names nobody: in catalogues that others harvest. */
  contact: z.strictObject({ name: z.string().min(1), email: z.email() }).optional(),
  /** Days between saying that a dataset will be retired, and its retirement. */
  retirementNotice: z.array(z.strictObject({ days: z.int().min(0), ...dated })).min(1),
  /** Days between saying that a published column will change or go, and the day it does. */
  schemaNotice: z.array(z.strictObject({ days: z.int().min(0), ...dated })).min(1),
  /** Days within which a question about a dataset is answered. */
  answerWithin: z.array(z.strictObject({ days: z.int().min(0), ...dated })).min(1),
});
export type CustodyRules = z.output<typeof custodyFile>;

const ours = { citation: 'Set by this program; the state has said nothing.', standing: 'example' } as const;

/** For a state that has no file of its own. */
export const plainCustody: CustodyRules = Object.freeze(
  custodyFile.parse({
    reasons: [],
    retirementNotice: [{ days: 30, ...ours }],
    schemaNotice: [{ days: 30, ...ours }],
    answerWithin: [{ days: 14, ...ours }],
  }),
);

/** The rules of a list that hold on a day (YYYY-MM-DD). */
export const rulesOn = <
  Rule extends { readonly from?: string | undefined; readonly to?: string | undefined },
>(
  rules: readonly Rule[],
  day: string,
): readonly Rule[] =>
  rules.filter(({ from, to }) => (from === undefined || from <= day) && (to === undefined || day <= to));
