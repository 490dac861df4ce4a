import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '../../../core/id.ts';
import { literal, type Sql, sql } from '../../../engine/sql.ts';
import { type OpenContent, openContent, versionAt } from '../../catalog/index.ts';
import type { Context } from '../../handler.ts';
import type { LinkageReport } from '../model.ts';
import type { RunEvidence } from './model.ts';
import { type OpenSource, openSources, recordId } from './open-sources.ts';
import { finishedRun, type RunRow, sourcesOfRun } from './read-run.ts';

/** A finished run that somebody may look into: its sources, its result, its pairs. */
export interface RunContent {
  readonly row: RunRow;
  readonly report: LinkageReport;
  readonly evidence: RunEvidence;
  readonly sources: readonly OpenSource[];
  readonly result: OpenContent;
  /** Who belongs together: `id`, in a link `side`, `cluster_id`. */
  readonly clusters: Sql;
  /** The pairs that were kept; see `writeRun`. */
  readonly pairs: Sql;
}

/**
 * Opens a finished run for whoever asks: the policies are asked for the rows of every source, the look is written down first.
 * Throws `linkage.no-such-run`, `linkage.run-not-finished` and what the gate throws.
 */
export async function openRun(context: Context, run: string): Promise<RunContent> {
  const { row, report, evidence } = await finishedRun(context.store.read, run);
  const sources = await openSources(context, sourcesOfRun(row));
  const version = await versionAt(context.store.read, row.result_dataset!, { version: row.result_version! });
  const result = await openContent(context, version, 'read-rows', { judging: true });
  const pairs = sql`read_parquet(${literal(await result.beside(row.pairs_file!))})`;
  return { row, report, evidence, sources, result, clusters: await result.rows(), pairs };
}

/** A finished run as files in a folder, for work that reads files. */
export interface OpenedRun {
  readonly run: string;
  readonly kind: 'dedupe' | 'link';
  /** Internal ids; one or two, left first. */
  readonly datasets: readonly { readonly id: string; readonly version: number; readonly title: string }[];
  /** Holds clusters.parquet, pairs.parquet, model.yaml and report.json; gone when the work has ended. */
  readonly folder: string;
  /** Parquet of the records, left first. */
  readonly files: readonly string[];
  /** Column that names a record: its row in the source. */
  readonly id: string;
  /** Keeps a value beside the result, as sealed as it is, and destroyed with it; answers a path for {@link readJson}. */
  keepJson(name: string, value: unknown): Promise<string>;
  readJson<V>(path: string): Promise<V | undefined>;
}

/** Opens a run as {@link openRun} does, as plain files in the private folder for the time of `work`. */
export async function withRun<T>(
  context: Context,
  run: string,
  work: (opened: OpenedRun) => Promise<T>,
): Promise<T> {
  const { row, report, sources, result } = await openRun(context, run);
  const folder = join(context.vault.privateFolder, `run-${newId(context.random)}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    const [clusters] = (await result.rowsFiles())!;
    await symlink(clusters!.path, join(folder, 'clusters.parquet'));
    await symlink(await result.beside(row.pairs_file!), join(folder, 'pairs.parquet'));
    await writeFile(join(folder, 'model.yaml'), row.model!, { mode: 0o600 });
    await writeFile(join(folder, 'report.json'), JSON.stringify(report), { mode: 0o600 });
    const files = await Promise.all(sources.map(({ content }) => content.rowsFiles()));
    return await work({
      run: row.id,
      kind: row.kind,
      datasets: sources.map(({ dataset, title, content }) => ({
        id: dataset,
        version: content.version.number,
        title,
      })),
      folder,
      files: files.flatMap((parts) => parts!.map(({ path }) => path)),
      id: recordId,
      keepJson: (name, value) => result.keepJsonBeside(name, value),
      readJson: (path) => result.readJsonBeside(path),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
