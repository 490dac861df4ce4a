import type { SoqlFunction } from './function.ts';
import { aggregateFunctions } from './functions/aggregate.ts';
import { choiceFunctions } from './functions/choice.ts';
import { dateFunctions } from './functions/date.ts';
import { geoFunctions } from './functions/geo.ts';
import { numberFunctions } from './functions/number.ts';
import { textFunctions } from './functions/text.ts';
import { windowFunctions } from './functions/window.ts';

/** Every function a query may call, by name. Nothing else ever reaches the engine. */
export const functionTable: ReadonlyMap<string, readonly SoqlFunction[]> = Map.groupBy(
  [
    ...textFunctions,
    ...numberFunctions,
    ...dateFunctions,
    ...choiceFunctions,
    ...aggregateFunctions,
    ...windowFunctions,
    ...geoFunctions,
  ],
  (one) => one.name,
);

/** Functions of the language that this portal does not run, and says so by name. */
export const unsupportedFunctions: ReadonlySet<string> = new Set([
  'area',
  'concave_hull',
  'convex_hull',
  'crosses',
  'curated_region_test',
  'date_diff_business_days',
  'extent',
  'geo_collection_extract',
  'geo_make_valid',
  'geo_multi',
  'get_context',
  'human_address',
  'is_empty',
  'location',
  'overlaps',
  'polygon_intersection',
  'reduce_precision',
  'simplify',
  'simplify_preserve_topology',
  'snap_to_grid',
  'spatial_union',
  'url',
  'visible_at',
]);

export const kindOf = (name: string): SoqlFunction['kind'] | undefined => functionTable.get(name)?.[0]?.kind;
