import { duckdbDialect } from '../../engine/dialect.ts';
import { absolutePath } from '../../engine/lake.ts';
import { datasetOf, type VersionPart, versionAt, versionParts } from '../catalog/index.ts';
import type { Dataset, DatasetVersion } from '../catalog/model.ts';
import type { Context } from '../handler.ts';
import type { Relation } from './soql/scope.ts';
import { foldName } from './soql/token.ts';

/** A version that may be read, with its files and the sorted copies made of it. */
export interface OpenVersion {
  readonly dataset: Dataset;
  readonly version: DatasetVersion;
  readonly parts: readonly VersionPart[];
  readonly projections: readonly { readonly field: string; readonly path: string }[];
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
      .select(['field', 'file'])
      .where('dataset', '=', dataset.id)
      .where('version', '=', version.number)
      .orderBy('field')
      .execute(),
  ]);
  return {
    dataset,
    version,
    parts,
    projections: projections.map((one) => ({ field: one.field, path: absolutePath(context.lake, one.file) })),
  };
}

/** The rows as a relation: a copy sorted by one of the columns asked for, when there is one, else the version itself. */
export function relationFor(open: OpenVersion, sortedBy: ReadonlySet<string>): Relation {
  const projection = open.projections.find((one) => sortedBy.has(foldName(one.field)));
  return projection
    ? { from: duckdbDialect.files([projection.path]), inOrder: false }
    : { from: duckdbDialect.files(open.parts.map((part) => part.path)), inOrder: true };
}
