import { appendFile, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Engine } from '../../../engine/engine.ts';
import { noSuchResult } from '../errors.ts';
import type { IndexAnswer, IndexQuestion } from './index-worker.ts';
import { indexSource } from './load-index.ts';
import type { RawRecord } from './resident-index.ts';
import { type Resident, residentOf } from './residents.ts';

/** The index of a deduplication of files. Throws `linkage.no-such-result`, `linkage.index-unavailable`. */
export async function folderIndex(engine: Engine, folder: string, lastYear: number): Promise<Resident> {
  const place = resolve(folder);
  const mark = await stat(join(place, 'report.json')).then(
    ({ mtimeMs, size }) => `${mtimeMs}/${size}`,
    (cause: unknown) => {
      throw noSuchResult.with({ folder }, cause);
    },
  );
  return residentOf({
    place,
    mark,
    result: folder,
    source: () => indexSource(engine, place, lastYear),
    changes: () => readJournal(place),
  });
}

/** What was added and taken away since the run, a line each, so that it is there again after a restart. */
const journal = (folder: string) => join(folder, 'since.ndjson');

async function readJournal(folder: string): Promise<IndexQuestion[]> {
  const text = await readFile(journal(folder), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line): IndexQuestion[] => {
      try {
        return [JSON.parse(line) as IndexQuestion];
      } catch {
        // The last line of a stop in the middle: it was never answered for.
        return [];
      }
    });
}

/** Writes down what changes the index, then changes it: what has been answered for is never lost. */
export async function changeFolderIndex(
  resident: Resident,
  folder: string,
  change:
    | { readonly put: RawRecord; readonly id: string; readonly cluster: string | null }
    | { readonly drop: string },
): Promise<IndexAnswer> {
  await appendFile(journal(folder), `${JSON.stringify(change)}\n`, { mode: 0o600, flush: true });
  return resident.ask(change);
}
