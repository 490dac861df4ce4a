import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statfsSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs';
import { join } from 'node:path';

const memory = '/dev/shm';
/** A smaller memory-backed folder would be full with the first file: then the disk is better. */
const leastMemoryBytes = 1024 ** 3;

/** Who waits for the end of this process, by home. */
const watches = new Map<string, ChildProcess>();

/**
 * Empties the folder in which protected data may lie in plain text while it is used, and makes it anew: in memory where
 * the system has such a place, else on the disk, readable to its owner alone either way. Called by the owner of a home,
 * before anything else: what a killed session left behind goes first. In memory it goes with this process, however that
 * ends. Answers its path, which never changes.
 */
export function freshPrivateFolder(home: string): string {
  removePrivateFolder(home);
  const folder = join(home, 'private');
  if (hasMemory()) {
    // A name of its own each time: whoever still clears up after a killed process clears nothing of ours.
    const inMemory = `${memoryFolder(home)}-${randomBytes(6).toString('hex')}`;
    try {
      mkdirSync(inMemory, { mode: 0o700 });
      symlinkSync(inMemory, folder, 'dir');
      watches.set(home, clearAfterUs(inMemory));
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
  watches.get(home)?.kill('SIGKILL');
  watches.delete(home);
  // A copied home brings the link of another along, whose folder is not ours to empty: ours is known by its name.
  const mine = memoryFolder(home).slice(memory.length + 1);
  for (const name of existsSync(memory) ? readdirSync(memory) : [])
    if (name.startsWith(mine)) rmSync(join(memory, name), { recursive: true, force: true });
  const folder = join(home, 'private');
  if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) unlinkSync(folder);
  else rmSync(folder, { recursive: true, force: true });
}

/**
 * A process of a page of memory that waits until this one is gone, for a killed one clears nothing up itself: the pipe that it
 * reads from closes then. Once more after a while, for what children of ours were still writing.
 */
function clearAfterUs(folder: string): ChildProcess {
  const script = 'trap "" HUP INT TERM; read -r none; rm -rf -- "$1"; sleep 5; rm -rf -- "$1"';
  const watch = spawn('/bin/sh', ['-c', script, 'charter-oak-clears-up', folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    env: { PATH: '/usr/bin:/bin' },
  });
  // Without a shell the folder goes at the next start, as on the disk.
  watch.on('error', () => {});
  watch.stdin?.on('error', () => {});
  watch.unref();
  return watch;
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
