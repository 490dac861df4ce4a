import type { z } from 'zod';
import { type FieldColumn, fieldName } from '../kinds/kind.ts';
import type { Linkage } from '../link-records.ts';
import type { subgroup } from '../model.ts';
import { columnOf, type TextTable } from '../prepare/columns.ts';
import { readDate } from '../prepare/dates.ts';
import { hash } from '../score/strangers.ts';
import { nameForm, nameForms } from './name-form.ts';

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
      if (records[at]! < fewest || value === untold) return [];
      const judged = recalls?.[at];
      return [
        {
          by: grouping.by,
          value,
          records: records[at]!,
          looked: unlinkable[at]!.all,
          unlinkable: shareOf(unlinkable[at]!),
          unlinkableBetween: wilson(unlinkable[at]!.hits, unlinkable[at]!.all),
          pairs: reviewed[at]!.all,
          review: shareOf(reviewed[at]!),
          reviewBetween: wilson(reviewed[at]!.hits, reviewed[at]!.all),
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

/**
 * Columns that tell groups apart whose errors must be looked at, by their names: race, ethnicity, language, agency. Those with
 * many values are left out: their groups would be persons.
 */
export function groupColumns(table: TextTable, mapping: readonly FieldColumn[]): string[] {
  const compared = new Set(mapping.filter(({ kind }) => kind !== 'code').map(({ column }) => column));
  return table.columns
    .filter(
      ({ name, values }) =>
        /(^|[^a-z])(race|ethnic(ity)?|hispanic|language|agency|tribe|disability|veteran)([^a-z]|$)/i.test(
          name,
        ) &&
        !compared.has(name) &&
        values.length > 2 &&
        values.length <= mostValues,
    )
    .map(({ name }) => name);
}
const mostValues = 60;

const everyone = (rows: number) => new Int32Array(rows);

/**
 * The ways of telling records apart: the columns asked for, sex, age, the form of the family name, and how many fields are
 * missing. In a link each side may
 * have its own column; records of a side that has none are in no group.
 */
export function groupings(
  table: TextTable,
  mapping: readonly FieldColumn[],
  { groups, thisYear }: { readonly groups: readonly string[]; readonly thisYear: number },
): Grouping[] {
  const columnsOf = (kind: FieldColumn['kind']) =>
    mapping
      .filter((field) => field.kind === kind && !groups.includes(field.column))
      .map(({ column }) => column);
  const found: Grouping[] = groups.map((name) => byWord(table, name, [name], (text) => text));
  const sex = columnsOf('sex');
  if (sex.length > 0) found.push(byWord(table, sex.join(', '), sex, sexWord));
  const born = columnsOf('birth_date');
  const bands = ages.map(([, words]) => words);
  if (born.length > 0)
    found.push(
      inOrder(
        byWord(table, 'age', born, (text) => ageBand(text, thisYear)),
        [...bands, missing],
      ),
    );
  const family = columnsOf('family_name').filter((name) => columnOf(table, name) !== undefined);
  if (family.length > 0)
    found.push(inOrder(byWord(table, 'form of the family name', family, nameForm), [...nameForms, missing]));
  found.push(byMissing(table, mapping));
  return found;
}

const missing = 'missing';
/** Records of a side that does not tell it. */
const untold = '';

/** By the first of the columns that has a value, in the words that `wordOf` makes of it. */
function byWord(
  table: TextTable,
  by: string,
  columns: readonly string[],
  wordOf: (text: string) => string,
): Grouping {
  const names: string[] = [];
  const numberOf = (name: string) => {
    const known = names.indexOf(name);
    return known >= 0 ? known : names.push(name) - 1;
  };
  const told = columns.map((name) => {
    const { codes, values } = columnOf(table, name)!;
    const numbers = values.map((raw) => {
      const text = raw.trim().toLowerCase();
      return text === '' ? -1 : numberOf(wordOf(text) || missing);
    });
    return { codes, numbers };
  });
  const none = sidesOf(table).map(([from, to]) => {
    const tells = told.some(({ codes }) => codes.subarray(from, to).some((code) => code !== 0));
    return numberOf(tells ? missing : untold);
  });
  const of = Int32Array.from({ length: table.rows }, (_, row) => {
    for (const { codes, numbers } of told) if (numbers[codes[row]!]! >= 0) return numbers[codes[row]!]!;
    return none[table.leftRows !== undefined && row >= table.leftRows ? 1 : 0]!;
  });
  return { by, names, of };
}

const sidesOf = ({ rows, leftRows }: TextTable): (readonly [number, number])[] =>
  leftRows === undefined
    ? [[0, rows]]
    : [
        [0, leftRows],
        [leftRows, rows],
      ];

/** `M`, `Male` and `male` are one group. */
const sexWord = (text: string): string =>
  /^m(ale)?$/.test(text) ? 'male' : /^f(emale)?$/.test(text) ? 'female' : text;

const ages = [
  [18, 'under 18'],
  [30, '18 to 29'],
  [45, '30 to 44'],
  [65, '45 to 64'],
  [200, '65 and over'],
] as const;

function ageBand(text: string, thisYear: number): string {
  const year = readDate(text, 'mdy', thisYear)?.year;
  return (year !== undefined && ages.find(([below]) => thisYear - year < below)?.[1]) || missing;
}

/** The same groups, their names in a given order. */
function inOrder({ by, names, of }: Grouping, order: readonly string[]): Grouping {
  const all = [
    ...order.filter((name) => names.includes(name)),
    ...names.filter((name) => !order.includes(name)),
  ];
  const number = names.map((name) => all.indexOf(name));
  return { by, names: all, of: of.map((group) => number[group]!) };
}

/** Fields of a record's own side that have no value. */
function byMissing(table: TextTable, mapping: readonly FieldColumn[]): Grouping {
  const of = new Int32Array(table.rows);
  for (const [from, to] of sidesOf(table)) {
    const fields = new Map<string, Int32Array[]>();
    for (const field of mapping) {
      const { codes } = columnOf(table, field.column)!;
      const own = codes.subarray(from, to);
      if (own.every((code) => code === 0)) continue;
      fields.set(fieldName(field), [...(fields.get(fieldName(field)) ?? []), own]);
    }
    for (const columns of fields.values())
      for (let at = 0; at < to - from; at++) if (columns.every((codes) => codes[at] === 0)) of[from + at]!++;
  }
  const names = ['none', 'one', 'two', 'three or more'];
  return { by: 'fields missing', names, of: of.map((count) => Math.min(3, count)) };
}

interface Tally {
  readonly hits: number;
  readonly all: number;
}
const shareOf = ({ hits, all }: Tally): number => (all === 0 ? 0 : hits / all);

function unlinkableShares(table: TextTable, linkage: Linkage, { names, of }: Grouping): Tally[] {
  const needed = Math.log2(linkage.expected.threshold / (1 - linkage.expected.threshold));
  const [seen, unlinkable] = [new Int32Array(names.length), new Int32Array(names.length)];
  const share = looked / table.rows;
  for (let row = 0; row < table.rows; row++) {
    if (share < 1 && hash(row, 0x77) / 2 ** 32 >= share) continue;
    seen[of[row]!]!++;
    if (linkage.weightOf(row, row) < needed) unlinkable[of[row]!]!++;
  }
  return names.map((_, at) => ({ hits: unlinkable[at]!, all: seen[at]! }));
}

function reviewCounts({ pairs, chances }: Linkage, { names, of }: Grouping): Tally[] {
  const [all, asked] = [new Int32Array(names.length), new Int32Array(names.length)];
  for (let at = 0; at < pairs.size; at++) {
    if (chances[at]! < review.from) continue;
    const [a, b] = [of[pairs.left[at]!]!, of[pairs.right[at]!]!];
    for (const group of a === b ? [a] : [a, b]) {
      all[group]!++;
      if (chances[at]! <= review.to) asked[group]!++;
    }
  }
  return names.map((_, at) => ({ hits: asked[at]!, all: all[at]! }));
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
