import type { Rule } from '../rules/rule.ts';
import { widthShare } from '../rules/rule.ts';
import type { Hierarchy } from '../tables/hierarchy.ts';
import { total } from '../tables/hierarchy.ts';
import { type Cell, isAverage, type TableFile } from '../tables/table-file.ts';
import { codesOf, keyOf } from './figures.ts';

/** A mean or median, and what is known of it from those of the groups it is made of and stands in. */
export interface Average {
  readonly kind: 'mean' | 'median';
  readonly codes: ReadonlyMap<string, string>;
  readonly stem: string;
  readonly release: number;
  readonly table: number;
  readonly withheld: boolean;
  /** One unit of the last place that is printed. */
  readonly unit: number;
  lower: number;
  upper: number;
  /** The group whose figure last moved a bound, in words. */
  because?: string;
}

/**
 * Bounds of withheld means and medians that hold without any count: the mean or median of a group lies between the least
 * and the greatest of its parts'. So where all parts but one lie above the whole, that one lies at or below it.
 */
export function averageBounds(
  releases: readonly TableFile[],
  hierarchies: ReadonlyMap<string, Hierarchy>,
): readonly Average[] {
  const averages = gather(releases, hierarchies.has('universe'));
  const relations = [...averages.values()].flatMap((whole) =>
    [...hierarchies.values()].flatMap(({ dimension, cuts }) =>
      (cuts.get(whole.codes.get(dimension) ?? total) ?? []).flatMap((cut) => {
        const parts = cut.flatMap((part) => {
          const codes = new Map(whole.codes).set(dimension, part);
          return averages.get(keyOf(whole.stem, codes)) ?? [];
        });
        return parts.length === 0 ? [] : [{ whole, parts, dimension }];
      }),
    ),
  );
  // Each pass moves a bound onto that of another figure, so that there are only so many.
  for (let moved = true; moved; ) {
    moved = false;
    for (const { whole, parts, dimension } of relations) {
      const lows = parts.map(({ lower }) => lower);
      const highs = parts.map(({ upper }) => upper);
      moved = raise(whole, Math.min(...lows), dimension) || moved;
      moved = sink(whole, Math.max(...highs), dimension) || moved;
      parts.forEach((part, at) => {
        const others = (ends: readonly number[]) => ends.filter((_, other) => other !== at);
        if (Math.min(...others(lows)) > whole.upper) moved = sink(part, whole.upper, dimension) || moved;
        if (Math.max(...others(highs)) < whole.lower) moved = raise(part, whole.lower, dimension) || moved;
      });
    }
  }
  return [...averages.values()];
}

function raise(average: Average, to: number, dimension: string): boolean {
  if (!average.withheld || !(to > average.lower) || to > average.upper) return false;
  Object.assign(average, { lower: to, because: dimension });
  return true;
}

function sink(average: Average, to: number, dimension: string): boolean {
  if (!average.withheld || !(to < average.upper) || to < average.lower) return false;
  Object.assign(average, { upper: to, because: dimension });
  return true;
}

function gather(releases: readonly TableFile[], universes: boolean): Map<string, Average> {
  const averages = new Map<string, Average>();
  releases.forEach((release, releaseAt) => {
    release.tables.forEach((table, tableAt) => {
      if (!isAverage(table.figure)) return;
      const stem = `${universes ? '' : table.universe}\u0001${table.vintage ?? ''}\u0001${table.figure}`;
      for (const cell of table.cells) {
        const codes = codesOf(table, cell, universes);
        const unit = 10 ** -(table.decimals ?? 0);
        const [lower, upper] = rangeOf(cell, unit, table.each);
        const key = keyOf(stem, codes);
        const held = averages.get(key);
        // Printed in one release is known in all, until it is printed anew.
        if (held !== undefined && cell.value === null) continue;
        averages.set(key, {
          kind: table.figure as Average['kind'],
          codes,
          stem,
          release: releaseAt,
          table: tableAt,
          withheld: cell.value === null,
          unit,
          lower,
          upper,
        });
      }
    });
  });
  return averages;
}

const rangeOf = (
  { value }: Cell,
  unit: number,
  each: readonly [number, number] | undefined,
): readonly [number, number] =>
  value === null ? (each ?? [0, Number.POSITIVE_INFINITY]) : [value - unit / 2, value + unit / 2];

/**
 * How wide the interval of a withheld mean or median must be: as many units of the last printed place as the rule asks for
 * in cases, or its share of the figure.
 */
export function neededOfAverage(rule: Rule, { unit, upper, lower }: Average): number {
  const share = widthShare(rule);
  if (share !== undefined) return Math.max(unit, share * (Number.isFinite(upper) ? upper : lower));
  return unit * Math.max(1, typeof rule.width === 'number' ? rule.width : 1);
}
