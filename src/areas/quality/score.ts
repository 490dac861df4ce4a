import { z } from 'zod';
import { dimension } from './dimension.ts';

/** A dataset's data quality, from its rules alone. Metadata and access are another number, never mixed in. */
export const dataQuality = z.object({
  version: z.int().nullable(),
  /** 0 to 100, or null: not assessed. */
  score: z.number().nullable(),
  /** Why there is no score. */
  because: z.string().nullable(),
  dimensions: z.array(
    z.object({
      dimension,
      title: z.string(),
      score: z.number().nullable(),
      rules: z.int(),
      passing: z.int(),
    }),
  ),
  coverage: z.object({
    rules: z.int(),
    run: z.int(),
    passing: z.int(),
    fields: z.int(),
    fieldsCovered: z.int(),
  }),
});
export type DataQuality = z.output<typeof dataQuality>;

/** How well the dataset is described and opened, from the catalog record alone: yes or no, point by point. */
export const metadataAccess = z.object({
  score: z.number(),
  points: z.array(z.object({ point: z.string(), met: z.boolean(), because: z.string() })),
});
export type MetadataAccess = z.output<typeof metadataAccess>;
