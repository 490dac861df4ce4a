import { z } from 'zod';

/** What a backup holds. Written last: a backup without it was cut short. */
export const manifest = z.object({
  form: z.literal(1),
  version: z.string(),
  made_at: z.string(),
  store: z.enum(['sqlite', 'postgres']),
  migrations: z.array(z.string()),
  /** Rows of each table. */
  rows: z.record(z.string(), z.int()),
  /** The signed head of the log at that moment. */
  audit: z.object({ size: z.int(), root: z.string(), note: z.string() }).nullable(),
  files: z.array(z.object({ path: z.string(), bytes: z.int(), sha256: z.string() })),
});
export type Manifest = z.infer<typeof manifest>;

export const manifestFile = 'manifest.json';
export const storeFileName = 'store.sqlite';
