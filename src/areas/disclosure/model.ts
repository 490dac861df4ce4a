import { z } from 'zod';
import { ruleSchema } from './rules/rule.ts';

/** A rule set as data: who asks for it, where it is written, and since when it holds. */
export const ruleSet = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string().min(1),
  /** Whose rule it is: what a page says when it governs. */
  owner: z.string().min(1),
  versions: z
    .array(
      z.strictObject({
        /** First day; left out for one that was in force before anybody here wrote it down. */
        from: z.iso.date().optional(),
        /** Last day. */
        to: z.iso.date().optional(),
        citation: z.strictObject({
          text: z.string().min(1),
          url: z.url().optional(),
          /** How surely it is known: the text itself was read, or only a part or another's account of it. */
          read: z.enum(['text', 'excerpt', 'account']),
        }),
        rule: ruleSchema,
        /** What the rule also asks for, in words, where no field holds it. */
        note: z.string().optional(),
      }),
    )
    .min(1),
});
export type RuleSet = z.output<typeof ruleSet>;
