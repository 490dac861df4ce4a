import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';

/** Where the rows lie: immutable files, one folder a version. See `docs/decisions` for the write order. */
export interface Lake {
  readonly root: string;
  /** The folder of a version, whether or not it exists yet. */
  folder(dataset: string, version: number): string;
}

/** The lake under a folder of the home, made when it is missing. */
export function openLake(root: string): Lake {
  const at = resolve(root);
  mkdirSync(at, { recursive: true, mode: 0o700 });
  return { root: at, folder: (dataset, version) => join(at, dataset, String(version)) };
}

const temporaryMark = '.writing-';

/** A name beside the final one that no reader looks at and that {@link collectOrphans} may delete. */
export const temporaryName = (final: string): string =>
  join(dirname(final), `${temporaryMark}${randomBytes(6).toString('hex')}`);

/** Where a file stands, relative to the lake: the form kept in the control plane. */
export const lakePath = (lake: Lake, file: string): string => relative(lake.root, file).split(sep).join('/');
export const absolutePath = (lake: Lake, file: string): string => join(lake.root, ...file.split('/'));

/**
 * Makes a finished temporary file visible under its final name, durably: neither DuckDB nor `rename` alone survives
 * a power cut. Write, fsync the file, rename, fsync the folder; only then may a manifest row name it.
 */
export async function publishFile(temporary: string, final: string): Promise<void> {
  await syncPath(temporary);
  await rename(temporary, final);
  await syncPath(dirname(final));
}

/** Makes a folder and every new folder above it durable. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let at = folder; at.length >= first.length; at = dirname(at)) await syncPath(dirname(at));
}

async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Made by {@link temporaryName}: nobody will ever name it again once its writer is gone. */
export const isTemporary = (path: string): boolean => basename(path).startsWith(temporaryMark);

/**
 * Deletes the files that `isOrphan` (by path relative to the lake) and that are older than `olderThanMs`: 24 hours,
 * because a running job may still be about to name a younger one. Returns how many went.
 */
export async function collectOrphans(
  lake: Lake,
  isOrphan: (path: string) => boolean,
  nowMs: number,
  olderThanMs = 24 * 3600_000,
): Promise<number> {
  let deleted = 0;
  for (const entry of await readdir(lake.root, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !isOrphan(lakePath(lake, file))) continue;
    const found = await stat(file).catch(() => undefined);
    if (found === undefined || nowMs - found.mtimeMs < olderThanMs) continue;
    await rm(file, { force: true });
    deleted += 1;
  }
  return deleted;
}
