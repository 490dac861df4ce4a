import type { CodedCell } from './coded-percentages.ts';
import type { ProtectionProblem } from './protection-problem.ts';

/** How the percentages of a file are coded, and the groups whose size is to stay printed, by number. */
export interface Codes {
  readonly cells: readonly CodedCell[];
  readonly groups: ReadonlySet<number>;
}

/** Every group's size printed, and each percentage by the row it came with. */
export const startingCodes = (cells: readonly CodedCell[]): Codes => ({
  cells,
  groups: new Set(cells.flatMap(({ baseCell }) => baseCell ?? [])),
});

/**
 * Codes that say less of what is too narrow, a step at a time: coarser ones for it, then for the other shares of its group;
 * then its group's size may be blank, and those beside it; then coarser ones for whatever shares a sum with it. Undefined when nothing is left
 * to give way.
 */
export function relaxCodes(
  { cells, groups }: Codes,
  problem: ProtectionProblem,
  narrow: readonly number[],
): Codes | undefined {
  const by = new Map(cells.map((one) => [one.cell, one]));
  const isCoded = (at: number) => (by.get(at)?.row ?? -1) >= 0;
  const wanted = new Set<number>();
  const printed = new Set(groups);
  for (const at of narrow) {
    const beside = cellsBeside(problem, at);
    const own = by.get(at);
    const first = isCoded(at)
      ? [at]
      : beside.filter((other) => isCoded(other) && isSameGroup(own, by.get(other)));
    const group = own?.baseCell ?? -1;
    // A group's size is hidden only by that of another.
    const opened = [own === undefined ? beside : [group], group === -1 ? [] : cellsBeside(problem, group)]
      .map((ofGroups) => ofGroups.filter((other) => printed.has(other)))
      .find((ofGroups) => ofGroups.length > 0);
    if (first.length > 0) for (const one of first) wanted.add(one);
    else if (opened !== undefined) for (const other of opened) printed.delete(other);
    else for (const other of beside.filter(isCoded)) wanted.add(other);
  }
  if (wanted.size === 0 && printed.size === groups.size) return undefined;
  return {
    cells: cells.map((one) => (wanted.has(one.cell) ? { ...one, row: one.row - 1 } : one)),
    groups: printed,
  };
}

const cellsBeside = (problem: ProtectionProblem, at: number): number[] =>
  problem.equationsOf[at]!.flatMap((equation) => problem.equations[equation]!.cells);

const isSameGroup = (a: CodedCell | undefined, b: CodedCell | undefined): boolean =>
  a?.baseCell !== undefined && a.baseCell === b?.baseCell;
