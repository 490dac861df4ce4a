import { z } from 'zod';
import { dimension } from './dimension.ts';
import { ruleDefinition } from './rule.ts';

/** A rule worth having, with what speaks for it. The counts are those the check itself would find today. */
export const suggestion = z.object({
  /** Stays the same for the same subject, version after version. */
  id: z.string(),
  definition: ruleDefinition,
  sentence: z.string(),
  fields: z.array(z.string()),
  dimension,
  /** What was seen, in words. */
  evidence: z.string(),
  /** Rows the rule would look at. */
  checked: z.int(),
  failing: z.int(),
  /** Upper end (95%, one-sided) of the failure rate to expect in more rows like these, in percent. */
  expectedFailureRate: z.number(),
});
export type Suggestion = z.output<typeof suggestion>;
