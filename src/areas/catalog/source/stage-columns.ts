import { ident } from '../../../engine/sql.ts';
import { castCell } from './cast-cell.sql.ts';
import { nameColumns } from './column-names.ts';
import type { ColumnTally } from './column-tally.ts';
import { type SettledType, settleType } from './settle-type.ts';
import type { Reading, StagedColumn } from './staged-table.ts';
import { telephoneColumn } from './telephone-column.ts';

/** Columns with their settled types, over cells `c0`, `c1` … of text. */
export function stageColumns(
  titles: readonly string[],
  tallies: readonly ColumnTally[],
  reading: Pick<Reading, 'options' | 'customs'>,
  preset: (at: number) => SettledType | undefined = () => undefined,
  hasHead = true,
): StagedColumn[] {
  return nameColumns(titles, hasHead).map(({ name, title, note }, at) => {
    const tally = tallies[at]!;
    const given = reading.options.types?.[name];
    const found = preset(at) ?? settleType(tally, reading.customs, given);
    const settled = (given === undefined ? telephoneColumn(name, tally, found) : undefined) ?? found;
    const text = ident(`c${at}`);
    const stays = settled.type === 'text' || settled.type === 'json' || settled.type === 'geometry';
    return {
      name,
      title,
      type: settled.type,
      precision: settled.precision,
      scale: settled.scale,
      value: castCell(text, settled),
      text,
      settled,
      expected: stays ? tally.filled + tally.spaces : undefined,
      notes: [...(note === undefined ? [] : [note]), ...settled.notes],
    };
  });
}
