import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { literal, sql } from '../../engine/sql.ts';
import { makeGivenFolder } from '../../store/given-folder.ts';
import type { JobContext } from '../handler.ts';
import { outputUnwritable } from './errors.ts';
import type { Preset } from './generator/generate-people.ts';
import type { generatedPeople } from './model.ts';

/** What the queue keeps of a wish for synthetic people. */
export interface GeneratePeopleJob {
  readonly file: string;
  readonly records: number;
  readonly preset: Preset;
  readonly seed: number;
}

/** Writes records of invented people with their truth, as CSV or (by the file's ending) Parquet. The same input gives the same bytes. */
export async function generatePeopleFile(
  context: JobContext,
  { file, records, preset, seed }: GeneratePeopleJob,
): Promise<z.output<typeof generatedPeople>> {
  const isParquet = /\.(parquet|pq)$/i.test(file);
  const working = `${file}.working`;
  const started = performance.now();
  // Tables of half a million letters, that only this work needs.
  const { writePeople } = await import('./generator/write-people.ts');
  try {
    await makeGivenFolder(dirname(file));
    const persons = await writePeople(working, {
      rows: records,
      seed,
      preset,
      onProgress: (done) =>
        context.job.progress({ stage: 'Writing records', done, total: records, unit: 'records' }),
    });
    if (isParquet) {
      await context.engine.run(
        sql`COPY (SELECT * FROM read_csv(${literal(working)}, header = true, all_varchar = true))
            TO ${literal(`${working}.parquet`)} (FORMAT parquet, COMPRESSION zstd)`,
        { step: 'people' },
      );
      await rename(`${working}.parquet`, file);
    } else await rename(working, file);
    return { file, records, persons, seconds: Math.round(performance.now() - started) / 1000 };
  } catch (cause) {
    throw (cause as { code?: string }).code === 'engine.disk-full'
      ? cause
      : outputUnwritable.with({ folder: file }, cause);
  } finally {
    for (const left of [working, `${working}.parquet`]) await rm(left, { force: true }).catch(() => {});
  }
}
