/** `POINT (-72.67 41.76)`: longitude first, as WKT has it. */
export function parsePointText(text: string): { latitude: number; longitude: number } | undefined {
  const found = /^point\s*\(\s*(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)\s*\)$/i.exec(text);
  return found ? { longitude: Number(found[1]), latitude: Number(found[2]) } : undefined;
}

export interface Edge {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** More corners than this would make one row's test slow. */
const maxEdges = 2000;

/**
 * The edges of `POLYGON ((lon lat, …), …)` or `MULTIPOLYGON (((…)))`, all rings together: with the even-odd rule holes
 * and parts need no further care. Nothing when the text is not one of these.
 */
export function parsePolygonText(text: string): Edge[] | undefined {
  if (!/^\s*(multi)?polygon\s*\(/i.test(text)) return undefined;
  const rings = [...text.matchAll(/\(([^()]+)\)/g)].map(([, ring]) =>
    ring!.split(',').map((corner) => corner.trim().split(/\s+/).map(Number)),
  );
  const sound = rings.every(
    (ring) => ring.length >= 4 && ring.every((at) => at.length === 2 && at.every(Number.isFinite)),
  );
  if (rings.length === 0 || !sound) return undefined;
  const edges = rings.flatMap((ring) =>
    ring.slice(1).map(([x2, y2], at): Edge => ({ x1: ring[at]![0]!, y1: ring[at]![1]!, x2: x2!, y2: y2! })),
  );
  return edges.length <= maxEdges ? edges : undefined;
}
