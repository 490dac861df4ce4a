import type { FieldColumn } from '../kinds/kind.ts';
import { fieldName } from '../kinds/kind.ts';
import type { Linkage } from '../link-records.ts';
import { columnOf, type TextTable } from '../prepare/columns.ts';
import { gate, groupings, type Subgroup } from '../report/subgroups.ts';
import type { RunEvidence } from './model.ts';
import type { OpenSource } from './open-sources.ts';

interface Facts {
  readonly table: TextTable;
  readonly mapping: readonly FieldColumn[];
  readonly linkage: Linkage;
  readonly subgroups: readonly Subgroup[];
  readonly groups: readonly string[];
  readonly thisYear: number;
  readonly sources: readonly OpenSource[];
  /** Fewer records than this are not told apart: by the disclosure rule that governs the sources. */
  readonly fewest: number;
}

type Estimate = NonNullable<RunEvidence['whole']>;

/** Counts that the report page is drawn from. No value of a record is in them, but for words of groups. */
export function evidenceOf(facts: Facts): RunEvidence {
  const { linkage } = facts;
  const { chances, expected, space, learned } = linkage;
  const needed = bitsOf(expected.threshold);
  const whole = recallOf(totals(facts, undefined)[0]!, learned.chosen.recall);
  return {
    compared: space.groups.map(({ name, comparisons }) => ({
      group: name,
      parts: comparisons.map(({ name: field, levels }) => ({
        field,
        levels: levels.map(({ label }) => label),
      })),
    })),
    prior: hundredths(Math.log2(learned.model.prior / (1 - learned.model.prior))),
    needed: hundredths(needed),
    bands: bands(linkage),
    thresholds: thresholds(linkage, needed),
    doubtful: chances.reduce((sum, chance) => sum + (chance >= 0.1 && chance <= 0.9 ? 1 : 0), 0),
    whole,
    groups: groupQualities(facts, whole),
    ...records(facts, needed),
  };
}

const lowest = -12;
const highest = 40;
const bitsOf = (chance: number) =>
  Math.max(lowest, Math.min(highest, Math.log2(chance) - Math.log2(1 - chance)));
const hundredths = (value: number) => Math.round(value * 100) / 100;

function bands({ chances, expected }: Linkage): RunEvidence['bands'] {
  const found = new Map<number, { from: number; pairs: number; linked: number }>();
  for (const chance of chances) {
    const from = Math.floor(bitsOf(chance));
    const band = found.get(from) ?? { from, pairs: 0, linked: 0 };
    band.pairs++;
    if (chance >= expected.threshold) band.linked++;
    found.set(from, band);
  }
  return [...found.values()].sort((a, b) => a.from - b.from);
}

/** Whole bits around the line, and the line itself. */
function thresholds({ chances, expected, learned }: Linkage, needed: number): RunEvidence['thresholds'] {
  const around = Array.from({ length: 21 }, (_, at) => Math.round(needed) - 8 + at).filter(
    (bits) => bits > lowest && Math.abs(bits - needed) > 0.5,
  );
  const lines = [...around, needed].sort((a, b) => a - b);
  const all = chances.reduce((sum, chance) => sum + chance, 0) / (learned.chosen.recall || 1);
  const told = lines.map((weight) => {
    const now = weight === needed;
    const chance = now ? expected.threshold : 1 / (1 + 2 ** -weight);
    let [links, right] = [0, 0];
    for (const one of chances)
      if (one >= chance) {
        links++;
        right += one;
      }
    return {
      weight: hundredths(weight),
      chance,
      links,
      wrong: Math.round(links - right),
      missed: Math.max(0, Math.round(all - right)),
      precision: links === 0 ? 1 : Math.min(1, right / links),
      recall: all === 0 ? 1 : Math.min(1, right / all),
      now,
    };
  });
  return told.filter(({ links, now }) => links > 0 || now);
}

interface Total {
  all: number;
  found: number;
  variance: number;
}

/** Expected true pairs by group, and those of them that are linked; a pair belongs to the groups of both its records. */
function totals(
  { linkage }: Facts,
  grouping: { names: readonly string[]; of: Int32Array } | undefined,
): Total[] {
  const { pairs, chances, expected } = linkage;
  const found = (grouping?.names ?? ['']).map((): Total => ({ all: 0, found: 0, variance: 0 }));
  for (let at = 0; at < pairs.size; at++) {
    const chance = chances[at]!;
    const [a, b] = grouping ? [grouping.of[pairs.left[at]!]!, grouping.of[pairs.right[at]!]!] : [0, 0];
    for (const group of a === b ? [a] : [a, b]) {
      const total = found[group]!;
      total.all += chance;
      total.variance += chance * (1 - chance);
      if (chance >= expected.threshold) total.found += chance;
    }
  }
  return found;
}

/** As the report's own interval: chance alone, and room for chances that are themselves wrong. */
function recallOf({ all, found, variance }: Total, blocking: number): Estimate | null {
  if (all < 1) return null;
  const value = Math.min(1, (found / all) * blocking);
  const byChance = (1.96 * Math.sqrt(variance)) / all;
  return {
    value,
    low: Math.max(0, value - byChance - 2 * (1 - value)),
    high: Math.min(1, value + byChance + (1 - value) / 2),
  };
}

function groupQualities(facts: Facts, whole: Estimate | null): RunEvidence['groups'] {
  const { table, mapping, groups, thisYear, subgroups, linkage } = facts;
  return groupings(table, mapping, { groups, thisYear }).flatMap((grouping) => {
    const expected = totals(facts, grouping);
    return grouping.names.flatMap((value, at) => {
      const counted = subgroups.find((one) => one.by === grouping.by && one.value === value);
      if (counted === undefined) return [];
      const recall = recallOf(expected[at]!, linkage.learned.chosen.recall);
      const truePairs = Math.round(expected[at]!.all);
      const below = recall !== null && whole !== null && recall.value < whole.value - gate.points;
      return [
        {
          by: grouping.by,
          value,
          records: counted.records,
          unlinkable: counted.unlinkable,
          review: counted.review,
          truePairs,
          recall,
          gate:
            truePairs < gate.truePairs ? ('few' as const) : below ? ('below' as const) : ('within' as const),
        },
      ];
    });
  });
}

function records(
  { table, mapping, linkage, sources, fewest }: Facts,
  needed: number,
): Pick<RunEvidence, 'sides' | 'fewest' | 'unlinkable'> {
  const { pairs, chances, expected, weightOf } = linkage;
  const { rows, leftRows = rows } = table;
  const linked = new Uint8Array(rows);
  for (let at = 0; at < pairs.size; at++)
    if (chances[at]! >= expected.threshold) linked[pairs.left[at]!] = linked[pairs.right[at]!] = 1;
  const sides = sources.map(({ publicId, title }) => ({
    dataset: publicId,
    title,
    records: 0,
    linked: 0,
    alone: 0,
    unlinkable: 0,
  }));
  const fields = sources.map(({ records: { columns } }) => fieldsOf(table, mapping, columns));
  const missing = sources.map(() => new Map<string, number>());
  for (let row = 0; row < rows; row++) {
    const at = row < leftRows ? 0 : 1;
    const side = sides[at]!;
    side.records++;
    if (linked[row]) side.linked++;
    else if (weightOf(row, row) >= needed) side.alone++;
    else {
      side.unlinkable++;
      const lacks = fields[at]!.filter(({ codes }) => codes.every((codesOf) => codesOf[row] === 0));
      const key = lacks.map(({ name }) => name).join('\n');
      missing[at]!.set(key, (missing[at]!.get(key) ?? 0) + 1);
    }
  }
  const unlinkable = missing.flatMap((counts, side) => {
    const told = [...counts].filter(([, count]) => count >= fewest);
    const rest = sides[side]!.unlinkable - told.reduce((sum, [, count]) => sum + count, 0);
    const lines = told
      .sort((a, b) => b[1] - a[1])
      .map(([key, count]) => ({ side, missing: key === '' ? [] : key.split('\n'), records: count }));
    return rest > 0 ? [...lines, { side, missing: ['other'], records: rest }] : lines;
  });
  return { sides, fewest, unlinkable };
}

/** The columns of each field that a source has. */
function fieldsOf(table: TextTable, mapping: readonly FieldColumn[], columns: readonly string[]) {
  const found = new Map<string, Int32Array[]>();
  for (const field of mapping) {
    if (!columns.includes(field.column)) continue;
    const name = fieldName(field);
    found.set(name, [...(found.get(name) ?? []), columnOf(table, field.column)!.codes]);
  }
  return [...found].map(([name, codes]) => ({ name, codes }));
}
