import type { Rule } from '../rules/rule.ts';
import { total } from '../tables/hierarchy.ts';
import { type Cell, isAverage, type Table, type TableFile } from '../tables/table-file.ts';

/**
 * The file as it leaves: the cells that `isBlank` names have no value and nothing derived from one, all alike. Which of
 * them are small and which companions is not in it. A percentage or rate is worked out anew from two printed figures; where
 * either is blank, or the base is smaller than the rule allows, it is left out. Means and medians are rounded to their
 * decimals. Where `codeOf` answers, the count gives way to the range its per cent lies in.
 */
export function publishedFile(
  file: TableFile,
  rule: Rule,
  isBlank: (table: Table, cell: Cell) => boolean,
  codeOf: (table: Table, cell: Cell) => readonly [number, number] | undefined = () => undefined,
): TableFile {
  return {
    ...file,
    rule,
    tables: file.tables.map((table) => {
      const printed = new Map(
        table.cells.map((cell) => [cell.codes.join('\u0000'), isBlank(table, cell) ? null : cell.value]),
      );
      return {
        ...table,
        cells: table.cells.map((cell) => {
          const { codes, value, of } = cell;
          const percent = codeOf(table, cell);
          if (percent !== undefined && of !== undefined)
            return { codes, value: null, percent, decimals: 0, of };
          const shown = printed.get(codes.join('\u0000')) ?? null;
          if (shown !== null && isAverage(table.figure))
            return { codes, value: Number(shown.toFixed(table.decimals ?? 0)) };
          return shown === null
            ? { codes, value: null }
            : { codes, value, ...derived(table, cell, printed, rule) };
        }),
      };
    }),
  };
}

/** The percentage and the rate of a printed cell, to the decimals asked for. */
function derived(
  table: Table,
  { codes, value, percent, decimals = 0, rate, per, of }: Cell,
  printed: ReadonlyMap<string, number | null>,
  rule: Rule,
): Partial<Cell> {
  if (of === undefined || value === null) return {};
  const baseCodes =
    typeof of === 'string'
      ? codes.map((code, at) => (table.dims[at] === of ? total : code))
      : typeof of === 'number'
        ? undefined
        : table.dims.map((dim) => of[dim] ?? total);
  const base = baseCodes === undefined ? (of as number) : (printed.get(baseCodes.join('\u0000')) ?? null);
  if (base === null || base <= 0 || base < (rule.denominator ?? 0)) return {};
  const to = (times: number) => Number(((value / base) * times).toFixed(decimals));
  const wantsPercent = percent !== undefined || per === undefined;
  return {
    ...(wantsPercent ? { percent: to(100) } : {}),
    ...(rate !== undefined || per !== undefined ? { rate: to(per!), per: per! } : {}),
    decimals,
    of,
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
