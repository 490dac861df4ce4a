import type { z } from 'zod';
import type { FieldColumn } from '../kinds/kind.ts';
import type { Linkage } from '../link-records.ts';
import type { subgroup } from '../model.ts';
import { columnOf, type TextTable } from '../prepare/columns.ts';
import { readDate } from '../prepare/dates.ts';
import { hash } from '../score/strangers.ts';

export type Subgroup = z.output<typeof subgroup>;

/** A subgroup with so many true pairs may not have a recall this much below the whole without a written reason. */
export const gate = { truePairs: 200, points: 0.03 } as const;
/** Pairs between these chances are for a person to look at. */
const review = { from: 0.1, to: 0.9 } as const;
const looked = 50_000;
/** Smaller subgroups are counted together: their shares would say nothing, and might name someone. */
const fewest = 20;

/** A way of telling records apart: the number of each record's subgroup, and the names. */
interface Grouping {
  readonly by: string;
  readonly names: readonly string[];
  readonly of: Int32Array;
}

/**
 * Errors by subgroup, at the one threshold: shares of records that cannot be linked even to a copy of themselves, of pairs
 * that want a person's look, and with truth precision and recall with Wilson's 95 % intervals. A pair belongs to every
 * subgroup that one of its records belongs to (linkage.md section 7).
 */
export function errorsBySubgroup(
  table: TextTable,
  mapping: readonly FieldColumn[],
  linkage: Linkage,
  options: { readonly groups: readonly string[]; readonly truth?: Int32Array; readonly thisYear: number },
): Subgroup[] {
  const { truth } = options;
  const whole = truth && recallOf(table, linkage, truth, everyone(table.rows), 1)[0]!;
  return groupings(table, mapping, options).flatMap((grouping) => {
    const size = grouping.names.length;
    const records = new Int32Array(size);
    for (const group of grouping.of) records[group]!++;
    const unlinkable = unlinkableShares(table, linkage, grouping);
    const reviewed = reviewCounts(linkage, grouping);
    const recalls = truth && recallOf(table, linkage, truth, grouping.of, size);
    return grouping.names.flatMap((value, at): Subgroup[] => {
      if (records[at]! < fewest) return [];
      const judged = recalls?.[at];
      return [
        {
          by: grouping.by,
          value,
          records: records[at]!,
          unlinkable: unlinkable[at]!,
          review: reviewed[at]!,
          truePairs: judged?.all ?? null,
          recall: judged ? wilson(judged.right, judged.all) : null,
          precision: judged ? wilson(judged.right, judged.declared) : null,
          below:
            judged !== undefined && judged.all >= gate.truePairs
              ? judged.right / judged.all < whole!.right / whole!.all - gate.points
              : false,
        },
      ];
    });
  });
}

const everyone = (rows: number) => new Int32Array(rows);

/** The ways of telling records apart: the columns asked for, sex, age, and how much is missing. */
export function groupings(
  table: TextTable,
  mapping: readonly FieldColumn[],
  { groups, thisYear }: { readonly groups: readonly string[]; readonly thisYear: number },
): Grouping[] {
  const found: Grouping[] = [];
  for (const name of groups) found.push(byValue(table, name));
  const sex = mapping.find(({ kind, column }) => kind === 'sex' && !groups.includes(column));
  if (sex) found.push(byValue(table, sex.column));
  const born = mapping.find(({ kind }) => kind === 'birth_date');
  if (born) found.push(byAge(table, born.column, thisYear));
  found.push(byMissing(table, mapping));
  return found;
}

function byValue(table: TextTable, name: string): Grouping {
  const { codes, values } = columnOf(table, name)!;
  const names: string[] = [];
  const numbers = values.map((raw) => {
    const text = raw.trim().toLowerCase() || 'missing';
    const known = names.indexOf(text);
    return known >= 0 ? known : names.push(text) - 1;
  });
  return { by: name, names, of: codes.map((code) => numbers[code]!) };
}

const ages = [
  [18, 'under 18'],
  [30, '18 to 29'],
  [45, '30 to 44'],
  [65, '45 to 64'],
  [200, '65 and over'],
] as const;

function byAge(table: TextTable, name: string, thisYear: number): Grouping {
  const { codes, values } = columnOf(table, name)!;
  const bands = values.map((text) => {
    const year = readDate(text, 'mdy', thisYear)?.year;
    if (year === undefined) return ages.length;
    const band = ages.findIndex(([below]) => thisYear - year < below);
    return band < 0 ? ages.length : band;
  });
  return {
    by: 'age',
    names: [...ages.map(([, words]) => words), 'missing'],
    of: codes.map((code) => bands[code]!),
  };
}

function byMissing(table: TextTable, mapping: readonly FieldColumn[]): Grouping {
  const columns = [...new Set(mapping.map(({ column }) => column))].map((name) => columnOf(table, name)!);
  const of = new Int32Array(table.rows);
  for (const { codes } of columns) for (let row = 0; row < of.length; row++) if (codes[row] === 0) of[row]!++;
  const names = ['none', 'one', 'two', 'three or more'];
  return { by: 'fields missing', names, of: of.map((count) => Math.min(3, count)) };
}

function unlinkableShares(table: TextTable, linkage: Linkage, { names, of }: Grouping): number[] {
  const needed = Math.log2(linkage.expected.threshold / (1 - linkage.expected.threshold));
  const [seen, unlinkable] = [new Int32Array(names.length), new Int32Array(names.length)];
  const share = looked / table.rows;
  for (let row = 0; row < table.rows; row++) {
    if (share < 1 && hash(row, 0x77) / 2 ** 32 >= share) continue;
    seen[of[row]!]!++;
    if (linkage.weightOf(row, row) < needed) unlinkable[of[row]!]!++;
  }
  return names.map((_, at) => (seen[at] === 0 ? 0 : unlinkable[at]! / seen[at]!));
}

function reviewCounts({ pairs, chances }: Linkage, { names, of }: Grouping): number[] {
  const [all, asked] = [new Int32Array(names.length), new Int32Array(names.length)];
  for (let at = 0; at < pairs.size; at++) {
    if (chances[at]! < review.from) continue;
    const [a, b] = [of[pairs.left[at]!]!, of[pairs.right[at]!]!];
    for (const group of a === b ? [a] : [a, b]) {
      all[group]!++;
      if (chances[at]! <= review.to) asked[group]!++;
    }
  }
  return names.map((_, at) => (all[at] === 0 ? 0 : asked[at]! / all[at]!));
}

/** True pairs, declared pairs, and those that are both, by subgroup. */
function recallOf(table: TextTable, linkage: Linkage, truth: Int32Array, of: Int32Array, size: number) {
  const { leftRows, rows } = table;
  const tallies = Array.from({ length: size }, () => ({ all: 0, declared: 0, right: 0 }));
  const classes = new Map<number, { left: number; right: number; own: Map<number, [number, number]> }>();
  for (let row = 0; row < rows; row++) {
    const side = leftRows !== undefined && row >= leftRows ? 1 : 0;
    const known = classes.get(truth[row]!) ?? { left: 0, right: 0, own: new Map() };
    if (side === 0) known.left++;
    else known.right++;
    const own = known.own.get(of[row]!) ?? [0, 0];
    own[side]++;
    known.own.set(of[row]!, own);
    classes.set(truth[row]!, known);
  }
  const pairs = (left: number, right: number) =>
    leftRows === undefined ? (left * (left - 1)) / 2 : left * right;
  for (const { left, right, own } of classes.values())
    for (const [group, [l, r]] of own) tallies[group]!.all += pairs(left, right) - pairs(left - l, right - r);
  for (let at = 0; at < linkage.pairs.size; at++) {
    if (linkage.chances[at]! < linkage.expected.threshold) continue;
    const [one, other] = [linkage.pairs.left[at]!, linkage.pairs.right[at]!];
    const same = truth[one] === truth[other];
    for (const group of of[one] === of[other] ? [of[one]!] : [of[one]!, of[other]!]) {
      tallies[group]!.declared++;
      if (same) tallies[group]!.right++;
    }
  }
  return tallies;
}

/** A share with Wilson's interval at 95 % (Wilson 1927). */
function wilson(hits: number, all: number): { value: number; low: number; high: number } | null {
  if (all === 0) return null;
  const z = 1.96;
  const p = hits / all;
  const middle = p + (z * z) / (2 * all);
  const half = z * Math.sqrt((p * (1 - p)) / all + (z * z) / (4 * all * all));
  const scale = 1 + (z * z) / all;
  return { value: p, low: Math.max(0, (middle - half) / scale), high: Math.min(1, (middle + half) / scale) };
}
