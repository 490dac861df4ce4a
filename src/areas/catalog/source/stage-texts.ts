import { join } from 'node:path';
import { ColumnTally } from './column-tally.ts';
import { normalisedRelation } from './csv-relation.sql.ts';
import { NormalisedFile } from './normalised-file.ts';
import type { SettledType } from './settle-type.ts';
import { stageColumns } from './stage-columns.ts';
import type { Reading, StagedTable } from './staged-table.ts';

/** Hands over every row once: its number and its cells as texts, null for nothing. */
export type TextRows = (
  onRow: (row: number, cells: readonly (string | null)[]) => Promise<void>,
) => Promise<void>;

/** Stages rows that come as texts from a format that is not delimited text: each cell is tallied, then written in order. */
export async function stageTexts(
  titles: readonly string[],
  rows: TextRows,
  reading: Reading,
  as: Pick<StagedTable, 'mediaType' | 'dialect'> & {
    readonly preset?: (at: number) => SettledType | undefined;
  },
): Promise<StagedTable> {
  const tallies = titles.map(() => new ColumnTally());
  const file = await NormalisedFile.create(join(reading.workFolder, 'rows.csv'));
  let count = 0;
  const scratch = Buffer.alloc(256);
  try {
    await rows(async (row, cells) => {
      count++;
      for (let at = 0; at < titles.length; at++) {
        const cell = cells[at];
        if (cell === null || cell === undefined || cell === '') continue;
        if (cell.length > 80) {
          // No number, date or word for nothing is this long: only whether it is nested JSON could matter, and that is preset.
          if (cell.trim() === '') tallies[at]!.spaces++;
          else tallies[at]!.filled++;
        } else tallies[at]!.note(scratch, 0, scratch.write(cell, 'utf8'));
      }
      file.texts(row, cells);
      await file.drained();
    });
  } finally {
    await file.close();
  }
  return {
    columns: stageColumns(titles, tallies, reading, as.preset),
    relation: normalisedRelation(file.path, titles.length, file.longest),
    rowsIn: count,
    rowsQuarantined: 0,
    mediaType: as.mediaType,
    dialect: as.dialect,
    direct: false,
  };
}
