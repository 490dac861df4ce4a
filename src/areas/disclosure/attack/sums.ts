import type { Hierarchy } from '../tables/hierarchy.ts';
import { total } from '../tables/hierarchy.ts';
import type { TableFile } from '../tables/table-file.ts';
import { codesOf, type Figure, type Figures, keyOf } from './figures.ts';
import { meanSums } from './mean-sums.ts';

/** `Σ value·x[figure]` lies between `lower` and `upper`: what an outsider knows to hold between figures. */
export interface Sum {
  readonly figures: readonly number[];
  readonly values: readonly number[];
  readonly lower: number;
  readonly upper: number;
  /** How a person would say it. */
  readonly kind: 'parts' | 'percent' | 'mean' | 'median' | 'change';
  /** Of parts: the dimension that is cut. */
  readonly dimension?: string;
}

export interface SumOptions {
  /** Parts that a hierarchy names and no file prints are unknown, rather than not existing. */
  readonly withheldParts: boolean;
}

/**
 * Every sum an outsider can write down from the files alone: each total and the parts of each of its cuts, wherever at
 * least one part is printed, over the figures of all releases; percentages; revisions. Adds to `figures` those that are
 * never printed and yet bound by the sums.
 */
export function gatherSums(
  figures: Figures,
  releases: readonly TableFile[],
  hierarchies: ReadonlyMap<string, Hierarchy>,
  options: SumOptions,
): Sum[] {
  const dimensions = [...hierarchies.values()];
  const parents = parentsOf(dimensions);
  const sums = new Map<string, Sum>();
  const latest = new Map<string, number>();
  for (const view of figures.views) for (const [key, at] of view) latest.set(key, at);
  const addUnprinted = (like: Figure, codes: ReadonlyMap<string, string>, key: string) => {
    const at = figures.all.length;
    const { universe, whole } = like;
    figures.all.push({
      universe,
      codes,
      key,
      whole,
      lower: 0,
      upper: Number.POSITIVE_INFINITY,
      places: [],
      blank: true,
    });
    latest.set(key, at);
    return at;
  };

  // Totals above what is printed exist whether printed or not: towns make a region, regions the state.
  const queue = [...latest.values()];
  for (let next = 0; next < queue.length; next++) {
    const figure = figures.all[queue[next]!]!;
    for (const [dimension, code] of figure.codes) {
      for (const parent of parents.get(dimension)?.get(code) ?? []) {
        const codes = withCode(figure.codes, dimension, parent);
        const key = keyOf(keyStem(figure), codes);
        if (!latest.has(key)) queue.push(addUnprinted(figure, codes, key));
      }
    }
  }

  const withheld = options.withheldParts
    ? undefined
    : new Set([
        ...partsProvedToExist(figures, dimensions, latest),
        ...releases.flatMap((file) =>
          Object.entries(file.unprinted ?? {}).flatMap(([dimension, codes]) =>
            codes.map((code) => `${dimension}\u0000${code}`),
          ),
        ),
      ]);
  for (const at of [...latest.values()]) {
    const figure = figures.all[at]!;
    for (const { dimension, cuts, ranges } of dimensions) {
      const code = figure.codes.get(dimension) ?? total;
      const declared = cuts.get(code) ?? [];
      const read = ranges.get(code) ?? [];
      for (const cut of [...declared, ...read]) {
        const parts = cut.map((part) => {
          const codes = withCode(figure.codes, dimension, part);
          return { part, codes, key: keyOf(keyStem(figure), codes) };
        });
        if (!parts.some(({ key }) => latest.has(key))) continue;
        for (const { part, codes, key } of parts) {
          if (latest.has(key)) continue;
          if (withheld === undefined || read.includes(cut) || withheld.has(`${dimension}\u0000${part}`))
            addUnprinted(figure, codes, key);
        }
        // The same sum holds among the figures of each release: they differ where something was revised.
        for (const view of [undefined, ...figures.views]) {
          const meant = (key: string) => view?.get(key) ?? latest.get(key);
          const there = parts.flatMap(({ key }) => meant(key) ?? []);
          const whole = meant(figure.key)!;
          const name = `${whole}|${there.join(',')}`;
          sums.set(name, {
            figures: [whole, ...there],
            values: [-1, ...there.map(() => 1)],
            lower: 0,
            upper: 0,
            kind: 'parts',
            dimension,
          });
        }
      }
    }
  }
  return [...sums.values(), ...percentages(figures, releases, hierarchies), ...meanSums(figures)];
}

const keyStem = (figure: Figure) => figure.key.split('\u0000')[0]!;

function withCode(
  codes: ReadonlyMap<string, string>,
  dimension: string,
  code: string,
): ReadonlyMap<string, string> {
  const changed = new Map(codes);
  if (code === total) changed.delete(dimension);
  else changed.set(dimension, code);
  return changed;
}

function parentsOf(dimensions: readonly Hierarchy[]): Map<string, Map<string, Set<string>>> {
  return new Map(
    dimensions.map(({ dimension, cuts }) => {
      const parents = new Map<string, Set<string>>();
      for (const [code, ways] of cuts) {
        for (const part of ways.flat()) {
          const known = parents.get(part) ?? new Set<string>();
          parents.set(part, known.add(code));
        }
      }
      return [dimension, parents];
    }),
  );
}

/**
 * Codes that no cell carries, though a printed total shows that they hold somebody: 18 years, where 0–17 and 0–18 are
 * printed and differ.
 */
function* partsProvedToExist(
  figures: Figures,
  dimensions: readonly Hierarchy[],
  latest: ReadonlyMap<string, number>,
): Generator<string> {
  const printed = new Set<string>();
  for (const figure of figures.all)
    for (const [dim, code] of figure.codes) printed.add(`${dim}\u0000${code}`);
  for (const { dimension, cuts } of dimensions) {
    for (const [code, ways] of cuts) {
      for (const cut of ways) {
        const never = cut.filter((part) => !printed.has(`${dimension}\u0000${part}`));
        if (never.length === 0 || never.length === cut.length) continue;
        for (const at of latest.values()) {
          const figure = figures.all[at]!;
          if ((figure.codes.get(dimension) ?? total) !== code || figure.blank) continue;
          const parts = cut.flatMap((part) => {
            const found = latest.get(keyOf(keyStem(figure), withCode(figure.codes, dimension, part)));
            return found === undefined ? [] : [figures.all[found]!];
          });
          const most = parts.reduce((sum, part) => sum + part.upper, 0);
          if (parts.length > 0 && most < figure.lower) {
            for (const part of never) yield `${dimension}\u0000${part}`;
            break;
          }
        }
      }
    }
  }
}

/**
 * A printed per cent p of D means that 100·x lies within half a unit of its last place of p·D, of a range of them between
 * its ends; a rate likewise.
 */
function* percentages(
  figures: Figures,
  releases: readonly TableFile[],
  hierarchies: ReadonlyMap<string, Hierarchy>,
): Generator<Sum> {
  for (const [at, figure] of figures.all.entries()) {
    for (const { release, table, cell } of figure.places) {
      const { percent, rate, per, decimals = 0, of } = cell;
      if (of === undefined) continue;
      const half = 0.5 / 10 ** decimals;
      const shown = [
        ...(percent === undefined ? [] : [{ from: endOf(percent, 0), to: endOf(percent, 1), times: 100 }]),
        ...(rate === undefined || per === undefined ? [] : [{ from: rate, to: rate, times: per }]),
      ];
      for (const { from, to, times } of shown) {
        const [low, high] = [from - half, to + half];
        if (typeof of === 'number') {
          yield { figures: [at], values: [times], lower: low * of, upper: high * of, kind: 'percent' };
          continue;
        }
        const printed = releases[release]!.tables[table]!;
        const base: Map<string, string> =
          typeof of === 'string'
            ? new Map(withCode(figure.codes, of, total))
            : codesOf(
                printed,
                { codes: printed.dims.map((dim) => of[dim] ?? total), value: null },
                hierarchies.has('universe'),
              );
        const key = keyOf(keyStem(figure), base);
        const whole = figures.views[release]!.get(key) ?? figures.all.findIndex((other) => other.key === key);
        if (whole === -1 || whole === at) continue;
        const most = Number.POSITIVE_INFINITY;
        if (low > 0)
          yield { figures: [at, whole], values: [times, -low], lower: 0, upper: most, kind: 'percent' };
        yield { figures: [at, whole], values: [times, -high], lower: -most, upper: 0, kind: 'percent' };
      }
    }
  }
}

const endOf = (percent: number | readonly [number, number], end: 0 | 1): number =>
  typeof percent === 'number' ? percent : percent[end];
