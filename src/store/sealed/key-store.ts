import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '../../core/id.ts';
import { keyDestroyed, rootKeyMissing, rootKeyOpen } from '../errors.ts';

/**
 * Data keys by id. A key lies nowhere but here, wrapped by a root key, so destroying the wrapped key destroys everything
 * it sealed, wherever copies of that lie.
 */
export interface KeyStore {
  /** A new data key of 32 bytes; durable when this resolves. */
  make(): Promise<{ readonly id: string; readonly key: Buffer }>;
  /** Throws `store.key-destroyed` when it is not there any more. */
  open(id: string): Promise<Buffer>;
  /** The wrapped key is overwritten and gone, durably, when this resolves. */
  destroy(id: string): Promise<void>;
  has(id: string): Promise<boolean>;
  /** Every key there is, and when it was made. */
  list(): Promise<{ readonly id: string; readonly madeAtMs: number }[]>;
}

/** What wraps data keys: a file for the embedded default, an operator's key management service behind the same two calls. */
export interface RootKey {
  wrap(dataKey: Buffer, id: string): Promise<Buffer>;
  /** Throws when `wrapped` was not made for this id. */
  unwrap(wrapped: Buffer, id: string): Promise<Buffer>;
}

/** Wrapped keys as files of mode 0600 in a folder outside the lake, so that a copy of the lake holds no key. */
export function openKeyStore(
  folder: string,
  root: RootKey = fileRootKey(join(folder, 'root.key'), folder),
): KeyStore {
  const wrappedFolder = join(folder, 'wrapped');
  const fileOf = (id: string) => {
    if (!/^[a-z0-9]+$/.test(id)) throw keyDestroyed.with({ key: 'of that name' });
    return join(wrappedFolder, id);
  };
  return {
    async make() {
      await mkdir(wrappedFolder, { recursive: true, mode: 0o700 });
      const id = newId<'key'>();
      const key = randomBytes(32);
      await writeDurably(fileOf(id), await root.wrap(key, id), wrappedFolder);
      return { id, key };
    },
    async open(id) {
      const wrapped = await readFile(fileOf(id)).catch((cause: unknown) => {
        throw keyDestroyed.with({ key: id }, cause);
      });
      return root.unwrap(wrapped, id);
    },
    async destroy(id) {
      const file = fileOf(id);
      const found = await stat(file).catch(() => undefined);
      if (found === undefined) return;
      const handle = await open(file, 'r+');
      try {
        await handle.write(randomBytes(found.size), 0, found.size, 0);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rm(file);
      await syncFolder(wrappedFolder);
    },
    has: (id) =>
      stat(fileOf(id)).then(
        () => true,
        () => false,
      ),
    async list() {
      const names = await readdir(wrappedFolder).catch(() => []);
      // What ends in `.new` is on its way to its name.
      const ids = names.filter((name) => /^[a-z0-9]+$/.test(name));
      return Promise.all(ids.map(async (id) => ({ id, madeAtMs: (await stat(fileOf(id))).mtimeMs })));
    },
  };
}

/**
 * A root key in a file that its owner alone may read. Made with the first data key; when it is missing while wrapped keys
 * are there, nothing is made in its place, for that would hide the loss.
 */
function fileRootKey(file: string, folder: string): RootKey {
  let known: Promise<Buffer> | undefined;
  const root = () => {
    known ??= readRoot(file, folder);
    known.catch(() => {
      known = undefined;
    });
    return known;
  };
  return {
    async wrap(dataKey, id) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', await root(), nonce).setAAD(Buffer.from(id));
      return Buffer.concat([nonce, cipher.update(dataKey), cipher.final(), cipher.getAuthTag()]);
    },
    async unwrap(wrapped, id) {
      const tagAt = wrapped.length - 16;
      try {
        const decipher = createDecipheriv('aes-256-gcm', await root(), wrapped.subarray(0, 12), {
          authTagLength: 16,
        })
          .setAAD(Buffer.from(id))
          .setAuthTag(wrapped.subarray(tagAt));
        return Buffer.concat([decipher.update(wrapped.subarray(12, tagAt)), decipher.final()]);
      } catch (cause) {
        throw keyDestroyed.with({ key: id }, cause);
      }
    },
  };
}

async function readRoot(file: string, folder: string): Promise<Buffer> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) {
    const wrapped = join(folder, 'wrapped');
    if (existsSync(wrapped) && (await readdir(wrapped)).length > 0) throw rootKeyMissing.with({});
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeDurably(file, randomBytes(32), folder, link);
    // Another process may have been quicker: what lies there is the key.
    return readFile(file);
  }
  // Windows has no such modes.
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) throw rootKeyOpen.with({});
  return readFile(file);
}

/** With `link` in place of `rename`, a file that is there already stays as it is. */
async function writeDurably(file: string, bytes: Buffer, folder: string, name = rename): Promise<void> {
  const temporary = `${file}.${randomBytes(4).toString('hex')}.new`;
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await handle.write(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await name(temporary, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  await rm(temporary, { force: true });
  await syncFolder(folder);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
