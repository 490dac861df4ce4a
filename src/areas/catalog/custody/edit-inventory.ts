import type { Handler } from '../../handler.ts';
import type { editInventory as operation } from './contract.ts';
import { emptied, idHead, inventoryColumns } from './inventory-columns.ts';
import type { CustodyInput, SheetProblem } from './model.ts';
import { takeRows } from './take-inventory-rows.ts';

/**
 * Changes many assets of an agency at once, as a form or a program sends them: each cell is read as the workbook's column
 * of that key is, all rows are taken or none, and what is wrong is told with its row (from 1) and column.
 */
export const editInventory: Handler<typeof operation> = (context, input) =>
  takeRows(
    context,
    input.rows.map(({ id = '', ...cells }, at) => {
      const problems: SheetProblem[] = [];
      const say = (column: string, problem: string) =>
        problems.push({ sheet: 'Inventory', row: at + 1, column, problem, kind: 'error' });
      const [metadata, custody] = [{}, {}] as [Record<string, unknown>, Record<string, unknown>];
      for (const [key, cell] of Object.entries(cells)) {
        const column = inventoryColumns.find((one) => one.key === key);
        if (column === undefined) {
          say(key, `There is no column ${key}.`);
          continue;
        }
        const into = column.of === 'dataset' ? metadata : custody;
        const text = cell.trim();
        if (text === '') into[key] = emptied(column);
        else {
          const reading = column.read(text);
          if ('problem' in reading) say(column.head, `${column.head} ${reading.problem}.`);
          else into[key] = reading.value;
        }
      }
      if (id === '') say(idHead, `${idHead} is missing: register a new asset first.`);
      if (metadata['title'] === '') say('Title', 'The asset has no title.');
      return {
        row: at + 1,
        id,
        title: String(metadata['title'] ?? id),
        metadata,
        custody: custody as CustodyInput,
        problems,
      };
    }),
    [],
    { file: 'the form', check: input.check, problems: 1_000 },
  );
