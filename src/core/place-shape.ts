import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { recordFileUnreadable } from './record-file.ts';

const position = z.array(z.number()).min(2);
const polygon = z.array(z.array(position).min(4));
const featureCollection = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(
    z.object({
      properties: z.object({ place: z.string() }),
      geometry: z.discriminatedUnion('type', [
        z.object({ type: z.literal('Polygon'), coordinates: polygon }),
        z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(polygon) }),
      ]),
    }),
  ),
});

/** A place's boundary in degrees of longitude and latitude, as GeoJSON gives it. */
export interface PlaceShape {
  /** The place's id. */
  readonly place: string;
  readonly geometry: z.output<typeof featureCollection>['features'][number]['geometry'];
}

/** The boundaries of a state's places. Throws `core.record-file-unreadable` when the file is not such a collection. */
export async function loadPlaceShapes(folder: string, name: string): Promise<readonly PlaceShape[]> {
  const read = featureCollection.safeParse(JSON.parse(await readFile(join(folder, name), 'utf8')));
  if (!read.success) {
    const problem = read.error.issues[0]?.message ?? 'it is not a GeoJSON feature collection of places';
    throw recordFileUnreadable.with({
      file: name,
      where: read.error.issues[0]?.path.join('.') ?? '',
      problem,
    });
  }
  return read.data.features.map(({ properties, geometry }) => ({ place: properties.place, geometry }));
}
