import { createHash } from 'node:crypto';
import { existsSync, lstatSync } from 'node:fs';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  realpath,
  rename,
  rm,
  rmdir,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { homeNotUsable } from './errors.ts';
import { isAlive } from './is-alive.ts';

/** Where things lie in a home. Everything of a deployment is under its one folder. */
export interface Home {
  readonly dir: string;
  /** The control plane, when it is SQLite. */
  readonly storeFile: string;
  readonly lakeDir: string;
  /** Plaintext of protected data while in use; readable to the owner alone. */
  readonly privateDir: string;
  readonly logsDir: string;
}

/** This process owns the home until `release`, or until it dies in any way. */
export interface HomeClaim {
  readonly owned: true;
  readonly home: Home;
  /** Where to listen for commands: a Unix socket, or a named pipe on Windows. */
  readonly socketPath: string;
  release(): Promise<void>;
}

/** Another process owns it. */
export interface HomeOwner {
  readonly owned: false;
  readonly home: Home;
  /** Where the owner listens. */
  readonly socketPath: string;
  readonly pid: number;
  readonly since: string;
}

/**
 * Takes a home for this process, making its folders, or says who has it. Ownership is a lock the operating system holds on
 * `owner.lock` and drops when the process ends, however it ends; `owner.json` only says where the owner listens.
 * Throws `store.home-not-usable`.
 */
export async function claimHome(dir: string): Promise<HomeClaim | HomeOwner> {
  const home = await makeHome(dir);
  const lockFile = join(home.dir, 'owner.lock');
  const cardFile = join(home.dir, 'owner.json');
  // An owner that has just taken the lock, or is about to let go, has no card for a moment.
  for (let tries = 0; tries < 60; tries += 1) {
    const lock = takeLock(lockFile);
    if (lock) return own(home, cardFile, lock);
    const card = await readCard(cardFile);
    // A card whose process is gone is about to be replaced, unless its owner is in another container.
    if (card && (isAlive(card.pid) || tries >= 10)) {
      return { owned: false, home, socketPath: card.socket, pid: card.pid, since: card.since };
    }
    await wait(50);
  }
  throw homeNotUsable.with({ why: 'another process holds it and does not say where it listens' });
}

async function makeHome(dir: string): Promise<Home> {
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const real = await realpath(dir);
    const home: Home = {
      dir: real,
      storeFile: join(real, 'store.sqlite'),
      lakeDir: join(real, 'lake'),
      privateDir: join(real, 'private'),
      logsDir: join(real, 'logs'),
    };
    // A link into memory that the machine has forgotten since: its owner is gone with it.
    if (isDangling(home.privateDir)) await unlink(home.privateDir);
    for (const folder of [home.lakeDir, home.privateDir, home.logsDir])
      await mkdir(folder, { recursive: true });
    await chmod(home.privateDir, 0o700);
    return home;
  } catch (error) {
    throw homeNotUsable.with({
      why: `its folders cannot be made (${(error as NodeJS.ErrnoException).code})`,
    });
  }
}

const isDangling = (path: string): boolean =>
  lstatSync(path, { throwIfNoEntry: false }) !== undefined && !existsSync(path);

/**
 * SQLite's file lock is the operating system's, on every system, and survives no process: nothing to judge stale, and no
 * pid that could by now be somebody else's (in a container every server is pid 1).
 */
function takeLock(file: string): DatabaseSync | undefined {
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(file, { timeout: 0 });
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock?.close();
    const { errcode } = error as { errcode?: number };
    if (errcode !== undefined && (errcode & 0xff) === 5) return undefined;
    throw homeNotUsable.with({ why: 'its lock cannot be taken' }, error);
  }
}

interface Card {
  readonly pid: number;
  readonly socket: string;
  readonly since: string;
}

async function own(home: Home, cardFile: string, lock: DatabaseSync): Promise<HomeClaim> {
  try {
    const before = await readCard(cardFile);
    if (before) await removeSocket(before.socket);
    const socket = await newSocketPath(home);
    const card: Card = { pid: process.pid, socket, since: new Date().toISOString() };
    await writeFile(`${cardFile}.new`, JSON.stringify(card), { mode: 0o600 });
    await rename(`${cardFile}.new`, cardFile);
    let released = false;
    return {
      owned: true,
      home,
      socketPath: socket,
      async release() {
        if (released) return;
        released = true;
        await rm(cardFile, { force: true });
        await removeSocket(socket);
        lock.close();
      },
    };
  } catch (error) {
    lock.close();
    throw homeNotUsable.with({ why: 'its owner file cannot be written' }, error);
  }
}

const socketFolder = /^oak-[A-Za-z0-9]{6}$/;

/** A socket's path may have 108 bytes (104 on macOS): it lies in a folder of its own in the temporary folder. */
async function newSocketPath(home: Home): Promise<string> {
  if (process.platform === 'win32') {
    const name = createHash('sha256').update(home.dir).digest('hex').slice(0, 16);
    return `\\\\.\\pipe\\oak-${name}-${process.pid}`;
  }
  const base = tmpdir().length > 80 ? '/tmp' : tmpdir();
  return join(await mkdtemp(join(base, 'oak-')), 's');
}

/** Only what {@link newSocketPath} makes is ever removed, whatever the card says. */
async function removeSocket(socket: string): Promise<void> {
  const folder = dirname(socket);
  if (process.platform === 'win32' || basename(socket) !== 's' || !socketFolder.test(basename(folder)))
    return;
  const found = await lstat(socket).catch(() => undefined);
  if (found?.isSocket()) await rm(socket, { force: true });
  await rmdir(folder).catch(() => {});
}

async function readCard(file: string): Promise<Card | undefined> {
  try {
    const card = JSON.parse(await readFile(file, 'utf8'));
    return typeof card?.pid === 'number' && typeof card.socket === 'string' ? card : undefined;
  } catch {
    return undefined;
  }
}
