import { z } from 'zod';
import { recordShown } from '../runs/model.ts';

/** Who a record is about, by the resident index of a link. */
export const personFound = z.object({
  answer: z
    .enum(['known', 'perhaps', 'nobody'])
    .describe('known: the likeliest is over the line of the link'),
  cluster: z.string().nullable().describe('who it is, when known'),
  found: z.array(
    z.object({
      id: z.string().describe('row of the source, in a link `left-12`; `new-1` for one that was added'),
      cluster: z.string().nullable(),
      weight: z.number(),
      chance: z.number().min(0).max(1),
      record: recordShown.nullable().describe('what it says; null unless asked for, and for added ones'),
    }),
  ),
  records: z.int().describe('records in the index'),
  milliseconds: z.number().describe('from the question to the answer, leave and log included'),
});
export type PersonFound = z.output<typeof personFound>;
