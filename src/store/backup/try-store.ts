import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { NoteVerifier } from '../audit-log/signed-note.ts';
import { verifyLog } from '../audit-log/verify-log.ts';
import { backupDiffers } from '../errors.ts';
import { migrate } from '../migrations/index.ts';
import { openSqliteStore } from '../sqlite.ts';
import { type Manifest, storeFileName } from './manifest.ts';
import { damageOf, describeStore } from './snapshot-store.ts';

/**
 * Opens the control plane of a backup in a folder of its own and compares it with what the manifest says: pages, rows of
 * each table, every hash of the log, its root. Brings it to this release's shape, as restoring would. Throws
 * `store.backup-differs`.
 */
export async function tryStore(
  backup: string,
  aside: string,
  manifest: Manifest & { readonly name: string },
  verifier: NoteVerifier,
): Promise<{ tables: number; rows: number; entries: number; root: string | null }> {
  const differs = (what: string) => backupDiffers.with({ backup: manifest.name, what });
  await mkdir(aside, { recursive: true, mode: 0o700 });
  const file = join(aside, storeFileName);
  await copyFile(join(backup, storeFileName), file);
  const damage = damageOf(file);
  if (damage !== undefined) throw differs(damage);
  const { rows } = describeStore(file);
  for (const [table, count] of Object.entries(manifest.rows))
    if (rows[table] !== count) throw differs(`table ${table} has ${rows[table] ?? 0} rows of ${count}`);
  const store = await openSqliteStore({ file });
  try {
    await migrate(store);
    const { audit } = manifest;
    const report = await verifyLog(store.read, verifier, { outside: audit === null ? [] : [audit.note] });
    const [fault] = report.faults;
    if (fault !== undefined) throw differs(`the log does not verify at entry ${fault.leaf}: ${fault.kind}`);
    if (audit !== null && report.root !== audit.root) throw differs('the root of the log is another');
    return {
      tables: Object.keys(rows).length,
      rows: Object.values(rows).reduce((sum, count) => sum + count, 0),
      entries: report.entries,
      root: audit?.root ?? null,
    };
  } finally {
    await store.close();
  }
}
