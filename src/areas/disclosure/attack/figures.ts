import { total } from '../tables/hierarchy.ts';
import type { Cell, Table, TableFile } from '../tables/table-file.ts';

/** Something an outsider may want to know: one figure of one universe, and what is printed about it. */
export interface Figure {
  readonly universe: string;
  /** Codes by dimension, totals left out. */
  readonly codes: ReadonlyMap<string, string>;
  readonly key: string;
  readonly whole: boolean;
  /** What the print alone allows. */
  lower: number;
  upper: number;
  /** Where it stands: release and table by number. Empty for one that is never printed. */
  readonly places: { readonly release: number; readonly table: number; readonly cell: Cell }[];
  /** A blank, or a print that leaves more than one value possible. */
  blank: boolean;
}

/** Everything printed in several releases, each figure once. */
export interface Figures {
  readonly all: Figure[];
  /** The figure a release means by a key: a revised one is another figure. */
  readonly views: readonly Map<string, number>[];
  /** Pairs of figures that say the same thing before and after a revision. */
  readonly revisions: (readonly [before: number, after: number])[];
}

export const keyOf = (universe: string, codes: ReadonlyMap<string, string>): string =>
  [universe, ...[...codes].map(([dim, code]) => `${dim}=${code}`).sort()].join('\u0000');

export function codesOf(table: Table, cell: Cell, universes: boolean): Map<string, string> {
  const codes = new Map<string, string>();
  table.dims.forEach((dim, at) => {
    if (cell.codes[at] !== total) codes.set(dim, cell.codes[at]!);
  });
  // Where a hierarchy tells how universes make up one another, they are one more dimension.
  if (universes && table.universe !== total) codes.set('universe', table.universe);
  return codes;
}

/** The whole numbers or amounts that a printed cell allows. */
export function printedRange(cell: Cell, whole: boolean, zeroIsShown: boolean): [number, number] {
  const least = cell.value === null && zeroIsShown && whole ? 1 : 0;
  if (cell.rounded !== undefined && cell.value !== null)
    return [Math.max(0, cell.value - (cell.rounded - 1)), cell.value + (cell.rounded - 1)];
  // Nobody is never moved: what is printed above 0 is somebody.
  if (cell.noise !== undefined && cell.value !== null)
    return cell.value === 0
      ? [0, cell.noise]
      : [Math.max(1, cell.value - cell.noise), cell.value + cell.noise];
  if (cell.value !== null) return [cell.value, cell.value];
  if (cell.bounds !== undefined) return [Math.max(least, cell.bounds[0]), cell.bounds[1]];
  return [least, Number.POSITIVE_INFINITY];
}

/**
 * Reads what several releases print. Cells of one universe, vintage and codes are one figure, unless a later release
 * prints what the earlier cannot mean: then it has been revised.
 */
export function gatherFigures(releases: readonly TableFile[], universes: boolean): Figures {
  const all: Figure[] = [];
  const versions = new Map<string, number[]>();
  const revisions: (readonly [number, number])[] = [];
  const views = releases.map((release, releaseAt) => {
    const view = new Map<string, number>();
    release.tables.forEach((table, tableAt) => {
      const universe = `${universes ? '' : table.universe}\u0001${table.vintage ?? ''}`;
      const whole = table.figure === 'count';
      for (const cell of table.cells) {
        const codes = codesOf(table, cell, universes);
        const key = keyOf(`${universe}\u0001${table.figure}`, codes);
        const [lower, upper] = printedRange(cell, whole, release.rule.zero === 'shown');
        const held = versions.get(key) ?? [];
        versions.set(key, held);
        // Within one release a figure is one figure: if two tables disagree, the numbers are contradictory.
        let at =
          view.get(key) ??
          held.findLast((version) => all[version]!.lower <= upper && all[version]!.upper >= lower);
        if (at === undefined) {
          at = all.length;
          all.push({
            universe,
            codes,
            key,
            whole,
            lower: 0,
            upper: Number.POSITIVE_INFINITY,
            places: [],
            blank: true,
          });
          const before = held.at(-1);
          if (before !== undefined) revisions.push([before, at]);
          held.push(at);
        }
        const figure = all[at]!;
        figure.lower = Math.max(figure.lower, lower);
        figure.upper = Math.min(figure.upper, upper);
        figure.places.push({ release: releaseAt, table: tableAt, cell });
        view.set(key, at);
      }
    });
    return view;
  });
  for (const figure of all) figure.blank = figure.lower !== figure.upper;
  return { all, views, revisions };
}
