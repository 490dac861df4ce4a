import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Lake, lakePath } from '../../engine/lake.ts';
import { sealedName } from '../catalog/index.ts';
import type { DatasetVersion } from '../catalog/model.ts';

/** Profiles, suggestions and failing rows repeat values: they are kept beside their version, sealed as it is. */
const folderOf = (lake: Lake, dataset: string, version: number): string =>
  join(lake.folder(dataset, version), 'quality');

/** Where the suggestions of a version lie, relative to the lake. */
export const suggestionsPath = (
  lake: Lake,
  { dataset, number, sealedBy }: Pick<DatasetVersion, 'dataset' | 'number' | 'sealedBy'>,
): string => {
  const path = lakePath(lake, join(folderOf(lake, dataset, number), 'suggestions.json'));
  return sealedBy === null ? path : sealedName(path);
};

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
