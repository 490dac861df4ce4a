import { cellsDoNotAddUp, missingMargin } from '../errors.ts';
import { type Hierarchy, joinHierarchies, total } from '../tables/hierarchy.ts';
import { type Cell, cellName, type FigureKind, type Table, type TableFile } from '../tables/table-file.ts';

/** The cells of all tables to be released, each figure once, and how they add up. */
export interface NumberedTables {
  readonly cells: readonly NumberedCell[];
  /** A whole and its parts, by number. */
  readonly sums: readonly { readonly whole: number; readonly parts: readonly number[] }[];
  /** Codes that no cell carries but that hold somebody, by dimension: they are protected and never printed. */
  readonly unprinted: Readonly<Record<string, readonly string[]>>;
  /** Figures printed earlier that do not agree with those of now: by how much the sums they stand in differ. */
  readonly revised: readonly { readonly name: string; readonly difference: number }[];
  /** The key of a cell of a table, for finding it among `cells`: a mean goes by the amount behind it. */
  readonly keyOf: (table: Table, cell: Cell) => string;
  /** The key of another figure of the same people: how many they are, or what their answers add up to. */
  readonly keyBeside: (figure: 'count' | 'magnitude', table: Table, cell: Cell) => string;
}

export interface NumberedCell {
  readonly name: string;
  readonly key: string;
  readonly universe: string;
  readonly codes: readonly (readonly [dimension: string, code: string])[];
  /** The truth; undefined for a blank of an earlier release that is not asked for now. */
  readonly value: number | undefined;
  readonly whole: boolean;
  /** How far off the value may be: half a unit of the last place of each mean it was worked out from. */
  readonly give: number;
  readonly cell: Cell | undefined;
  /** What earlier releases print of it: the value, or that it is blank. */
  readonly earlier: 'printed' | 'blank' | 'none';
  /** It changed since it was printed. */
  readonly change: number;
}

type Codes = readonly (readonly [string, string])[];

const sorted = (codes: Codes): Codes =>
  [...codes].sort(([a], [b]) => (a < b ? -1 : 1)).filter(([, code]) => code !== total);

/** Cells are the same figure when universe, vintage, kind and codes agree, in whichever table they stand. */
function identify(
  table: Table,
  cell: Cell,
  universes: boolean,
  figure: FigureKind = table.figure === 'mean' ? 'magnitude' : table.figure,
): { stem: string; codes: Codes } {
  const codes: (readonly [string, string])[] = table.dims.map((dim, at) => [dim, cell.codes[at]!]);
  if (universes) codes.push(['universe', table.universe]);
  const stem = JSON.stringify([universes ? '' : table.universe, table.vintage ?? '', figure]);
  return { stem, codes: sorted(codes) };
}
const nameKey = (stem: string, codes: Codes) => `${stem}${JSON.stringify(codes)}`;

interface Draft {
  name: string;
  key: string;
  stem: string;
  universe: string;
  codes: Codes;
  value: number | undefined;
  whole: boolean;
  give: number;
  cell: Cell | undefined;
  earlier: NumberedCell['earlier'];
  change: number;
  /** It came as a blank, and its value is what an earlier release prints: true only if it was not revised since. */
  borrowed?: boolean;
}

/**
 * Numbers the cells of a file, with those of earlier releases, and checks that every total equals its parts.
 * Throws `disclosure.cells-do-not-add-up` with the differences, `disclosure.missing-margin`.
 */
export function numberTables(file: TableFile, earlier: readonly TableFile[]): NumberedTables {
  const hierarchies = joinHierarchies([...earlier, file].map((one) => one.hierarchies));
  const universes = hierarchies.has('universe');
  const drafts = new Map<string, Draft>();
  const disagree: string[] = [];
  const figures = amountsOf(file, universes);
  for (const table of file.tables) {
    // Medians do not add up: they are withheld apart.
    if (table.figure === 'median') continue;
    for (const given of table.cells) {
      const { stem, codes } = identify(table, given, universes);
      const key = nameKey(stem, codes);
      const held = drafts.get(key);
      const name = `${cellName(table.dims, given.codes)} in ${table.name}`;
      const { cell, give } = figures(table, given);
      if (held !== undefined) {
        const apart = Math.abs((held.value ?? 0) - (cell.value ?? 0));
        if ((held.value === undefined) !== (cell.value === null) || apart > held.give + give)
          disagree.push(
            `${name} and ${held.name} differ by ${Math.abs((held.value ?? 0) - (cell.value ?? 0))}`,
          );
        continue;
      }
      drafts.set(key, {
        name,
        key,
        stem,
        universe: table.universe,
        codes,
        value: cell.value ?? undefined,
        whole: table.figure === 'count',
        give,
        cell,
        earlier: 'none',
        change: 0,
      });
    }
  }
  if (disagree.length > 0)
    throw cellsDoNotAddUp.with({ count: disagree.length, cells: disagree.slice(0, 10) });
  checkMargins(file, drafts, universes);
  addEarlier(drafts, earlier, universes);
  const unprinted = { ...file.unprinted, ...addUnprinted(drafts, hierarchies) };
  const revised: NumberedTables['revised'][number][] = [];
  let [cells, sums] = listAll(drafts, hierarchies);
  while (addMissing(drafts, file, cells, sums)) [cells, sums] = listAll(drafts, hierarchies);
  for (;;) {
    const wrong = sums.flatMap((sum) => {
      const difference = shortBy(sum, cells);
      return difference === 0 ? [] : [{ ...sum, difference }];
    });
    const own = wrong.filter(({ whole, parts }) =>
      [whole, ...parts].every((at) => cells[at]!.cell !== undefined && cells[at]!.borrowed !== true),
    );
    if (own.length > 0)
      throw cellsDoNotAddUp.with({
        count: own.length,
        cells: own
          .slice(0, 10)
          .map(
            ({ whole, difference }) =>
              `the parts of ${cells[whole]!.name} are ${Math.abs(difference)} ${difference > 0 ? 'more' : 'less'}`,
          ),
      });
    if (wrong.length === 0) break;
    // What was printed earlier and does not agree with the figures of now speaks of another state of the data.
    for (const { whole, parts, difference } of wrong) {
      for (const at of [whole, ...parts]) {
        const { cell, key, name, borrowed } = cells[at]!;
        if (borrowed === true)
          Object.assign(drafts.get(key)!, { value: undefined, earlier: 'none', borrowed: false });
        else if (cell === undefined && drafts.delete(key)) revised.push({ name, difference });
      }
    }
    [cells, sums] = listAll(drafts, hierarchies);
  }
  const keyOf = (table: Table, cell: Cell) => {
    const { stem, codes } = identify(table, cell, universes);
    return nameKey(stem, codes);
  };
  const keyBeside: NumberedTables['keyBeside'] = (figure, table, cell) => {
    const { stem, codes } = identify(table, cell, universes, figure);
    return nameKey(stem, codes);
  };
  return { cells, sums, unprinted, revised, keyOf, keyBeside };
}

/**
 * The amount behind a mean: itself times the people it is of, who stand beside it or in a table of counts of the same
 * universe. Other cells are what they are.
 */
function amountsOf(
  file: TableFile,
  universes: boolean,
): (table: Table, cell: Cell) => { readonly cell: Cell; readonly give: number } {
  const people = new Map<string, number | null>();
  for (const table of file.tables) {
    if (table.figure !== 'count') continue;
    for (const cell of table.cells) {
      const { stem, codes } = identify(table, cell, universes);
      people.set(nameKey(stem, codes), cell.value);
    }
  }
  return (table, cell) => {
    if (table.figure === 'count') return { cell, give: 0 };
    const { stem, codes } = identify(table, cell, universes, 'count');
    const contributors = cell.contributors ?? people.get(nameKey(stem, codes)) ?? undefined;
    const known = contributors === undefined ? cell : { ...cell, contributors };
    if (table.figure !== 'mean' || cell.value === null) return { cell: known, give: 0 };
    // Without the people behind it, a mean says nothing of the amount.
    if (contributors === undefined) return { cell: { ...cell, value: null }, give: 0 };
    return { cell: { ...known, value: cell.value * contributors }, give: halfUnit(table) * contributors };
  };
}

const halfUnit = ({ decimals = 0 }: Table) => 0.5 / 10 ** decimals;

const listAll = (
  drafts: ReadonlyMap<string, Draft>,
  hierarchies: ReadonlyMap<string, Hierarchy>,
): [Draft[], ListedSum[]] => {
  const cells = [...drafts.values()];
  return [cells, listSums(cells, hierarchies)];
};

/**
 * A part that only an earlier file's hierarchy names, or only the codes as ranges, and that no cell carries here, holds
 * whoever is left over: what a file leaves out does not exist, but it can only leave out what it names. Adds such parts, those
 * alone that can be worked out as long as there are any; false when there were none.
 */
function addMissing(
  drafts: Map<string, Draft>,
  file: TableFile,
  cells: readonly Draft[],
  sums: readonly ListedSum[],
): boolean {
  const missingOf = ({ whole, cut, dimension }: ListedSum) =>
    cut.filter(
      (part) => !drafts.has(nameKey(cells[whole]!.stem, withCode(cells[whole]!.codes, dimension, part))),
    );
  const open = sums.filter((sum) => {
    const { whole, parts, dimension, cut, read } = sum;
    if (parts.length === cut.length) return false;
    const own = file.hierarchies.get(dimension)?.cuts.get(codeOf(cells[whole]!.codes, dimension)) ?? [];
    const kept = file.unprinted?.[dimension] ?? [];
    if (!read && own.some((way) => isSame(way, cut)) && !cut.some((part) => kept.includes(part)))
      return false;
    return missingOf(sum).length > 0;
  });
  let added = false;
  for (const onlyKnown of [true, false]) {
    for (const sum of open) {
      const { whole, parts, dimension, read } = sum;
      const above = cells[whole]!;
      const missing = missingOf(sum);
      const left = -shortBy({ whole, parts }, cells);
      const known = above.value !== undefined && parts.every((part) => cells[part]!.value !== undefined);
      const settled = known && missing.length === 1;
      if (missing.length === 0 || settled !== onlyKnown) continue;
      if (known && (left < 0 || (left === 0 && !(read && settled)))) continue;
      for (const part of missing) {
        const codes = withCode(above.codes, dimension, part);
        const key = nameKey(above.stem, codes);
        const name = `${codes.map(([dim, at]) => `${dim}=${at}`).join(', ')} (never printed)`;
        const value = settled ? left : undefined;
        const earlier = value === undefined ? 'blank' : 'none';
        drafts.set(key, { ...above, name, key, codes, value, cell: undefined, earlier, change: 0 });
        added = true;
      }
    }
    if (added) return true;
  }
  return added;
}

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((code) => b.includes(code));

/** By how much the parts of a sum are more than its whole; 0 where they agree or are not all known. */
function shortBy(
  { whole, parts }: { readonly whole: number; readonly parts: readonly number[] },
  cells: readonly Draft[],
): number {
  const values = parts.map((part) => cells[part]!.value);
  const all = cells[whole]!.value;
  if (all === undefined || values.includes(undefined)) return 0;
  const difference = values.reduce((sum: number, value) => sum + value!, 0) - all;
  const given = [whole, ...parts].reduce((sum, at) => sum + cells[at]!.give, 0);
  const close = cells[whole]!.whole ? 0 : given + 1e-6 * Math.max(1, all);
  return Math.abs(difference) <= close ? 0 : Number(difference.toPrecision(12));
}

function withCode(codes: Codes, dimension: string, code: string): Codes {
  return sorted([...codes.filter(([name]) => name !== dimension), [dimension, code]]);
}

const codeOf = (codes: Codes, dimension: string) => codes.find(([name]) => name === dimension)?.[1] ?? total;

/** Every part's total must be there, in the table or another of the same figures. */
function checkMargins(file: TableFile, drafts: ReadonlyMap<string, Draft>, universes: boolean): void {
  const missing = new Set<string>();
  for (const table of file.tables) {
    if (table.figure === 'median') continue;
    for (const dimension of table.dims) {
      const hierarchy = file.hierarchies.get(dimension);
      if (hierarchy === undefined || table.only?.includes(dimension)) continue;
      const wholes = new Map<string, string[]>();
      for (const [code, cuts] of hierarchy.cuts)
        for (const part of cuts.flat()) wholes.set(part, [...(wholes.get(part) ?? []), code]);
      for (const cell of table.cells) {
        const { stem, codes } = identify(table, cell, universes);
        for (const whole of wholes.get(codeOf(codes, dimension)) ?? []) {
          const above = withCode(codes, dimension, whole);
          if (drafts.has(nameKey(stem, above))) continue;
          const dims = above.map(([name]) => name);
          missing.add(
            `${cellName(
              dims,
              above.map(([, code]) => code),
            )} in ${table.name}`,
          );
        }
      }
    }
  }
  if (missing.size > 0) throw missingMargin.with({ count: missing.size, cells: [...missing].slice(0, 10) });
}

/** The key of a figure whatever the vintage. */
function whateverVintage({ stem, codes }: Pick<Draft, 'stem' | 'codes'>): string {
  const [universe, , figure] = JSON.parse(stem) as readonly string[];
  return nameKey(JSON.stringify([universe, figure]), codes);
}

function addEarlier(drafts: Map<string, Draft>, earlier: readonly TableFile[], universes: boolean): void {
  const own = Map.groupBy(drafts.values(), whateverVintage);
  for (const release of earlier) {
    const figures = amountsOf(release, universes);
    for (const table of release.tables) {
      if (table.figure === 'median') continue;
      for (const printed of table.cells) {
        const { stem, codes } = identify(table, printed, universes);
        const key = nameKey(stem, codes);
        const { cell, give } = figures(table, printed);
        const exact = cell.value !== null && cell.rounded === undefined && cell.noise === undefined;
        const held = drafts.get(key);
        if (exact)
          for (const one of own.get(whateverVintage({ stem, codes })) ?? [])
            if (one !== held) noteChange(one, cell.value!, give);
        if (held === undefined) {
          drafts.set(key, {
            name: `${cellName(table.dims, cell.codes)} in ${table.name} of ${release.name}`,
            key,
            stem,
            universe: table.universe,
            codes,
            value: exact ? cell.value! : undefined,
            whole: table.figure === 'count',
            give,
            cell: undefined,
            earlier: exact ? 'printed' : 'blank',
            change: 0,
          });
        } else if (!exact) {
          if (held.earlier === 'none') held.earlier = 'blank';
        } else if (held.value !== undefined && Math.abs(held.value - cell.value!) <= held.give + give) {
          held.earlier = 'printed';
          held.change = 0;
        } else if (held.value !== undefined) held.change = held.value - cell.value!;
        else {
          held.value = cell.value!;
          held.earlier = 'printed';
          held.borrowed = true;
        }
      }
    }
  }
}

/** The least change since any state of the data in which it was printed. */
function noteChange(draft: Draft, before: number, give: number): void {
  if (draft.value === undefined || !draft.whole) return;
  const change = draft.value - before;
  if (Math.abs(change) <= draft.give + give) return;
  if (draft.change === 0 || Math.abs(change) < Math.abs(draft.change)) draft.change = change;
}

/** Codes of a hierarchy that stand in no table, where a total and its printed parts show that they hold somebody. */
function addUnprinted(
  drafts: Map<string, Draft>,
  hierarchies: ReadonlyMap<string, Hierarchy>,
): Record<string, string[]> {
  const carried = new Set<string>();
  for (const { codes } of drafts.values())
    for (const [dimension, code] of codes) carried.add(JSON.stringify([dimension, code]));
  const unprinted: Record<string, string[]> = {};
  for (const { dimension, cuts } of hierarchies.values()) {
    for (const [code, ways] of cuts) {
      for (const cut of ways) {
        const never = cut.filter((part) => !carried.has(JSON.stringify([dimension, part])));
        if (never.length !== 1 || cut.length === 1) continue;
        const rest = [...drafts.values()].flatMap((whole) => {
          if (codeOf(whole.codes, dimension) !== code || whole.value === undefined) return [];
          const parts = cut.flatMap(
            (part) => drafts.get(nameKey(whole.stem, withCode(whole.codes, dimension, part))) ?? [],
          );
          if (parts.length === 0 || parts.some(({ value }) => value === undefined)) return [];
          return [{ whole, value: parts.reduce((left, { value }) => left - value!, whole.value) }];
        });
        if (rest.every(({ value }) => value === 0) || rest.some(({ value }) => value < 0)) continue;
        unprinted[dimension] = [...(unprinted[dimension] ?? []), never[0]!];
        for (const { whole, value } of rest) {
          const codes = withCode(whole.codes, dimension, never[0]!);
          const key = nameKey(whole.stem, codes);
          const name = `${codes.map(([dim, at]) => `${dim}=${at}`).join(', ')} (never printed)`;
          drafts.set(key, { ...whole, name, key, codes, value, cell: undefined, earlier: 'none' });
        }
      }
    }
  }
  return unprinted;
}

interface ListedSum {
  readonly whole: number;
  readonly parts: number[];
  readonly dimension: string;
  readonly cut: readonly string[];
  /** Read from the codes: no file names it. */
  readonly read: boolean;
}

function listSums(cells: readonly Draft[], hierarchies: ReadonlyMap<string, Hierarchy>): ListedSum[] {
  const numbers = new Map(cells.map(({ key }, at) => [key, at]));
  const sums: ListedSum[] = [];
  cells.forEach(({ stem, codes }, whole) => {
    for (const { dimension, cuts, ranges } of hierarchies.values()) {
      const code = codeOf(codes, dimension);
      const read = ranges.get(code) ?? [];
      for (const cut of [...(cuts.get(code) ?? []), ...read]) {
        const parts = cut.flatMap(
          (part) => numbers.get(nameKey(stem, withCode(codes, dimension, part))) ?? [],
        );
        if (parts.length > 0) sums.push({ whole, parts, dimension, cut, read: read.includes(cut) });
      }
    }
  });
  return sums;
}
