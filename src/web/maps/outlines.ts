import { geoMercator, geoPath } from 'd3-geo';
import type { PlaceShape } from '../../core/place-shape.ts';
import { type Point, type Ring, simplifyRings } from './simplify.ts';

export interface Outline {
  readonly place: string;
  /** SVG path, whole numbers, relative steps. */
  readonly path: string;
  /** Where its name would stand. */
  readonly center: readonly [number, number];
}

export interface Outlines {
  readonly width: number;
  readonly height: number;
  readonly places: readonly Outline[];
}

const made = new WeakMap<readonly PlaceShape[], Outlines>();

/** Places drawn once for a page 700 px wide, about 90 bytes each, and remembered for as long as the shapes live. */
export function outlinesOf(shapes: readonly PlaceShape[]): Outlines {
  const known = made.get(shapes);
  if (known !== undefined) return known;
  const drawn = draw(shapes, 700, 0.9);
  made.set(shapes, drawn);
  return drawn;
}

function draw(shapes: readonly PlaceShape[], width: number, tolerance: number): Outlines {
  const all = { type: 'GeometryCollection' as const, geometries: shapes.map(({ geometry }) => geometry) };
  const projection = geoMercator().fitWidth(width, all as never);
  const [[, north], [, south]] = geoPath(projection).bounds(all as never);
  const rings = shapes.map(({ geometry }) => {
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    return polygons.flatMap((polygon) =>
      polygon.map((ring) =>
        ring.slice(0, -1).map((position) => {
          const [x, y] = projection([position[0] ?? 0, position[1] ?? 0]) ?? [0, 0];
          return [x, y - north] as Point;
        }),
      ),
    );
  });
  const flat = simplifyRings(rings.flat(), tolerance);
  let next = 0;
  const places = shapes.map(({ place }, at) => {
    const own = flat.slice(next, next + (rings[at]?.length ?? 0));
    next += own.length;
    return { place, path: own.map(pathOf).join(''), center: centerOf(own) };
  });
  return { width, height: Math.ceil(south - north), places };
}

function pathOf(ring: Ring): string {
  const [first, ...rest] = ring;
  if (first === undefined || ring.length < 3) return '';
  let [x, y] = first;
  let text = `M${x} ${y}l`;
  rest.forEach(([nx, ny], at) => {
    const dx = `${nx - x}`;
    const dy = `${ny - y}`;
    text += `${at > 0 && !dx.startsWith('-') ? ' ' : ''}${dx}${dy.startsWith('-') ? '' : ' '}${dy}`;
    [x, y] = [nx, ny];
  });
  return `${text}z`;
}

/** Centroid of the largest ring. */
function centerOf(rings: readonly Ring[]): readonly [number, number] {
  let best: readonly [number, number] = [0, 0];
  let most = -1;
  for (const ring of rings) {
    let area = 0;
    let cx = 0;
    let cy = 0;
    ring.forEach(([x, y], at) => {
      const [nx, ny] = ring[(at + 1) % ring.length] as Point;
      const cross = x * ny - nx * y;
      area += cross;
      cx += (x + nx) * cross;
      cy += (y + ny) * cross;
    });
    if (Math.abs(area) > most && area !== 0) {
      most = Math.abs(area);
      best = [Math.round(cx / (3 * area)), Math.round(cy / (3 * area))];
    }
  }
  return best;
}
