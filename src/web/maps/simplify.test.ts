import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { outlinesOf } from './outlines.ts';
import { douglasPeucker, type Ring, simplifyRings } from './simplify.ts';

describe('douglasPeucker', () => {
  it('drops what lies within the tolerance and keeps what strays', () => {
    expect(
      douglasPeucker(
        [
          [0, 0],
          [5, 0.4],
          [10, 0],
        ],
        1,
      ),
    ).toEqual([
      [0, 0],
      [10, 0],
    ]);
    expect(
      douglasPeucker(
        [
          [0, 0],
          [5, 3],
          [10, 0],
        ],
        1,
      ),
    ).toEqual([
      [0, 0],
      [5, 3],
      [10, 0],
    ]);
  });
});

describe('simplifyRings', () => {
  // Two squares side by side; their common border wiggles between (10,0) and (10,10).
  const left: Ring = [
    [0, 0],
    [10, 0],
    [11, 5],
    [10, 10],
    [0, 10],
  ];
  const right: Ring = [
    [10, 0],
    [20, 0],
    [20, 10],
    [10, 10],
    [11, 5],
  ];

  it('simplifies a common border once, so that neighbors stay joined', () => {
    const [a, b] = simplifyRings([left, right], 2);
    const points = (ring: Ring | undefined) => new Set(ring?.map(String));
    expect(points(a).has('11,5')).toBe(false);
    expect([...points(a)].filter((point) => points(b).has(point)).sort()).toEqual(['10,0', '10,10']);
  });

  it('keeps a common border that strays, on both sides', () => {
    const [a, b] = simplifyRings([left, right], 0.5);
    expect(a?.map(String)).toContain('11,5');
    expect(b?.map(String)).toContain('11,5');
  });
});

describe('outlinesOf', () => {
  it('draws every place of the first state in at most 15 kB', () => {
    const file = join(import.meta.dirname, '../../../examples/connecticut/geography/boundaries.geojson');
    const { features } = JSON.parse(readFileSync(file, 'utf8'));
    const shapes = features.map((feature: { properties: { place: string }; geometry: never }) => ({
      place: feature.properties.place,
      geometry: feature.geometry,
    }));
    const drawn = outlinesOf(shapes);
    expect(drawn.places).toHaveLength(shapes.length);
    expect(drawn.places.every(({ path }) => /^M\d+ \d+l/.test(path))).toBe(true);
    expect(drawn.places.map(({ path }) => path).join('').length).toBeLessThanOrEqual(15_000);
    expect(outlinesOf(shapes)).toBe(drawn);
  });
});
