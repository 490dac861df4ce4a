import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Store } from '../database.ts';
import { backupUnwritable } from '../errors.ts';
import { makeGivenFolder } from '../given-folder.ts';
import { isUnfinished, leftOut } from './home-parts.ts';
import { type Manifest, manifestFile, storeFileName } from './manifest.ts';
import { listBackups } from './read-backup.ts';
import { describeStore, snapshotStore } from './snapshot-store.ts';

/**
 * Writes a whole backup into a folder of its own under `folder`, while everything runs. First the control plane of one
 * moment, then the files of the lake: whatever it names was there before it. Files that the last backup has too are linked
 * to it, for a file of the lake never changes. Keys are not in it. Throws `store.backup-unwritable`.
 */
export async function writeBackup(options: {
  readonly store: Store;
  readonly home: string;
  readonly folder: string;
  readonly version: string;
  /** ISO instant: the backup's name. */
  readonly now: string;
  readonly progress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}): Promise<Manifest & { readonly name: string }> {
  const { store, home, folder, version, now, progress, signal } = options;
  const name = now.replace(/[:.]/g, '-');
  const writing = join(folder, `.writing-${name}`);
  try {
    const last = (await listBackups(folder))[0];
    await rm(writing, { recursive: true, force: true });
    await makeGivenFolder(writing);
    const snapshot = join(writing, storeFileName);
    await snapshotStore(store, join(home, storeFileName), snapshot);
    const described = describeStore(snapshot);

    const paths = await filesOf(home, folder);
    const files: Manifest['files'] = [await digestOf(snapshot, storeFileName)];
    for (const [at, path] of paths.entries()) {
      signal?.throwIfAborted();
      const known = last?.files.find((file) => file.path === path);
      const file = await bring(join(home, path), join(writing, path), path, {
        // Only the lake's files never change.
        known: path.startsWith('lake/') ? known : undefined,
        last: last === undefined ? '' : join(folder, last.name, path),
      });
      if (file !== undefined) files.push(file);
      progress?.(at + 1, paths.length);
    }
    const manifest: Manifest = { form: 1, version, made_at: now, store: store.kind, ...described, files };
    await writeFile(join(writing, manifestFile), JSON.stringify(manifest, null, 1), { flush: true });
    await rename(writing, join(folder, name));
    await sync(folder);
    return { ...manifest, name };
  } catch (error) {
    await rm(writing, { recursive: true, force: true }).catch(() => {});
    signal?.throwIfAborted();
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    throw backupUnwritable.with({ why: code ?? 'no reason given' }, error);
  }
}

/** Everything of the home that belongs in a backup, by path with slashes. */
async function filesOf(home: string, backups: string): Promise<string[]> {
  const found: string[] = [];
  const walk = async (dir: string) => {
    for (const entry of await readdir(dir, { withFileTypes: true })) {
      const path = join(dir, entry.name);
      if (path === backups || (dir === home ? leftOut(entry.name) : isUnfinished(entry.name))) continue;
      if (entry.isDirectory()) await walk(path);
      else if (entry.isFile()) found.push(relative(home, path).split(sep).join('/'));
    }
  };
  await walk(home);
  return found.sort();
}

async function bring(
  from: string,
  to: string,
  path: string,
  { known, last }: { readonly known: Manifest['files'][number] | undefined; readonly last: string },
): Promise<Manifest['files'][number] | undefined> {
  const size = await stat(from).then(
    (found) => found.size,
    () => undefined,
  );
  // Destroyed since the snapshot was taken: to bring it back is what must not happen.
  if (size === undefined) return undefined;
  await mkdir(dirname(to), { recursive: true });
  if (known?.bytes === size) {
    const linked = await link(last, to).then(
      () => true,
      () => false,
    );
    if (linked) return known;
  }
  await copyFile(from, to, constants.COPYFILE_FICLONE);
  await sync(to);
  return digestOf(to, path);
}

/** Size and SHA-256 of a file. */
export async function digestOf(file: string, path: string): Promise<Manifest['files'][number]> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return { path, bytes, sha256: hash.digest('hex') };
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
