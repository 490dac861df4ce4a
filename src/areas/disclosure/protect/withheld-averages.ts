import { tableFileUnreadable } from '../errors.ts';
import type { Rule } from '../rules/rule.ts';
import { total } from '../tables/hierarchy.ts';
import { type Cell, cellName, isAverage, type Table, type TableFile } from '../tables/table-file.ts';
import type { NumberedTables } from './numbered-tables.ts';
import { peopleWithheld, type Withheld } from './withheld-cells.ts';

/** A mean or median where it stands. */
export interface AveragePlace {
  readonly table: Table;
  readonly cell: Cell;
}

const placesOf = (file: TableFile, figure: 'mean' | 'median'): AveragePlace[] =>
  file.tables.flatMap((table) =>
    table.figure === figure ? table.cells.map((cell) => ({ table, cell })) : [],
  );

/** The people behind a mean or median: as the cell says, or a table of counts of the same universe. */
export function peopleBehind(tables: NumberedTables, { table, cell }: AveragePlace): number | undefined {
  if (cell.contributors !== undefined) return cell.contributors;
  const key = tables.keyBeside('count', table, cell);
  return tables.cells.find((one) => one.key === key)?.value;
}

/** Throws `disclosure.table-file-unreadable` for a mean or median that does not say of how many it is. */
export function refuseWithoutPeople(file: TableFile, tables: NumberedTables): void {
  for (const figure of ['mean', 'median'] as const) {
    const place = placesOf(file, figure).find(
      (one) => one.cell.value !== null && peopleBehind(tables, one) === undefined,
    );
    if (place !== undefined)
      throw tableFileUnreadable.with({
        file: file.name,
        where: `table ${place.table.name}, ${cellName(place.table.dims, place.cell.codes)}`,
        problem: `it is a ${figure} without its contributors, and no table counts them`,
      });
  }
}

/**
 * Amounts behind means that would be printed though the people behind them are blank: a mean beside its amount would give
 * them away. By number.
 */
export function meansOfBlankCounts(
  file: TableFile,
  tables: NumberedTables,
  isBlank: (key: string) => boolean,
): number[] {
  const numbers = new Map(tables.cells.map(({ key }, at) => [key, at]));
  return placesOf(file, 'mean').flatMap(({ table, cell }) => {
    const amount = tables.keyOf(table, cell);
    return isBlank(tables.keyBeside('count', table, cell)) && !isBlank(amount) ? [numbers.get(amount)!] : [];
  });
}

/**
 * The medians that are withheld for their own sake, with the reason: of too few people, or because the people or the amount
 * behind them is blank, which they would help to work out. By key.
 */
export function withheldMedians(
  file: TableFile,
  tables: NumberedTables,
  rule: Rule,
  isBlank: (key: string) => boolean,
): Map<string, Withheld> {
  const withheld = new Map<string, Withheld>();
  for (const place of placesOf(file, 'median')) {
    const { table, cell } = place;
    const blanks = (['count', 'magnitude'] as const).some((figure) =>
      isBlank(tables.keyBeside(figure, table, cell)),
    );
    const why =
      peopleWithheld(peopleBehind(tables, place), rule) ??
      (cell.withhold === true ? ({ reason: 'asked', words: 'the file asks for it' } as const) : undefined) ??
      (cell.value === null ? ({ reason: 'blank', words: 'it came as a blank' } as const) : undefined) ??
      (blanks
        ? ({ reason: 'companion', words: 'the people or the amount behind it are blank' } as const)
        : undefined);
    if (why !== undefined) withheld.set(tables.keyOf(table, cell), why);
  }
  return withheld;
}

/**
 * The mean or median to withhold beside one that others give away: of those of its line that are still printed, the one of
 * the fewest people. Undefined when none is left.
 */
export function companionOf(
  file: TableFile,
  tables: NumberedTables,
  line: { readonly table?: string; readonly cell: Readonly<Record<string, string>> },
  isBlank: (key: string) => boolean,
): AveragePlace | undefined {
  const table = file.tables.find(({ name, figure }) => name === line.table && isAverage(figure));
  if (table === undefined) return undefined;
  const own = table.dims.map((dim) => line.cell[dim] ?? total);
  const beside = table.cells.filter((cell) => {
    const differing = table.dims.flatMap((_, at) => (cell.codes[at] === own[at] ? [] : [at]));
    const at = differing[0];
    if (differing.length !== 1 || cell.value === null || isBlank(tables.keyOf(table, cell))) return false;
    const cuts = [...(file.hierarchies.get(table.dims[at!]!)?.cuts ?? [])];
    // Together in a cut, or one a part of the other.
    return cuts.some(([whole, ways]) =>
      ways.some((way) => {
        const line = [whole, ...way];
        return line.includes(own[at!]!) && line.includes(cell.codes[at!]!);
      }),
    );
  });
  const people = (cell: Cell) => peopleBehind(tables, { table, cell }) ?? 0;
  const [fewest] = beside.sort((a, b) => people(a) - people(b));
  return fewest === undefined ? undefined : { table, cell: fewest };
}
