import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readlinkSync, rmSync, statfsSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';

const memory = '/dev/shm';
/** A smaller memory-backed folder would be full with the first file: then the disk is better. */
const leastMemoryBytes = 1024 ** 3;

/**
 * Empties the folder in which protected data may lie in plain text while it is used, and makes it anew: in memory where
 * the system has such a place, else on the disk, readable to its owner alone either way. Called by the owner of a home,
 * before anything else: what a killed session left behind goes first. Answers its path, which never changes.
 */
export function freshPrivateFolder(home: string): string {
  const folder = join(home, 'private');
  const inMemory = memoryFolder(home);
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found?.isSymbolicLink()) {
    // A copied home brings the link of another along, whose folder is not ours to empty.
    if (readlinkSync(folder) === inMemory) rmSync(inMemory, { recursive: true, force: true });
    unlinkSync(folder);
  } else rmSync(folder, { recursive: true, force: true });
  rmSync(inMemory, { recursive: true, force: true });
  if (hasMemory()) {
    try {
      mkdirSync(inMemory, { mode: 0o700 });
      symlinkSync(inMemory, folder, 'dir');
      return folder;
    } catch {
      rmSync(inMemory, { recursive: true, force: true });
    }
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** Takes everything out of it: at an orderly end nothing is left in memory. */
export function removePrivateFolder(home: string): void {
  const folder = join(home, 'private');
  if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) {
    if (readlinkSync(folder) === memoryFolder(home))
      rmSync(memoryFolder(home), { recursive: true, force: true });
    unlinkSync(folder);
    return;
  }
  rmSync(folder, { recursive: true, force: true });
}

const memoryFolder = (home: string): string =>
  join(memory, `charter-oak-${createHash('sha256').update(home).digest('hex').slice(0, 24)}`);

function hasMemory(): boolean {
  if (process.platform !== 'linux' || process.env['OAK_PRIVATE'] === 'disk') return false;
  try {
    const { bsize, bavail } = statfsSync(memory);
    return bsize * bavail >= leastMemoryBytes;
  } catch {
    return false;
  }
}
