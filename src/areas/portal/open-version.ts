import { absolutePath } from '../../engine/lake.ts';
import type { Sql } from '../../engine/sql.ts';
import { datasetOf, type LookAction, type OpenContent, openContent, versionAt } from '../catalog/index.ts';
import type { Dataset, DatasetVersion } from '../catalog/model.ts';
import type { Relation } from './soql/scope.ts';

/** A copy of a version's rows sorted by a field, then newest first where the version has a date, then as in the source. */
export interface Projection {
  readonly field: string;
  readonly newestBy: string | null;
  readonly path: string;
}

/** A version that whoever asks may read, with its rows and the sorted copies made of it. */
export interface OpenVersion {
  readonly dataset: Dataset;
  readonly version: DatasetVersion;
  readonly content: OpenContent;
  readonly rows: Sql;
  /** The files that hold exactly these rows; none when something of them is masked or only figures may be seen. */
  readonly files: readonly { readonly path: string; readonly bytes: number }[] | undefined;
  readonly projections: readonly Projection[];
}

type Opening = Parameters<typeof openContent>[0];

export interface WhichVersion {
  readonly version?: number | undefined;
  readonly as_of?: string | undefined;
}

/**
 * Opens a version for a look at its rows, its figures or a file of it. Throws the catalogue's errors: no such dataset, no such
 * version, withdrawn, protected. Asked anew each time, so a withdrawal holds at once.
 */
export async function openVersion(
  context: Opening,
  ref: string,
  which: WhichVersion = {},
  action: LookAction = 'read-rows',
): Promise<OpenVersion> {
  const reader = context.store.read;
  const dataset = await datasetOf(reader, ref);
  const version = await versionAt(reader, dataset, {
    ...(which.version !== undefined && { version: which.version }),
    ...(which.as_of !== undefined && { asOf: which.as_of }),
  });
  const content = await openContent(context, version, action);
  const figuresOnly = content.obligations.aggregateOnly;
  const [rows, files, projections] = await Promise.all([
    action === 'read-figures' ? content.rowsForFigures() : content.rows(),
    figuresOnly ? undefined : content.rowsFiles(),
    reader
      .selectFrom('portal_projection')
      .select(['field', 'newest_by', 'file'])
      .where('dataset', '=', dataset.id)
      .where('version', '=', version.number)
      .orderBy('field')
      .execute(),
  ]);
  return {
    dataset,
    version,
    content,
    rows,
    files,
    // Copies are made of open versions alone.
    projections: content.isOpen
      ? projections.map((one) => ({
          field: one.field,
          newestBy: one.newest_by,
          path: absolutePath(context.lake, one.file),
        }))
      : [],
  };
}

/** The version's own rows as a relation, in the order of the source. */
export const storedRows = (open: OpenVersion): Relation => ({ from: open.rows, comesBy: [] });
