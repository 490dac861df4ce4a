import type { Place } from '../../core/jurisdiction.ts';
import { noSuchField } from '../catalog/errors.ts';
import type { Handler } from '../handler.ts';
import type { mapDataset as operation } from './contract.ts';
import { countBy, seesFiguresOnly } from './count-by.ts';
import { noPlaceField } from './errors.ts';
import { placeFieldOf } from './known-fields.ts';
import type { MapAnswer } from './model.ts';
import { openVersion } from './open-version.ts';
import { placeFinder } from './place-names.ts';
import { refuseInAddress } from './refuse-in-address.ts';
import { formatName } from './soql/format.ts';
import { foldName } from './soql/token.ts';

/** Below this a rate is mostly chance: its relative standard error is above 30 % (1/√10). */
const smallestCountForRate = 10;
/** More spellings of places than any state has. */
const mostNames = 50_000;

/** Rows by place: every place is there, also one without rows. */
export const mapDataset: Handler<typeof operation> = async (context, input): Promise<MapAnswer> => {
  const open = await openVersion(context, input.dataset, input, 'read-figures');
  // A filter would also let one person be counted apart.
  refuseInAddress(open, { where: input.where, q: input.q });
  const name = input.field ?? (await placeFieldOf(context, open));
  if (name === undefined) throw noPlaceField.with({ dataset: open.dataset.publicId });
  const field = open.version.columns.find((one) => foldName(one.name) === foldName(name));
  if (!field) throw noSuchField.with({ dataset: open.dataset.publicId, field: name });
  const column = formatName(foldName(field.name));
  const counted = await countBy(context, open, {
    key: column,
    column,
    field,
    where: input.where,
    q: input.q,
    order: 'by count',
    limit: mostNames,
  });
  const find = placeFinder(context.jurisdiction);
  const counts = new Map<string, number>();
  let matchedSpellings = 0;
  let matchedRows = 0;
  for (const { key, count } of counted.groups) {
    const place = key === null ? undefined : find(key);
    if (!place) continue;
    counts.set(place.id, (counts.get(place.id) ?? 0) + count);
    matchedSpellings += 1;
    matchedRows += count;
  }
  const figuresOnly = seesFiguresOnly(open);
  const places = context.jurisdiction.places.map((place) =>
    lineOf(place, counts.get(place.id) ?? 0, figuresOnly && !counts.has(place.id)),
  );
  return {
    dataset: open.dataset.publicId,
    version: open.version.number,
    field: field.name,
    field_title: field.title,
    rows: counted.rows,
    unknown: counted.unknown,
    unmatched: {
      rows: figuresOnly ? 0 : counted.rows - counted.unknown - matchedRows,
      values: counted.distinct - matchedSpellings,
    },
    places,
    release: counted.release,
    finding: findingOf(places, context.jurisdiction.places),
  };
};

type Line = MapAnswer['places'][number];

/** Rows for each 10,000 people, to one decimal. */
const rate = (count: number, people: number) => Math.round((count / people) * 100_000) / 10;

function lineOf(place: Place, count: number, withheld: boolean): Line {
  const population = place.population?.value ?? null;
  return {
    place: place.id,
    name: place.name,
    count,
    population,
    per_10000: withheld || population === null || population === 0 ? null : rate(count, population),
    withheld,
  };
}

function findingOf(lines: readonly Line[], places: readonly Place[]): MapAnswer['finding'] {
  const highest = (value: (line: Line) => number | null) =>
    lines.reduce<Line | null>((best, one) => {
      const mine = value(one);
      return mine !== null && mine > (best === null ? 0 : (value(best) ?? 0)) ? one : best;
    }, null);
  const most = highest((one) => one.count);
  const densest = highest((one) => (one.count >= smallestCountForRate ? one.per_10000 : null));
  const peopled = lines.filter((one) => one.population !== null);
  const people = peopled.reduce((sum, one) => sum + one.population!, 0);
  const rows = peopled.reduce((sum, one) => sum + one.count, 0);
  return {
    most: most && { place: most.place, name: most.name, count: most.count },
    highest_rate: densest && { place: densest.place, name: densest.name, per_10000: densest.per_10000! },
    per_10000: people === 0 ? null : rate(rows, people),
    population_on: places.find((one) => one.population)?.population?.on ?? null,
    smallest_count_for_rate: smallestCountForRate,
    places_without_rows: lines.filter((one) => one.count === 0).length,
  };
}
