/**
 * Boundaries small enough to stand in a page. Places share their borders, so a border is cut at the points where three
 * places meet and each piece is simplified once: neighbors stay joined, without gaps or overlaps.
 */

export type Point = readonly [number, number];
/** A closed line, its first point not repeated at the end. */
export type Ring = readonly Point[];

const keyOf = ([x, y]: Point): string => `${x},${y}`;

/** Rings on a whole-number grid, simplified to `tolerance` (same unit as the points) along shared pieces. */
export function simplifyRings(rings: readonly Ring[], tolerance: number): Ring[] {
  const snapped = rings.map(snap);
  const junctions = meetingPoints(snapped);
  const pieces = new Map<string, readonly Point[]>();
  return snapped.map((ring) => simplifyRing(ring, junctions, pieces, tolerance));
}

function snap(ring: Ring): Point[] {
  const points: Point[] = [];
  for (const [x, y] of ring) {
    const point: Point = [Math.round(x), Math.round(y)];
    const before = points.at(-1);
    if (before === undefined || keyOf(before) !== keyOf(point)) points.push(point);
  }
  while (points.length > 1 && keyOf(points[0] as Point) === keyOf(points.at(-1) as Point)) points.pop();
  return points;
}

/** Points with more than two different neighbors over all rings: there a border belongs to other places than before. */
function meetingPoints(rings: readonly Ring[]): ReadonlySet<string> {
  const neighbors = new Map<string, Set<string>>();
  for (const ring of rings) {
    ring.forEach((point, at) => {
      const known = neighbors.get(keyOf(point)) ?? new Set();
      known.add(keyOf(ring.at(at - 1) as Point));
      known.add(keyOf(ring[(at + 1) % ring.length] as Point));
      neighbors.set(keyOf(point), known);
    });
  }
  return new Set([...neighbors].filter(([, around]) => around.size > 2).map(([key]) => key));
}

function simplifyRing(
  ring: Ring,
  junctions: ReadonlySet<string>,
  pieces: Map<string, readonly Point[]>,
  tolerance: number,
): Ring {
  if (ring.length < 4) return ring;
  let cuts = ring.flatMap((point, at) => (junctions.has(keyOf(point)) ? [at] : []));
  // A ring that touches no other, or at one point only, is cut where it lies furthest from its first point.
  if (cuts.length < 2) {
    const first = cuts[0] ?? 0;
    cuts = [first, furthest(ring, first)].sort((a, b) => a - b);
  }
  const out: Point[] = [];
  cuts.forEach((from, at) => {
    const to = cuts[(at + 1) % cuts.length] as number;
    const piece = to > from ? ring.slice(from, to + 1) : [...ring.slice(from), ...ring.slice(0, to + 1)];
    out.push(...simplifyPiece(piece, pieces, tolerance).slice(0, -1));
  });
  return out.length < 3 ? ring : out;
}

/** The same piece, walked either way by its two places, is simplified once. */
function simplifyPiece(
  piece: readonly Point[],
  pieces: Map<string, readonly Point[]>,
  tolerance: number,
): readonly Point[] {
  const forward = piece.map(keyOf).join(' ');
  const backward = piece.toReversed().map(keyOf).join(' ');
  const turned = backward < forward;
  const key = turned ? backward : forward;
  let kept = pieces.get(key);
  if (kept === undefined) {
    kept = douglasPeucker(turned ? piece.toReversed() : piece, tolerance);
    pieces.set(key, kept);
  }
  return turned ? kept.toReversed() : kept;
}

/** Douglas and Peucker 1973: keep the ends and, where the line strays more than the tolerance, its furthest point. */
export function douglasPeucker(points: readonly Point[], tolerance: number): readonly Point[] {
  if (points.length < 3) return points;
  const first = points[0] as Point;
  const last = points.at(-1) as Point;
  let worst = 0;
  let split = 0;
  for (let at = 1; at < points.length - 1; at += 1) {
    const distance = distanceToSegment(points[at] as Point, first, last);
    if (distance > worst) {
      worst = distance;
      split = at;
    }
  }
  if (worst <= tolerance) return [first, last];
  return [
    ...douglasPeucker(points.slice(0, split + 1), tolerance).slice(0, -1),
    ...douglasPeucker(points.slice(split), tolerance),
  ];
}

function distanceToSegment([px, py]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const dx = bx - ax;
  const dy = by - ay;
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / length));
  return Math.hypot(px - ax - along * dx, py - ay - along * dy);
}

function furthest(ring: Ring, from: number): number {
  const [x, y] = ring[from] as Point;
  let best = from;
  let most = -1;
  ring.forEach(([px, py], at) => {
    const distance = Math.hypot(px - x, py - y);
    if (distance > most) {
      most = distance;
      best = at;
    }
  });
  return best;
}
