import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  absolutePath,
  type Lake,
  lakePath,
  makeFolder,
  publishFile,
  temporaryName,
} from '../../engine/lake.ts';

/**
 * Profiles, suggestions and failing rows repeat values, so they lie in the lake beside their version, are readable as
 * it is, and go with it.
 */
const folderOf = (lake: Lake, dataset: string, version: number): string =>
  join(lake.folder(dataset, version), 'quality');

/** Makes a file through a temporary name, durably; answers its path relative to the lake. */
export async function keepByProduct(
  lake: Lake,
  at: { dataset: string; version: number },
  name: string,
  make: (temporary: string) => Promise<void>,
): Promise<string> {
  const folder = folderOf(lake, at.dataset, at.version);
  await makeFolder(folder);
  const final = join(folder, name);
  const temporary = temporaryName(final);
  try {
    await make(temporary);
    await publishFile(temporary, final);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  return lakePath(lake, final);
}

export const keepJson = (
  lake: Lake,
  at: { dataset: string; version: number },
  name: string,
  value: unknown,
): Promise<string> =>
  keepByProduct(lake, at, name, (temporary) => writeFile(temporary, JSON.stringify(value), { mode: 0o600 }));

export async function readJson<T>(lake: Lake, file: string): Promise<T> {
  return JSON.parse(await readFile(absolutePath(lake, file), 'utf8')) as T;
}

/** The same, or undefined when that by-product was never made. */
export async function readJsonOf<T>(
  lake: Lake,
  at: { dataset: string; version: number },
  name: string,
): Promise<T | undefined> {
  const text = await readFile(join(folderOf(lake, at.dataset, at.version), name), 'utf8').catch(
    missingAsUndefined,
  );
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

function missingAsUndefined(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

/** Deletes failing-row files of earlier checks that nothing names; a young one may still be read by a slow download. */
export async function dropSuperseded(
  lake: Lake,
  at: { dataset: string; version: number },
  named: ReadonlySet<string>,
  nowMs: number,
  olderThanMs = 3600_000,
): Promise<void> {
  const folder = folderOf(lake, at.dataset, at.version);
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    if (!name.startsWith('failing-') || named.has(lakePath(lake, file))) continue;
    if (nowMs - (await stat(file)).mtimeMs > olderThanMs) await rm(file, { force: true });
  }
}
