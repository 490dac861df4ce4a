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
  readonly legend: readonly { readonly fill: PlaceFill; readonly words: Child; readonly count?: number }[];
}

/** A map of a rate by place: at most five classes, white hairlines, grey outline, hatch for withheld. */
export const PlaceMap = ({ outlines, fills, named, label, legend }: PlaceMapProps) => {
  const byPlace = new Map(outlines.places.map((outline) => [outline.place, outline]));
  return (
    <>
      <svg
        class="chart map"
        viewBox={`-6 -6 ${outlines.width + 12} ${outlines.height + 12}`}
        role="img"
        aria-label={label}
      >
        <Hatch />
        <use href="#places" stroke="#71767a" stroke-width="2.6" stroke-linejoin="round" />
        <g id="places" stroke="#fff" stroke-linejoin="round">
          {outlines.places.map(({ place, path }) => (
            <path class={fills.get(place) ?? 'qm'} d={path} />
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
