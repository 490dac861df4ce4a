import type { Handler } from '../../handler.ts';
import { fieldName } from '../kinds/kind.ts';
import { readSources } from '../link-sources.ts';
import type { recogniseFields as op } from './contract.ts';
import { sourcesNamed } from './link-datasets.ts';
import { openSources, recordId } from './open-sources.ts';

/** What names and values of the columns tell; all columns of both datasets, in their order. */
export const recogniseFields: Handler<typeof op> = async (context, input) => {
  const opened = await openSources(context, await sourcesNamed(context, input));
  const { chosen, ignored } = await readSources(context.engine, {
    kind: opened.length === 2 ? 'link' : 'dedupe',
    files: opened.map(({ records }) => records),
    id: recordId,
    seed: 1,
  });
  const columns = [...new Set(opened.flatMap(({ records }) => records.columns))].filter(
    (column) => column !== recordId,
  );
  const has = (side: number, column: string) => opened[side]!.records.columns.includes(column);
  // What only one side tells cannot be compared with the other.
  const onBoth = (name: string) =>
    opened.every((_, side) => chosen.some((one) => fieldName(one) === name && has(side, one.column)));
  return {
    columns: columns.map((column) => {
      const found = chosen.find((one) => one.column === column);
      const field = found !== undefined && onBoth(fieldName(found)) ? found : undefined;
      return {
        column,
        sides: opened.flatMap((_, side) => (has(side, column) ? [side] : [])),
        kind: field === undefined ? null : fieldName(field),
        why:
          ignored.find((one) => one.column === column)?.why ??
          (found !== undefined && field === undefined ? 'only one of the two datasets tells it' : null),
      };
    }),
  };
};
