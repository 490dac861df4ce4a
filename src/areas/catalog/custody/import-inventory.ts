import { publicIdPattern } from '../../../core/id.ts';
import { namesOfAgencies } from '../../agencies/index.ts';
import type { Handler } from '../../handler.ts';
import { agencyWritten } from './agency-written.ts';
import type { importInventory as operation } from './contract.ts';
import { columnsMissing } from './errors.ts';
import { emptied, idHead, inventoryColumns } from './inventory-columns.ts';
import type { CustodyInput, SheetProblem } from './model.ts';
import { type InventoryRow, takeRows } from './take-inventory-rows.ts';
import { findTable, readSheets, type Sheet } from './workbook.ts';

/**
 * Registers and changes assets from the inventory workbook, all rows or none: every cell that cannot be understood is
 * told with its row and column. Sent again, it changes nothing.
 */
export const importInventory: Handler<typeof operation> = async (context, input) => {
  const { file, sheets } = await readSheets(context, input);
  const names = await namesOfAgencies(context.store.read);
  const notices: SheetProblem[] = [];
  const rows = readRows(
    sheets,
    file,
    (written) => agencyWritten(written, names, context.jurisdiction.name),
    input.agency,
    notices,
  );
  return takeRows(context, rows, notices, { file, check: input.check, problems: input.problems });
};

function readRows(
  sheets: readonly Sheet[],
  file: string,
  agencyOf: (written: string) => string | undefined,
  givenAgency: string | undefined,
  notices: SheetProblem[],
): InventoryRow[] {
  const spellings = Object.fromEntries([
    ['id', [idHead, 'Dataset', 'Identifier']],
    ...inventoryColumns.map(({ key, head, also }) => [key, [head, key, ...also]]),
  ]) as Record<string, string[]>;
  const found = sheets
    .map((sheet) => ({ sheet, table: findTable(sheet, spellings) }))
    .find(({ table }) => table?.at['title'] !== undefined);
  if (found?.table === undefined) throw columnsMissing.with({ file, missing: ['Title'] });
  const { sheet, table } = found;
  const seen = new Map<string, number>();
  const taken = new Set(Object.values(table.at));
  notices.push(
    ...sheet.rows[table.head]!.flatMap((name, at): SheetProblem[] =>
      name === '' || taken.has(at)
        ? []
        : [
            {
              sheet: sheet.name,
              row: table.head + 1,
              column: name.slice(0, 60),
              problem: `No column of the inventory is called “${name.slice(0, 60)}”: what stands under it was left out.`,
              kind: 'notice',
            },
          ],
    ),
  );
  return sheet.rows.flatMap((cells, at): InventoryRow[] => {
    if (at <= table.head || cells.every((cell) => cell === '')) return [];
    const problems: SheetProblem[] = [];
    const say = (column: string, problem: string) =>
      problems.push({ sheet: sheet.name, row: at + 1, column, problem, kind: 'error' });
    const metadata: Record<string, unknown> = {};
    const custody: Record<string, unknown> = {};
    for (const column of inventoryColumns) {
      const place = table.at[column.key];
      if (place === undefined) continue;
      const cell = cells[place] ?? '';
      const into = column.of === 'dataset' ? metadata : custody;
      if (cell === '') {
        into[column.key] = emptied(column);
        continue;
      }
      const reading = column.read(cell);
      if ('problem' in reading) say(column.head, `${column.head} ${reading.problem}.`);
      else into[column.key] = reading.value;
    }
    const title = String(metadata['title'] ?? '');
    if (title === '') say('Title', 'The asset has no title.');
    const written = metadata['agency'];
    if (typeof written === 'string' && written !== '') {
      const code = agencyOf(written);
      if (code === undefined) say('Agency', `Agency “${written.slice(0, 60)}” is not known; give its code.`);
      else metadata['agency'] = code;
    } else if (givenAgency !== undefined) metadata['agency'] = givenAgency;
    const id = table.at['id'] === undefined ? '' : (cells[table.at['id']] ?? '');
    if (id !== '' && !publicIdPattern.test(id))
      say(idHead, `${idHead} must look like abcd-1234, or be empty.`);
    const key = id || `${String(metadata['agency'])} ${title.toLowerCase()}`;
    const first = seen.get(key);
    if (first !== undefined) say(id ? idHead : 'Title', `The same asset stands in row ${first}.`);
    else seen.set(key, at + 1);
    return [{ row: at + 1, id, title, metadata, custody: custody as CustodyInput, problems }];
  });
}
