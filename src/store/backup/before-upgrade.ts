import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrations } from '../migrations/index.ts';
import { storeFileName } from './manifest.ts';
import { describeStore } from './snapshot-store.ts';

const folderName = 'before-upgrade';

/**
 * Keeps a SQLite store as an earlier release left it, before this release changes its shape: the way back. Answers the name
 * of what was kept, or nothing when there is nothing to change.
 */
export async function keepBeforeUpgrade(home: string): Promise<string | undefined> {
  const file = join(home, storeFileName);
  if (!existsSync(file)) return undefined;
  const has = migrationsOf(file);
  const pending = migrations.some(({ name }) => !has.has(name));
  if (has.size === 0 || !pending) return undefined;
  const name = `${[...has].sort().at(-1)}.sqlite`;
  const kept = join(home, folderName, name);
  await mkdir(join(home, folderName), { recursive: true, mode: 0o700 });
  // Under a name of its own first: one that was cut short is no way back.
  await rm(`${kept}.new`, { force: true });
  const source = new DatabaseSync(file, { timeout: 10_000 });
  try {
    source.prepare('vacuum into ?').run(`${kept}.new`);
  } finally {
    source.close();
  }
  await rename(`${kept}.new`, kept);
  return name;
}

function migrationsOf(file: string): Set<string> {
  try {
    return new Set(describeStore(file).migrations);
  } catch {
    // An empty file, or one that opening will complain about in better words.
    return new Set();
  }
}

/** Puts back what {@link keepBeforeUpgrade} kept last; what the newer release wrote stays beside it. Answers both names. */
export async function undoUpgrade(
  home: string,
  now: string,
): Promise<{ readonly back: string; readonly aside: string } | undefined> {
  const folder = join(home, folderName);
  const kept = (await readdir(folder).catch(() => [])).filter((name) =>
    /^\d{4}-[a-z0-9-]+\.sqlite$/.test(name),
  );
  const back = kept.sort().at(-1);
  if (back === undefined) return undefined;
  const aside = `undone-${now.replace(/[:.]/g, '-')}.sqlite`;
  const file = join(home, storeFileName);
  const db = new DatabaseSync(file);
  // The journal belongs to the file that goes: everything in it must be in that file.
  db.exec('pragma wal_checkpoint(truncate)');
  db.close();
  await rename(file, join(folder, aside));
  for (const suffix of ['-wal', '-shm']) await rm(`${file}${suffix}`, { force: true });
  await rename(join(folder, back), file);
  return { back, aside };
}
