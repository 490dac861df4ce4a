import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { backupIncomplete } from '../errors.ts';
import { type Manifest, manifest, manifestFile } from './manifest.ts';
import { digestOf } from './write-backup.ts';

/** What a backup says that it holds. Throws `store.backup-incomplete` for one that was cut short. */
export async function readManifest(folder: string): Promise<Manifest & { readonly name: string }> {
  const incomplete = (what: string) => backupIncomplete.with({ backup: basename(folder), what });
  const text = await readFile(join(folder, manifestFile), 'utf8').catch(() => {
    throw incomplete(`it has no ${manifestFile}, which is written last`);
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw incomplete(`its ${manifestFile} breaks off`);
  }
  const parsed = manifest.safeParse(json);
  if (!parsed.success) throw incomplete(`its ${manifestFile} is not one this release reads`);
  const outside = parsed.data.files.find(
    ({ path }) => path.startsWith('/') || path.split('/').includes('..'),
  );
  if (outside !== undefined) throw incomplete('it names a file outside of itself');
  return { ...parsed.data, name: basename(folder) };
}

/** Whole backups under a folder, newest first. */
export async function listBackups(folder: string): Promise<(Manifest & { readonly name: string })[]> {
  const names = await readdir(folder).catch(() => []);
  const found: (Manifest & { readonly name: string })[] = [];
  for (const name of names
    .filter((one) => !one.startsWith('.'))
    .sort()
    .reverse()) {
    const whole = await readManifest(join(folder, name)).catch(() => undefined);
    if (whole !== undefined) found.push(whole);
  }
  return found;
}

/** Every file of a backup against its size and SHA-256. Throws `store.backup-incomplete` with the first that differs. */
export async function checkBackup(
  folder: string,
  options: { readonly progress?: (done: number, total: number) => void; readonly signal?: AbortSignal } = {},
): Promise<Manifest & { readonly name: string }> {
  const found = await readManifest(folder);
  for (const [at, wanted] of found.files.entries()) {
    options.signal?.throwIfAborted();
    const there = await digestOf(join(folder, wanted.path), wanted.path).catch(() => undefined);
    const what =
      there === undefined
        ? 'is missing'
        : there.bytes !== wanted.bytes
          ? `has ${there.bytes} bytes of ${wanted.bytes}`
          : 'has other bytes than were written';
    if (there?.sha256 !== wanted.sha256)
      throw backupIncomplete.with({ backup: found.name, what: `${wanted.path} ${what}` });
    options.progress?.(at + 1, found.files.length);
  }
  return found;
}
