import type { Rule } from '../rules/rule.ts';
import { total } from '../tables/hierarchy.ts';
import type { Cell, Table, TableFile } from '../tables/table-file.ts';

/**
 * The file as it leaves: the cells that `isBlank` names have no value and nothing derived from one, all alike. Which of
 * them are small and which companions is not in it.
 */
export function publishedFile(
  file: TableFile,
  rule: Rule,
  isBlank: (table: Table, cell: Cell) => boolean,
): TableFile {
  return {
    ...file,
    rule,
    tables: file.tables.map((table) => ({
      ...table,
      cells: table.cells.map(({ codes, value }, at) =>
        isBlank(table, table.cells[at]!) ? { codes, value: null } : { codes, value },
      ),
    })),
  };
}

/** The text of a file in the format of `parseTableFile`. */
export function printTableFile(file: TableFile): string {
  const hierarchies = Object.fromEntries(
    [...file.hierarchies].map(([dimension, { cuts }]) => [
      dimension,
      Object.fromEntries(
        [...cuts]
          .filter(([, ways]) => ways.length > 0)
          .map(([code, ways]) => [code, ways.length === 1 ? ways[0] : ways]),
      ),
    ]),
  );
  const tables = file.tables.map(({ cells, figure, ...table }) => ({
    ...table,
    ...(figure === 'count' ? {} : { figure }),
    cells: cells.map(({ codes, ...figures }) => ({
      ...Object.fromEntries(table.dims.flatMap((dim, at) => (codes[at] === total ? [] : [[dim, codes[at]]]))),
      ...figures,
    })),
  }));
  return `${JSON.stringify({ hierarchies, rule: file.rule, ...(file.unprinted ? { unprinted: file.unprinted } : {}), tables })}\n`;
}
