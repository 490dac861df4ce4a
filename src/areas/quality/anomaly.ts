import { z } from 'zod';

/** Something unlike the versions before, in a plain sentence. Holds counts only, never a value from a row. */
export const anomaly = z.object({
  version: z.int(),
  kind: z.enum(['rows', 'nulls', 'distinct', 'field-empty', 'field-constant']),
  field: z.string().nullable(),
  sentence: z.string(),
});
export type Anomaly = z.output<typeof anomaly>;
