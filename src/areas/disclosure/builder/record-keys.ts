import type { VersionColumn } from '../../catalog/model.ts';

/** What tells records apart for their keys: the accepted unique key, or all of a record where it has none. */
export const recordFields = (
  keys: readonly string[],
  columns: readonly VersionColumn[],
  masked: ReadonlySet<string>,
): readonly string[] =>
  keys.length > 0 && !keys.some((name) => masked.has(name))
    ? keys
    : columns.map(({ name }) => name).filter((name) => !masked.has(name));
