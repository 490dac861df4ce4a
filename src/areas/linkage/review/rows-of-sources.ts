import type { Engine } from '../../../engine/engine.ts';
import { readRecordIds } from '../files/record-ids.ts';
import type { ReadSources } from '../link-sources.ts';
import { recordId } from '../runs/open-sources.ts';

/** The number of a record in a linkage, by its side and its row in the source. */
export async function rowsOfSources(
  engine: Engine,
  { sources, table }: Pick<ReadSources, 'sources' | 'table'>,
): Promise<(side: number, row: number) => number | undefined> {
  const { rows, leftRows } = table;
  const ids = await readRecordIds(engine, sources, recordId, leftRows);
  const sides = [new Map<number, number>(), new Map<number, number>()];
  for (let at = 0; at < rows; at++)
    sides[leftRows !== undefined && at >= leftRows ? 1 : 0]!.set(Number(ids.of(at)), at);
  return (side, row) => sides[side]!.get(row);
}
