import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { logKeyUnusable } from '../errors.ts';
import { type NoteKey, privateKeyOf } from './signed-note.ts';

/** A key that nobody else has, under a name without space or plus. */
export const newNoteKey = (name: string): NoteKey => ({ name, privateKey: privateKeyOf(randomBytes(32)) });

/**
 * The key that signs this deployment's checkpoints, made at the first call: a file readable to its owner alone, one line
 * of name and 32 secret bytes. Several servers of one deployment share the file. Throws `store.log-key-unusable`.
 */
export async function loadSigningKey(file: string, newName: () => string): Promise<NoteKey> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw logKeyUnusable.with({ why: `it cannot be read (${error.code})` }, error);
  });
  if (text !== undefined) return parseKey(text);
  const line = `${newName()} ${randomBytes(32).toString('base64')}\n`;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(`${file}.new`, 'w', 0o600);
  await handle.writeFile(line);
  await handle.sync();
  await handle.close();
  await rename(`${file}.new`, file);
  return parseKey(line);
}

function parseKey(text: string): NoteKey {
  const [, name, secret] = /^([^\s+]+) ([A-Za-z0-9+/]{43}=)\s*$/.exec(text) ?? [];
  if (name === undefined) throw logKeyUnusable.with({ why: 'it is not a line of a name and a key' });
  return { name, privateKey: privateKeyOf(Buffer.from(secret!, 'base64')) };
}
