import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '../../../core/id.ts';
import { openFile } from '../../../store/sealed/sealed-file.ts';
import type { Vault } from '../../../store/sealed/vault.ts';

/** A sealed file opened for this session, and when it was last asked for. */
interface Opened {
  readonly plain: Promise<string>;
  readonly key: string;
  usedAt: number;
}

/** Plain text goes this long after it was last asked for. */
const restMs = 5 * 60_000;
const lookEveryMs = 30_000;

class Shelf {
  readonly files = new Map<string, Opened>();
  timer: NodeJS.Timeout | undefined;
}
const shelves = new WeakMap<Vault, Shelf>();

const shelfOf = (vault: Vault): Shelf => {
  const shelf = shelves.get(vault) ?? new Shelf();
  shelves.set(vault, shelf);
  return shelf;
};

/**
 * The plain text of a sealed file, in the private folder: opened once, kept while it is being asked for. Throws
 * `store.seal-broken` and `store.key-destroyed`.
 */
export async function openedFile(
  vault: Vault,
  sealed: { readonly path: string; readonly key: string; readonly label: string },
): Promise<string> {
  const shelf = shelfOf(vault);
  const known = shelf.files.get(sealed.path);
  const opened = known ?? { plain: open(vault, sealed), key: sealed.key, usedAt: 0 };
  opened.usedAt = performance.now();
  if (known === undefined) {
    shelf.files.set(sealed.path, opened);
    opened.plain.catch(() => shelf.files.delete(sealed.path));
    shelf.timer ??= setInterval(() => void sweep(shelf), lookEveryMs).unref();
  }
  return opened.plain;
}

async function open(
  vault: Vault,
  { path, key, label }: { readonly path: string; readonly key: string; readonly label: string },
): Promise<string> {
  const folder = join(vault.privateFolder, 'opened');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // A name of its own each time: an engine remembers what it read of a path.
  const plain = join(folder, newId());
  await openFile(path, plain, await vault.keys.open(key), label);
  return plain;
}

async function sweep(shelf: Shelf): Promise<void> {
  for (const [path, opened] of shelf.files) {
    if (performance.now() - opened.usedAt < restMs) continue;
    await remove(shelf, path, opened);
  }
  if (shelf.files.size > 0) return;
  clearInterval(shelf.timer);
  shelf.timer = undefined;
}

async function remove(shelf: Shelf, path: string, opened: Opened): Promise<void> {
  shelf.files.delete(path);
  const plain = await opened.plain.catch(() => undefined);
  if (plain !== undefined) await rm(plain, { force: true });
}

/** Takes away the plain text of everything sealed with a key, at once. */
export async function closeOpened(vault: Vault, key: string): Promise<void> {
  const shelf = shelfOf(vault);
  for (const [path, opened] of shelf.files) if (opened.key === key) await remove(shelf, path, opened);
}
