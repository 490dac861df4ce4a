import type { Child } from 'hono/jsx';
import { formatCount } from '../format/index.ts';
import type { Outlines } from './outlines.ts';

/** How a place is filled: one of five steps, none (zero), hatched (withheld), grey (no value). */
export type PlaceFill = 'q1' | 'q2' | 'q3' | 'q4' | 'q5' | 'q0' | 'qh' | 'qm';

export interface PlaceMapProps {
  readonly outlines: Outlines;
  readonly fills: ReadonlyMap<string, PlaceFill>;
  /** Six to nine places named on the map, by id. */
  readonly named: readonly { readonly place: string; readonly name: string }[];
  /** What it shows, its highest places, how many are withheld, and that the table beside lists all. */
  readonly label: string;
  /** What the island tells of each place, by id, and where it leads: an address with PLACE for its id. */
  readonly reading?: {
    readonly of: ReadonlyMap<string, { readonly name: string; readonly rows: string; readonly rate: string }>;
    readonly unit: string;
    readonly to: string;
  };
  readonly legend: readonly { readonly fill: PlaceFill; readonly words: Child; readonly count?: number }[];
}

/** A map of a rate by place: at most five classes, white hairlines, grey outline, hatch for withheld. */
export const PlaceMap = ({ outlines, fills, named, label, reading, legend }: PlaceMapProps) => {
  const drawn = Object.entries(Object.groupBy(outlines.places, ({ place }) => fills.get(place) ?? 'qm'));
  const byPlace = new Map(outlines.places.map((outline) => [outline.place, outline]));
  return (
    <>
      <svg
        class="chart map"
        viewBox={`-6 -6 ${outlines.width + 12} ${outlines.height + 12}`}
        role="img"
        aria-label={label}
        data-places={
          reading &&
          drawn
            .flatMap(([, places]) => places.map(({ place }) => told(place, reading.of.get(place))))
            .join(';')
        }
        data-unit={reading?.unit}
        data-to={reading?.to}
      >
        <Hatch />
        <use href="#places" stroke="#71767a" stroke-width="2.6" stroke-linejoin="round" />
        <g id="places" stroke="#fff" stroke-linejoin="round">
          {drawn.map(([fill, places]) => (
            <g class={fill}>
              {places.map(({ path }) => (
                <path d={path} />
              ))}
            </g>
          ))}
        </g>
        {apart(named, byPlace).map(({ name, at }) => (
          <text class="place-name" x={at[0]} y={at[1] + 4} text-anchor="middle">
            {name}
          </text>
        ))}
      </svg>
      <ul class="key">
        {legend.map(({ fill, words, count }) => (
          <li>
            <svg aria-hidden="true" viewBox="0 0 22 14">
              <rect class={fill} x=".5" y=".5" width="21" height="13" stroke="#a9aeb1" />
            </svg>
            <span>
              {words}
              {count !== undefined && ` (${formatCount(count)})`}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
};

/** In few bytes, for there are many places: `Hartford|940|75`, and the id where it is not the name in small letters. */
const told = (id: string, of?: { readonly name: string; readonly rows: string; readonly rate: string }) => {
  if (of === undefined) return '';
  const { name, rows, rate } = of;
  return `${name}|${rows}|${rate}${id === idOfName(name) ? '' : `|${id}`}`;
};

/** The id that a place has when nobody gave it another. The island does the same. */
const idOfName = (name: string) => name.toLowerCase().replaceAll(' ', '-');

/** Names that do not run into one another, the first ones first. */
function apart(named: PlaceMapProps['named'], byPlace: ReadonlyMap<string, Outlines['places'][number]>) {
  const kept: { readonly name: string; readonly at: readonly [number, number] }[] = [];
  for (const { place, name } of named) {
    const at = byPlace.get(place)?.center;
    if (at === undefined) continue;
    const clash = kept.some(
      (other) =>
        Math.abs(other.at[0] - at[0]) < (other.name.length + name.length) * 5 &&
        Math.abs(other.at[1] - at[1]) < 24,
    );
    if (!clash) kept.push({ name, at });
  }
  return kept;
}

const Hatch = () => (
  <defs>
    <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <path fill="#fff" d="M0 0h5v5H0z" />
      <path fill="#a9aeb1" d="M0 0h1.400v5H0z" />
    </pattern>
  </defs>
);
