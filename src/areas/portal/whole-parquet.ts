import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryName } from '../../engine/lake.ts';
import { literal, sql } from '../../engine/sql.ts';
import type { Context } from '../handler.ts';
import type { OpenVersion } from './open-version.ts';
import { readerOf } from './row-reader.ts';

interface WholeFile {
  readonly path: string;
  readonly bytes: number;
  /** To be called when it has been sent. */
  readonly release: () => void;
}

/** A version as one Parquet file: the stored one, or its parts put together for the time of the download. */
export async function wholeParquet(
  context: Pick<Context, 'engine' | 'signal'>,
  open: OpenVersion,
): Promise<WholeFile> {
  const [only, ...others] = open.files ?? [];
  if (only && others.length === 0) return { path: only.path, bytes: only.bytes, release: () => {} };
  const folder = open.content.workFolder;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = temporaryName(join(folder, 'whole'));
  await readerOf(context.engine).inTurn(
    context.engine,
    () =>
      context.engine.run(
        sql`copy (from ${open.rows} order by _row) to ${literal(path)} (format parquet, compression zstd)`,
        { step: 'whole_parquet', signal: context.signal },
      ),
    context.signal,
  );
  return { path, bytes: (await stat(path)).size, release: () => void rm(path, { force: true }) };
}
