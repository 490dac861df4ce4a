import { DatabaseSync } from 'node:sqlite';
import type { Store } from '../database.ts';
import { migrate } from '../migrations/index.ts';
import { openSqliteStore } from '../sqlite.ts';
import { copyStore } from './copy-store.ts';
import type { Manifest } from './manifest.ts';

/** The control plane of one moment as a SQLite file, whichever store it lives in; nobody who writes waits for it. */
export async function snapshotStore(store: Store, storeFile: string, into: string): Promise<void> {
  if (store.kind === 'sqlite') {
    const source = new DatabaseSync(storeFile, { readOnly: true, timeout: 10_000 });
    try {
      source.prepare('vacuum into ?').run(into);
    } finally {
      source.close();
    }
    return;
  }
  const copy = await openSqliteStore({ file: into });
  try {
    await migrate(copy);
    await copyStore(store, copy);
  } finally {
    await copy.close();
  }
}

/** What a SQLite file of the control plane holds. */
export function describeStore(file: string): Pick<Manifest, 'migrations' | 'rows' | 'audit'> {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const all = <T>(text: string) => db.prepare(text).all() as unknown as T[];
    const rows: Record<string, number> = {};
    for (const { name } of all<{ name: string }>(
      `select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name`,
    ))
      rows[name] = all<{ count: number }>(`select count(*) as count from "${name}"`)[0]!.count;
    const hasLog = rows['audit_checkpoint'] !== undefined;
    const [head] = hasLog
      ? all<{ size: number; root: string; note: string }>(
          'select size, root, note from audit_checkpoint order by size desc limit 1',
        )
      : [];
    return {
      migrations: all<{ name: string }>('select name from migration order by name').map(({ name }) => name),
      rows,
      audit: head === undefined ? null : { ...head },
    };
  } finally {
    db.close();
  }
}

/** What SQLite itself finds wrong with a file; nothing when it is whole. */
export function damageOf(file: string): string | undefined {
  try {
    const db = new DatabaseSync(file, { readOnly: true });
    try {
      const [found] = db.prepare('pragma integrity_check(1)').all() as { integrity_check: string }[];
      return found?.integrity_check === 'ok' ? undefined : 'its pages do not fit together';
    } finally {
      db.close();
    }
  } catch {
    return 'it cannot be opened';
  }
}
