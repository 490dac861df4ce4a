import type { Jurisdiction } from '../../../core/jurisdiction.ts';
import { placeReader } from '../../standards/index.ts';

/** What stands for rows without a value. */
export const blankValue = '(blank)';

/** A field of a table, and how coarse its values are: `town`, `town:planning-region`, `age:10`. */
export interface AskedField {
  readonly name: string;
  /** A kind of region for places; 10, 100 or 1000 for whole numbers and years. */
  readonly by: string | undefined;
}

export function readAskedField(text: string): AskedField {
  const at = text.indexOf(':');
  return at < 0 ? { name: text, by: undefined } : { name: text.slice(0, at), by: text.slice(at + 1) };
}

/** Values made coarser: the whole that each belongs to, and what every whole is made of. */
export interface Coarsened {
  readonly wholeOf: ReadonlyMap<string, string>;
  readonly parts: Readonly<Record<string, readonly string[]>>;
  /** `by planning region`, `in tens`. */
  readonly says: string;
}

/** Widths nest in each other, so that tables of any two of them can be tested together. */
const widths = { '10': 'in tens', '100': 'in hundreds', '1000': 'in thousands' } as const;
type Width = keyof typeof widths;
const isWidth = (by: string): by is Width => by in widths;

type Where = Pick<Jurisdiction, 'places' | 'regions' | 'placeNoun'>;

const kindWords = (kind: string) => kind.replaceAll('-', ' ');

const inForce = ({ regions }: Where, kind: string, day: string) =>
  regions.filter(
    (region) => region.kind === kind && (region.from ?? '') <= day && day <= (region.to ?? '9999-12-31'),
  );

/**
 * Values as larger wholes. Places become regions that are in force on the day; what names none stands by itself. Numbers
 * become bands whose parts are counted out, not taken from the data, so that the release of a band names no value of it.
 * Undefined when the values are of another kind.
 */
export function coarsen(
  values: readonly string[],
  by: string,
  where: Where,
  day: string,
): Coarsened | undefined {
  const known = values.filter((value) => value !== blankValue);
  if (isWidth(by)) {
    if (known.length === 0 || !known.every(isWhole)) return undefined;
    const parts: Record<string, readonly string[]> = {};
    const wholeOf = new Map(known.map((value) => [value, bandOf(Number(value), Number(by))]));
    for (const value of known) countOut(lowEnd(Number(value), Number(by)), Number(by), parts);
    return { wholeOf, parts, says: widths[by] };
  }
  const regions = inForce(where, by, day);
  if (regions.length === 0) return undefined;
  const read = placeReader(where);
  const regionOf = new Map(
    regions.flatMap(({ name, places }) => places.map((place) => [place, name] as const)),
  );
  const none = `(no ${where.placeNoun.one} named)`;
  const wholeOf = new Map(
    known.map((value) => {
      const reading = read(value);
      return [value, (reading.kind === 'place' ? regionOf.get(reading.place.id) : undefined) ?? none];
    }),
  );
  const parts = Object.fromEntries(
    [...Map.groupBy(known, (value) => wholeOf.get(value)!)].map(([whole, of]) => [whole, of.toSorted()]),
  );
  return { wholeOf, parts, says: `by ${kindWords(by)}` };
}

/** Ways to make these values coarser, the finest first: what to offer to whoever asked for too fine a table. */
export function coarserWays(people: ReadonlyMap<string, number>, where: Where, day: string): string[] {
  const known = [...people].filter(([value]) => value !== blankValue);
  if (known.length < 3) return [];
  if (known.every(([value]) => isWhole(value)))
    return Object.keys(widths).filter((by) => {
      const bands = new Set(known.map(([value]) => bandOf(Number(value), Number(by)))).size;
      return bands > 1 && bands <= mostBands && bands < known.length;
    });
  const read = placeReader(where);
  const all = known.reduce((sum, [, n]) => sum + n, 0);
  const named = known.filter(([value]) => read(value).kind === 'place').reduce((sum, [, n]) => sum + n, 0);
  if (all === 0 || named / all < mostlyPlaces) return [];
  return [...new Set(where.regions.map(({ kind }) => kind))].filter((kind) => {
    const { length } = inForce(where, kind, day);
    return length > 0 && length < known.length;
  });
}

/** As many bands as can be read down a page. */
const mostBands = 40;
/** Share of people behind values that name a place, from which on a field is taken to be of places. */
const mostlyPlaces = 0.8;

const isWhole = (text: string) => /^-?\d{1,9}$/.test(text);
const lowEnd = (value: number, width: number) => Math.floor(value / width) * width;
const bandOf = (value: number, width: number) => {
  const low = lowEnd(value, width);
  return `${low} to ${low + width - 1}`;
};

/** A band, its bands of a tenth, and so on down to single numbers. */
function countOut(low: number, width: number, parts: Record<string, readonly string[]>): void {
  const name = bandOf(low, width);
  if (name in parts) return;
  const tenth = width / 10;
  const lows = Array.from({ length: 10 }, (_, at) => low + at * tenth);
  parts[name] = lows.map((one) => (tenth === 1 ? String(one) : bandOf(one, tenth)));
  if (tenth > 1) for (const one of lows) countOut(one, tenth, parts);
}
