import { total } from '../tables/hierarchy.ts';
import { type Cell, isAverage, type Table, type TableFile } from '../tables/table-file.ts';

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
  /** Not printed itself, but as the mean of it: what that tells is not held against it. */
  averaged?: boolean;
}

/** Everything printed in several releases, each figure once. */
export interface Figures {
  readonly all: Figure[];
  /** The figure a release means by a key: a revised one is another figure. */
  readonly views: readonly Map<string, number>[];
  /** Means, and the amount and the people behind each, by number: printed between `lower` and `upper`, or withheld. */
  readonly means: readonly Mean[];
  /** Pairs of figures that say the same thing before and after a revision. */
  readonly revisions: (readonly [before: number, after: number])[];
}

export interface Mean {
  readonly amount: number;
  readonly people: number;
  /** What one person's value can be. */
  readonly each: readonly [number, number];
  /** What the print allows the mean, or half the people's values at least and at most. */
  readonly printed: readonly [number, number] | undefined;
  readonly kind: 'mean' | 'median';
  /** Where it stands, by number. */
  readonly release: number;
  readonly table: number;
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
  // A coded percentage stands where the count is 0, too.
  const coded = Array.isArray(cell.percent);
  const least = cell.value === null && zeroIsShown && whole && !coded ? 1 : 0;
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
  const means: Mean[] = [];
  const least = new Map<number, number>();
  const add = (figure: Pick<Figure, 'universe' | 'codes' | 'key' | 'whole'>): number =>
    all.push({ ...figure, lower: 0, upper: Number.POSITIVE_INFINITY, places: [], blank: true }) - 1;
  const views = releases.map((release, releaseAt) => {
    const view = new Map<string, number>();
    const meant = (figure: Pick<Figure, 'universe' | 'codes' | 'key' | 'whole'>, range: [number, number]) => {
      const [lower, upper] = range;
      const held = versions.get(figure.key) ?? [];
      versions.set(figure.key, held);
      // Within one release a figure is one figure: if two tables disagree, the numbers are contradictory.
      let at =
        view.get(figure.key) ??
        held.findLast((version) => all[version]!.lower <= upper && all[version]!.upper >= lower);
      if (at === undefined) {
        at = add(figure);
        const before = held.at(-1);
        if (before !== undefined) revisions.push([before, at]);
        held.push(at);
      }
      view.set(figure.key, at);
      return at;
    };
    release.tables.forEach((table, tableAt) => {
      if (isAverage(table.figure)) return;
      const universe = universeOf(table, universes);
      const whole = table.figure === 'count';
      for (const cell of table.cells) {
        const codes = codesOf(table, cell, universes);
        const key = keyOf(`${universe}\u0001${table.figure}`, codes);
        const range = printedRange(cell, whole, release.rule.zero === 'shown');
        const figure = all[meant({ universe, codes, key, whole }, range)]!;
        figure.lower = Math.max(figure.lower, range[0]);
        figure.upper = Math.min(figure.upper, range[1]);
        figure.places.push({ release: releaseAt, table: tableAt, cell });
      }
    });
    release.tables.forEach((table, tableAt) => {
      if (!isAverage(table.figure)) return;
      const universe = universeOf(table, universes);
      const half = 0.5 / 10 ** (table.decimals ?? 0);
      for (const cell of table.cells) {
        const codes = codesOf(table, cell, universes);
        const behind = (figure: 'count' | 'magnitude') =>
          meant(
            { universe, codes, key: keyOf(`${universe}\u0001${figure}`, codes), whole: figure === 'count' },
            [0, Number.POSITIVE_INFINITY],
          );
        const printed = cell.value === null ? undefined : ([cell.value - half, cell.value + half] as const);
        const [amount, people] = [behind('magnitude'), behind('count')];
        const each = table.each ?? [0, Number.POSITIVE_INFINITY];
        const { figure: kind } = table;
        if (kind === 'mean' || kind === 'median')
          means.push({ amount, people, each, printed, kind, release: releaseAt, table: tableAt });
        // Whoever knows the rule knows that nobody's mean is printed, nor that of a few.
        if (printed !== undefined) least.set(people, release.rule.threshold ?? 1);
        if (table.figure === 'mean') {
          const figure = all[amount]!;
          const own = figure.places.some((place) => !isAverage(tableOf(releases, place).figure));
          if (!own && printed !== undefined) figure.averaged = true;
          if (printed === undefined) figure.averaged = false;
          figure.places.push({ release: releaseAt, table: tableAt, cell });
        }
      }
    });
    return view;
  });
  for (const [at, people] of least) {
    const figure = all[at]!;
    if (figure.places.length === 0) figure.lower = Math.max(figure.lower, people);
  }
  for (const figure of all) figure.blank = figure.lower !== figure.upper;
  return { all, views, means, revisions };
}

/** The key of a figure whatever the vintage: what was revised has another vintage and the same of these. */
export const whateverVintage = (key: string): string => key.replace(/\u0001[^\u0001]*\u0001/, '\u0001');

/**
 * Pairs of figures that are the same but for the vintage that tables name, printed or only bound by sums: what a revision
 * tells of those who came and went. To be asked when all figures are there.
 */
export function betweenVintages(figures: Figures, releases: readonly TableFile[]): [number, number][] {
  const vintages = new Set(releases.flatMap(({ tables }) => tables.map(({ vintage }) => vintage ?? '')));
  if (vintages.size < 2) return [];
  const alike = new Map<string, number[]>();
  for (const [at, { key, whole }] of figures.all.entries()) {
    if (!whole) continue;
    const own = whateverVintage(key);
    alike.set(own, [...(alike.get(own) ?? []), at]);
  }
  return [...alike.values()].flatMap((same) =>
    same.flatMap((after, index) =>
      same
        .slice(0, index)
        .filter((before) => figures.all[before]!.key !== figures.all[after]!.key)
        .map((before): [number, number] => [before, after]),
    ),
  );
}

const universeOf = (table: Table, universes: boolean) =>
  `${universes ? '' : table.universe}\u0001${table.vintage ?? ''}`;

const tableOf = (
  releases: readonly TableFile[],
  { release, table }: { readonly release: number; readonly table: number },
): Table => releases[release]!.tables[table]!;
