import { type Rule, wholeCases, widthInCases, widthShare } from '../rules/rule.ts';
import { total } from '../tables/hierarchy.ts';
import type { Cell, Table, TableFile } from '../tables/table-file.ts';
import type { NumberedTables } from './numbered-tables.ts';

/** A per cent printed as the range it lies in; the count behind it is not printed. */
export interface CodedCell {
  readonly cell: number;
  readonly truth: number;
  /** The group it is a per cent of: its people, and its number where it is a cell. */
  readonly base: number;
  readonly baseCell: number | undefined;
  /** The base is a total it is added up in: that says already that it is no more than the base. */
  readonly ofTotal: boolean;
  /** Which row of the rule's codes it is printed by; -1 for none at all. */
  readonly row: number;
  /** The row for a group of this size. */
  readonly ruled: number;
}

/** The lowest and highest count that a range of per cents allows, and the range itself. */
export interface CodedRange {
  readonly percent: readonly [number, number];
  readonly lower: number;
  readonly upper: number;
}

/**
 * The cells of counts that a file asks for as percentages, each with the row of codes for its group's size, or the next
 * coarser one that leaves as many counts possible as the rule asks for. None where the rule has no codes.
 */
export function codedCells(file: TableFile, tables: NumberedTables, rule: Rule): CodedCell[] {
  const { percent_codes } = rule;
  if (percent_codes === undefined) return [];
  const numbers = new Map(tables.cells.map(({ key }, at) => [key, at]));
  const found = new Map<number, CodedCell>();
  for (const table of file.tables) {
    if (table.figure !== 'count') continue;
    for (const cell of table.cells) {
      if (cell.of === undefined) continue;
      const at = numbers.get(tables.keyOf(table, cell))!;
      const baseCell = typeof cell.of === 'number' ? undefined : numbers.get(baseKey(tables, table, cell));
      const base = typeof cell.of === 'number' ? cell.of : tables.cells[baseCell ?? -1]?.value;
      const truth = tables.cells[at]!.value;
      if (truth === undefined || base === undefined || base <= 0 || truth > base || baseCell === at) continue;
      const ruled = percent_codes.findLastIndex(({ people }) => people <= base);
      const ofTotal = typeof cell.of === 'string';
      const coded = { cell: at, truth, base, baseCell, ofTotal, ruled, row: ruled };
      found.set(at, { ...coded, row: wideEnough(coded, rule) });
    }
  }
  return [...found.values()];
}

const whole = [0, 100] as const;

function baseKey(tables: NumberedTables, table: Table, { codes, of }: Cell): string {
  const base =
    typeof of === 'string'
      ? codes.map((code, at) => (table.dims[at] === of ? total : code))
      : table.dims.map((dim) => (of as Readonly<Record<string, string>>)[dim] ?? total);
  return tables.keyOf(table, { codes: base, value: null });
}

/** The finest row, not finer than the one it has, whose range leaves enough counts possible. */
function wideEnough(coded: CodedCell, rule: Rule): number {
  const share = widthShare(rule);
  for (let row = coded.row; row >= 0; row--) {
    const { lower, upper } = rangeOf({ ...coded, row }, rule);
    const few = coded.truth < (rule.threshold ?? 0);
    const needed = share === undefined ? widthInCases(rule) : few ? wholeCases(share, coded.truth) : 0;
    const reach = share === undefined ? upper - lower : Math.min(upper - coded.truth, upper - lower);
    if (reach >= needed) return row;
  }
  return -1;
}

/**
 * What is printed of a coded cell: the range of whole per cents its own lies in, and the counts that allows. Of one that has
 * no code, 0 to 100: it may be nobody, too.
 */
export function rangeOf({ truth, base, row, ofTotal }: CodedCell, rule: Rule): CodedRange {
  if (row < 0 && ofTotal) return { percent: whole, lower: 0, upper: Number.POSITIVE_INFINITY };
  const ranges = rule.percent_codes?.[row]?.ranges ?? [whole];
  const percent = Math.round((100 * truth) / base);
  const [low, high] = ranges.find(([, to]) => percent <= to) ?? ranges.at(-1)!;
  return {
    percent: [low, high],
    lower: Math.max(0, Math.ceil(((low - 0.5) * base) / 100 - 1e-9)),
    upper: Math.min(base, Math.floor(((high + 0.5) * base) / 100 + 1e-9)),
  };
}

/** What coding costs: how many per cents are printed as ranges, how many as none, and how wide the ranges are. */
export interface CostOfCodes {
  readonly ranges: number;
  /** Of them, coarser than the group's size alone asks for. */
  readonly coarser: number;
  readonly none: number;
  /** Mean width of the ranges, in per cent. */
  readonly width: number;
}

export function costOfCodes(coded: readonly CodedCell[], rule: Rule): CostOfCodes {
  const shown = coded.filter(({ row }) => row >= 0);
  const widths = shown.map((one) => {
    const [low, high] = rangeOf(one, rule).percent;
    return high - low + 1;
  });
  return {
    ranges: shown.length,
    coarser: shown.filter(({ row, ruled }) => row < ruled).length,
    none: coded.length - shown.length,
    width: widths.length === 0 ? 0 : widths.reduce((sum, width) => sum + width, 0) / widths.length,
  };
}
