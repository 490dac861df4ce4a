import { readFile } from 'node:fs/promises';
import { damagedFile, noRows, noSuchSheet, tooManyColumns, unknownFormat } from '../errors.ts';
import { columnCountLimit, maxSpreadsheetBytes } from './limits.ts';
import { stageTexts } from './stage-texts.ts';
import type { Reading, StagedTable } from './staged-table.ts';
import { checkUnpackedSize, readZipDirectory } from './zip-directory.ts';

/** A cell as the reader gives it: numbers as they are written in the file. */
type Cell = string | boolean | Date | null;

/** Reads one sheet of a workbook as a table: the first, or the one that is named. Formulas count as their last values. */
export async function stageXlsx(reading: Reading): Promise<StagedTable> {
  const entries = await readZipDirectory(reading.path, reading.filename);
  if (!entries.some(({ name }) => name === 'xl/workbook.xml')) {
    throw unknownFormat.with({ file: reading.filename, found: 'an archive of ZIP' });
  }
  await checkUnpackedSize(reading.path, entries, maxSpreadsheetBytes, reading.filename, {
    refuseDocumentTypes: true,
  });
  reading.progress('Reading the workbook');
  const { default: readWorkbook } = await import('read-excel-file/node');
  const sheets = await readWorkbook(await readFile(reading.path), {
    trim: false,
    parseNumber: (text: string) => text,
  }).catch((error: unknown) => {
    throw damagedFile.with({ file: reading.filename, what: 'it is not a whole workbook' }, error);
  });
  const wanted = reading.options.sheet;
  const sheet =
    wanted === undefined
      ? (sheets.find(({ data }) => data.length > 1) ?? sheets[0])
      : (sheets.find((one) => one.sheet === wanted) ?? sheets[Number(wanted) - 1]);
  if (sheet === undefined) {
    throw noSuchSheet.with({
      file: reading.filename,
      sheet: wanted ?? '1',
      sheets: sheets.map((one) => one.sheet),
    });
  }
  const written = sheet.data as unknown as readonly (readonly Cell[])[];
  // A table need not begin in the first column.
  const left = written.reduce((least, row) => Math.min(least, firstFilled(row)), Number.POSITIVE_INFINITY);
  const rows = left === 0 ? written : written.map((row) => row.slice(left));
  const width = rows.reduce((most, row) => Math.max(most, lastFilled(row)), 0);
  if (width > columnCountLimit) throw tooManyColumns.with({ columns: width, most: columnCountLimit });
  const names = headRow(rows, width);
  const hasHead = reading.options.header ?? !holdsValues(rows[names] ?? [], rows[names + 1] ?? []);
  const head = hasHead ? names : -1;
  const body = rows.slice(head + 1);
  const filledRows = body.filter((row) => lastFilled(row) > 0).length;
  if (filledRows === 0) throw noRows.with({ file: reading.filename, columns: width });
  const titles = Array.from({ length: width }, (_, at) =>
    hasHead ? (textOf(rows[head]?.[at] ?? null) ?? '') : '',
  );
  return stageTexts(
    titles,
    async (onRow) => {
      let number = 0;
      for (const row of body) {
        if (lastFilled(row) === 0) continue;
        await onRow(
          ++number,
          Array.from({ length: width }, (_, at) => textOf(row[at] ?? null)),
        );
      }
    },
    reading,
    {
      mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      dialect: {
        format: 'XLSX',
        sheet: sheet.sheet,
        ...(sheets.length > 1 ? { sheets: sheets.length } : {}),
        header: hasHead,
        ...(head > 0 ? { linesAboveHead: head } : {}),
        ...(body.length > filledRows ? { blankLines: body.length - filledRows } : {}),
      },
    },
  );
}

const isFilled = (cell: Cell | undefined) => cell !== null && cell !== undefined && cell !== '';

/** Infinity where nothing is filled. */
function firstFilled(row: readonly Cell[]): number {
  const at = row.findIndex(isFilled);
  return at < 0 ? Number.POSITIVE_INFINITY : at;
}

function lastFilled(row: readonly Cell[]): number {
  let at = row.length;
  while (at > 0 && !isFilled(row[at - 1])) at--;
  return at;
}

/** The first row that names more than half of the columns; titles above it name one. */
function headRow(rows: readonly (readonly Cell[])[], width: number): number {
  const at = rows.slice(0, 20).findIndex((row) => row.filter(isFilled).length > width / 2);
  return Math.max(0, at);
}

/** Forms that no name of a column has, though a month above figures may: they count only above their like. */
const valueForms = [
  /^\d{3}-\d{2}-\d{4}$/,
  /^[^@\s]+@[^@\s]+\.[^@\s]+$/,
  /^\d{1,2}\/\d{1,2}\/\d{2,4}( |$)/,
  /^\d{4}-\d{2}-\d{2}([ T]|$)/,
  /^[+(]?\d[\d ()./-]{6,}$/,
];

/** Whether the row that would name the columns is a record like the one below it: its values must not become names. */
function holdsValues(row: readonly Cell[], below: readonly Cell[]): boolean {
  return row.some((cell, at) => {
    const [here, there] = [textOf(cell), textOf(below[at] ?? null)];
    return here !== null && there !== null && valueForms.some((form) => form.test(here) && form.test(there));
  });
}

const dayMs = 86_400_000;
const dayZero = Date.UTC(1899, 11, 30);

/**
 * A day number below one is a time of day. Workbooks count a February 29, 1900 that never was, so that the days before
 * it lie one later than the reader, which allows for it, has them (ECMA-376, part 1, 18.17.4.1).
 */
function textOfDate(date: Date): string {
  const ms = Math.round(date.getTime() / 1000) * 1000;
  const day = Math.floor((ms - dayZero) / dayMs);
  const iso = new Date(day > 0 && day < 60 ? ms + dayMs : ms).toISOString();
  if (day === 0) return iso.slice(11, 19);
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 19).replace('T', ' ');
}

/**
 * The text of a cell. A workbook keeps numbers with digits that nobody typed (0.30000000000000004): the shortest text
 * of the same number is taken, but digits of long whole numbers stay.
 */
function textOf(cell: Cell): string | null {
  if (cell === null) return null;
  if (cell instanceof Date) return textOfDate(cell);
  if (typeof cell === 'boolean') return String(cell);
  return cell;
}
