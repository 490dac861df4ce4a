import { promisedColumns } from '../catalog/index.ts';
import type { Context } from '../handler.ts';
import type { OpenVersion } from './open-version.ts';
import type { DatasetColumn } from './soql/scope.ts';

/**
 * Old columns that the current version does not have and that were promised for some days more: a renamed one is read from
 * its new name, one that went answers nothing. Older versions have their own columns and owe none.
 */
export async function owedColumns(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  { dataset, version, content }: OpenVersion,
): Promise<DatasetColumn[]> {
  if (version.state !== 'current') return [];
  const there = new Map(version.columns.map((one) => [one.name, one]));
  const promised = await promisedColumns(store.read, dataset.id, clock.today());
  return promised.flatMap(({ name, title, from, type }): DatasetColumn[] => {
    const source = from === null ? undefined : there.get(from);
    // A column that came back is itself; one that may not be seen under its new name may not be under the old.
    if (there.has(name) || (from !== null && content.masked.has(from))) return [];
    if (source === undefined) return [{ name, title, type: 'text', from: null }];
    const { precision } = source;
    return [
      {
        name,
        title,
        type: source.type ?? type,
        from: source.name,
        ...(precision !== undefined && { precision }),
      },
    ];
  });
}
