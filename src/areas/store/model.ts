import { z } from 'zod';

export const backupLine = z.object({
  name: z.string(),
  made_at: z.string(),
  bytes: z.int(),
  files: z.int(),
  rows: z.int(),
  /** Entries in the signed log at that moment. */
  entries: z.int(),
});
export type BackupLine = z.infer<typeof backupLine>;

const stateCount = z.object({ state: z.string(), count: z.int() });

/** How the deployment is. Sizes in bytes, times in seconds; null is what cannot be known here. */
export const health = z.object({
  version: z.string(),
  store: z.enum(['sqlite', 'postgres']),
  uptime_seconds: z.int(),
  resident_bytes: z.int(),
  jobs: z.array(stateCount),
  oldest_waiting_seconds: z.int().nullable(),
  failed_jobs: z.array(
    z.object({ id: z.string(), kind: z.string(), finished_at: z.string(), code: z.string().nullable() }),
  ),
  mail: z.array(stateCount),
  mail_server: z.string(),
  failing_deliveries: z.int(),
  disk: z.object({ free_bytes: z.int().nullable(), total_bytes: z.int().nullable() }),
  store_bytes: z.int().nullable(),
  audit: z.object({ size: z.int(), waiting: z.int() }),
  last_backup: z
    .object({ name: z.string(), made_at: z.string(), age_seconds: z.int(), same_disk: z.boolean() })
    .nullable(),
  last_drill: z.object({ at: z.string(), passed: z.boolean(), words: z.string() }).nullable(),
  slow_pages: z.array(
    z.object({
      route: z.string(),
      count: z.int(),
      failed: z.int(),
      median_ms: z.number(),
      p95_ms: z.number(),
      slowest_ms: z.number(),
    }),
  ),
});
export type Health = z.infer<typeof health>;

export const drillReport = z.object({
  backup: z.string(),
  files: z.int(),
  tables: z.int(),
  rows: z.int(),
  entries: z.int(),
  root: z.string().nullable(),
  seconds: z.number(),
});
export type DrillReport = z.infer<typeof drillReport>;
