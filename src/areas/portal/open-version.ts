import { absolutePath } from '../../engine/lake.ts';
import { datasetOf, rowsOf, type VersionPart, versionAt, versionParts } from '../catalog/index.ts';
import type { Dataset, DatasetVersion } from '../catalog/model.ts';
import type { Context } from '../handler.ts';
import type { Relation } from './soql/scope.ts';

/** A copy of a version's rows sorted by a field, then newest first where the version has a date, then as in the source. */
export interface Projection {
  readonly field: string;
  readonly newestBy: string | null;
  readonly path: string;
}

/** A version that may be read, with its files and the sorted copies made of it. */
export interface OpenVersion {
  readonly dataset: Dataset;
  readonly version: DatasetVersion;
  readonly parts: readonly VersionPart[];
  readonly projections: readonly Projection[];
}

export interface WhichVersion {
  readonly version?: number | undefined;
  readonly as_of?: string | undefined;
}

/** Throws the catalogue's errors: no such dataset, no such version, withdrawn. Asked anew each time, so a withdrawal holds at once. */
export async function openVersion(
  context: Pick<Context, 'store' | 'lake'>,
  ref: string,
  which: WhichVersion = {},
): Promise<OpenVersion> {
  const reader = context.store.read;
  const dataset = await datasetOf(reader, ref);
  const version = await versionAt(reader, dataset, {
    ...(which.version !== undefined && { version: which.version }),
    ...(which.as_of !== undefined && { asOf: which.as_of }),
  });
  const [parts, projections] = await Promise.all([
    versionParts(reader, context.lake, dataset.id, version.number),
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
    parts,
    projections: projections.map((one) => ({
      field: one.field,
      newestBy: one.newest_by,
      path: absolutePath(context.lake, one.file),
    })),
  };
}

/** The version's own rows as a relation, in the order of the source. */
export const storedRows = (open: OpenVersion): Relation => ({ from: rowsOf(open.parts), comesBy: [] });
