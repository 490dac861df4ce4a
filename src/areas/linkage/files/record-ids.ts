import type { Engine } from '../../../engine/engine.ts';
import { allRecords, type RecordSource } from './record-source.ts';

/** The id of every record, in the order of the files; where a side has none, its records are counted from 1. */
export interface RecordIds {
  readonly of: (row: number) => string;
  readonly longest: number;
}

export async function readRecordIds(
  engine: Engine,
  sources: readonly RecordSource[],
  id: string | undefined,
  leftRows: number | undefined,
): Promise<RecordIds> {
  if (id === undefined)
    return {
      of: (row) => String(leftRows !== undefined && row >= leftRows ? row - leftRows + 1 : row + 1),
      longest: 16,
    };
  const [column] = await engine.columns(allRecords(sources, [id]), { step: 'record_ids' });
  const { codes, values } = column!;
  const longest = values.reduce((most, text) => Math.max(most, text.length), 0);
  return { of: (row) => values[codes[row]!]!, longest };
}

/** The number of the record with an id, from `from` on and before `to`; -1 when there is none. */
export function rowOfId({ of }: RecordIds, id: string, from: number, to: number): number {
  for (let row = from; row < to; row++) if (of(row) === id) return row;
  return -1;
}
