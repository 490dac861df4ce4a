import type { Jurisdiction } from '../../core/jurisdiction.ts';
import { type Column, Counted, Figure, Section, Split, Table } from '../../web/components/index.ts';
import { counted, formatCount, formatDate, formatDecimal, listed, sentence } from '../../web/format/index.ts';
import { outlinesOf } from '../../web/maps/outlines.ts';
import { type PlaceFill, PlaceMap } from '../../web/maps/place-map.tsx';
import { fillOf, type PlaceRate, type PlaceRates } from '../../web/maps/place-rates.ts';

interface RowsByPlaceProps {
  readonly rates: PlaceRates;
  readonly jurisdiction: Jurisdiction;
  /** Years the rows cover, for a rate a year; undefined when the rows have no date. */
  readonly years?: number;
  readonly period?: string;
  readonly fieldTitle: string;
  /** The rows of one place. */
  readonly rowsOf: (place: PlaceRate) => string;
  /** Rows that name no place of the state, and rows that name none at all. */
  readonly unmatched: number;
  readonly unknown: number;
  readonly allHref: string;
  readonly full: boolean;
}

/** Under this count chance decides who stands highest. */
const enoughToRank = 10;

/** A rate by place on the map and, at equal rank, the list with counts and how far chance alone could move each. */
export const RowsByPlace = (props: RowsByPlaceProps) => {
  const { rates, jurisdiction, years, period, fieldTitle, rowsOf, unmatched, unknown, allHref, full } = props;
  const { one, many } = jurisdiction.placeNoun;
  const { places, limits, per } = rates;
  const known = places.filter(({ rate }) => rate !== null);
  const decimals = (limits[0] ?? 0) < 10 ? 1 : 0;
  const rateWords = (rate: number) => formatDecimal(rate, decimals);
  const unit = `Rows${years === undefined ? '' : ' a year'} per ${formatCount(per)} residents`;
  const fills = new Map(places.map((place) => [place.place, fillOf(place, limits)]));
  const columns: readonly Column<PlaceRate>[] = [
    { head: sentence(one), cell: ({ name }) => name },
    {
      head: 'Rows',
      numeric: true,
      cell: (place) => (place.count === 0 ? 0 : <Counted href={rowsOf(place)} n={place.count} />),
    },
    {
      head: 'Rate',
      numeric: true,
      strong: true,
      cell: ({ rate }) => (rate === null ? '–' : rateWords(rate)),
    },
    {
      head: '95% interval',
      numeric: true,
      cell: ({ low, high }) =>
        low === null || high === null ? '–' : `${rateWords(low)} to ${rateWords(high)}`,
    },
  ];
  const ranked = known.filter(({ count }) => count >= enoughToRank);
  const shown = full ? places : ranked.slice(0, 10);
  const highest = ranked.slice(0, 3).map(({ name, rate }) => `${name} ${rateWords(rate ?? 0)}`);
  const source = places.length > 0 ? jurisdiction.places[0]?.population : undefined;
  return (
    <Section
      id="places"
      title={`By ${one}`}
      remark={`${unit}, by ${fieldTitle}${period ? `, ${period}` : ''}`}
    >
      <Split kind="map">
        {jurisdiction.shapes ? (
          <Figure
            quiet
            caption={`Map of rates by ${one}`}
            source={
              <>
                {source &&
                  `Residents: ${source.source.replace(/\.$/, '')}, ${formatDate(source.on, 'UTC')}. `}
                {elsewhere(unmatched, unknown, one, jurisdiction.name)}
              </>
            }
          >
            <PlaceMap
              outlines={outlinesOf(jurisdiction.shapes)}
              fills={fills}
              named={namesToShow(jurisdiction)}
              label={`Map of ${unit.toLowerCase()} by ${one}. Highest: ${listed(highest)}. The table beside lists the ${many}.`}
              reading={{
                of: new Map(
                  known.map((place) => [
                    place.place,
                    { name: place.name, rows: formatCount(place.count), rate: rateWords(place.rate ?? 0) },
                  ]),
                ),
                unit: unit.replace(/^Rows /, ''),
                to: rowsOf({ ...places[0]!, place: 'PLACE' }),
              }}
              legend={legendOf(fills, limits, rateWords)}
            />
          </Figure>
        ) : (
          <p class="quiet">The boundaries of the {many} are not loaded, so there is no map.</p>
        )}
        <div>
          <h3>
            {full
              ? `All ${formatCount(places.length)} ${many}`
              : `Ten highest of ${formatCount(ranked.length)} ${many}`}
          </h3>
          <p class="small quiet">
            {!full && `With ${enoughToRank} rows or more. `}The interval says how far chance alone could move
            the rate.
          </p>
          <Table caption={`Rows by ${one}`} phone="keep" density="tight" columns={columns} rows={shown} />
          {!full && (
            <p class="small more">
              <a href={allHref}>
                All {formatCount(places.length)} {many}
              </a>
            </p>
          )}
        </div>
      </Split>
    </Section>
  );
};

/** What the map cannot show: `498 rows do not name a town of the state: 178 name none, 320 something else.` */
function elsewhere(unmatched: number, unknown: number, one: string, state: string): string {
  const all = unmatched + unknown;
  if (all === 0) return '';
  const parts = [
    unknown > 0 && `${formatCount(unknown)} name none`,
    unmatched > 0 && `${formatCount(unmatched)} something else`,
  ];
  return `${counted(all, 'row')} ${all === 1 ? 'does' : 'do'} not name a ${one} of ${state}: ${parts.filter(Boolean).join(', ')}.`;
}

/** The largest places, which people look for first to find their way. */
function namesToShow({ places }: Jurisdiction) {
  return places
    .filter(({ population }) => population !== undefined)
    .toSorted((a, b) => (b.population?.value ?? 0) - (a.population?.value ?? 0))
    .slice(0, 7)
    .map(({ id, name }) => ({ place: id, name }));
}

function legendOf(
  fills: ReadonlyMap<string, PlaceFill>,
  limits: readonly number[],
  words: (rate: number) => string,
) {
  const count = (fill: PlaceFill) => [...fills.values()].filter((one) => one === fill).length;
  const steps = (['q1', 'q2', 'q3', 'q4', 'q5'] as const).slice(0, limits.length + 1).map((fill, at) => {
    const from = limits[at - 1];
    const to = limits[at];
    if (from === undefined) return { fill, words: to === undefined ? 'any' : `under ${words(to)}` };
    return { fill, words: to === undefined ? `${words(from)} and over` : `${words(from)} to ${words(to)}` };
  });
  return [
    ...steps,
    ...(count('q0') > 0 ? [{ fill: 'q0' as const, words: 'none', count: count('q0') }] : []),
    ...(count('qm') > 0 ? [{ fill: 'qm' as const, words: 'population not known', count: count('qm') }] : []),
  ];
}
