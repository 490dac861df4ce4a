import type { Area } from '../area.ts';
import type { Measure } from '../measure.ts';

/** Every measure by its id. An objective bound to an id that is not here stands as unknown. */
export type MeasuresRegistry = ReadonlyMap<string, Measure>;

/** Collects the measures of the areas handed in by `app.ts`. Throws when two have one id, which is a fault in the code. */
export function measuresRegistry(areas: readonly Pick<Area, 'measures'>[]): MeasuresRegistry {
  const registry = new Map<string, Measure>();
  for (const measure of areas.flatMap((area) => area.measures ?? [])) {
    if (registry.has(measure.id)) throw new Error(`two measures have the id ${measure.id}`);
    registry.set(measure.id, measure);
  }
  return registry;
}
