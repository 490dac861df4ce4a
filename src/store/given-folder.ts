import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder that somebody named, with those above it, one level at a time: made all at once, a path in a place that takes
 * no folders (`/proc/x`) is tried for ever. Throws what the file system says.
 */
export async function makeGivenFolder(folder: string, mode = 0o700): Promise<void> {
  const found = await stat(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  if (found?.isDirectory()) return;
  const above = dirname(folder);
  if (above !== folder) await makeGivenFolder(above, mode);
  await mkdir(folder, { mode }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST' || found !== undefined) throw error;
  });
}
