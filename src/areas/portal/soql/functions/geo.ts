import { type Sql, sql } from '../../../../engine/sql.ts';
import { fn, fnOfTerms, type Parameter } from '../function.ts';
import { parsePolygonText } from '../point-text.ts';
import { pointTerm, type Term } from '../term.ts';

/** Metres; the mean radius of the Earth (IUGG), as PostGIS's sphere has it. */
const earthRadius = sql`6371008.8`;

const number: Parameter = 'number';

/** Great-circle distance in metres (haversine). Null when either point is unknown. */
function distance(from: NonNullable<Term['point']>, to: NonNullable<Term['point']>): Sql {
  const half = (a: Sql, b: Sql) => sql`pow(sin(radians((${b}) - (${a})) / 2), 2)`;
  const square = sql`${half(from.latitude, to.latitude)} + cos(radians(${from.latitude})) * cos(radians(${to.latitude})) * ${half(from.longitude, to.longitude)}`;
  return sql`(2 * ${earthRadius} * asin(least(1, sqrt(${square}))))`;
}

/** Even-odd rule: how many edges lie to the east of the point. The polygon travels as one bound value. */
function within(point: NonNullable<Term['point']>, polygon: Term): Sql | undefined {
  const edges = polygon.literal === undefined ? undefined : parsePolygonText(polygon.literal);
  if (edges === undefined) return undefined;
  const all = sql`cast(cast(${JSON.stringify(edges)} as json) as struct(x1 double, y1 double, x2 double, y2 double)[])`;
  const { latitude: y, longitude: x } = point;
  return sql`case when ${x} is not null and ${y} is not null then len(list_filter(${all}, lambda e: (e.y1 > ${y}) <> (e.y2 > ${y}) and ${x} < (e.x2 - e.x1) * (${y} - e.y1) / (e.y2 - e.y1) + e.x1)) % 2 = 1 end`;
}

/** Arguments of boxes and circles are latitude first; texts of points and polygons (WKT) are longitude first. */
export const geoFunctions = [
  fnOfTerms('make_point', [number, number], 'point', ([y, x]) => pointTerm(y!.sql, x!.sql).sql, {
    point: ([y, x]) => pointTerm(y!.sql, x!.sql).point,
  }),
  fnOfTerms(
    'within_box',
    ['point', number, number, number, number],
    'boolean',
    ([p, north, west, south, east]) =>
      sql`(${p!.point!.latitude} between ${south!.sql} and ${north!.sql} and ${p!.point!.longitude} between ${west!.sql} and ${east!.sql})`,
  ),
  fnOfTerms(
    'within_circle',
    ['point', number, number, number],
    'boolean',
    ([p, latitude, longitude, metres]) =>
      sql`(${distance(p!.point!, { latitude: sql`cast(${latitude!.sql} as double)`, longitude: sql`cast(${longitude!.sql} as double)` })} <= ${metres!.sql})`,
  ),
  fnOfTerms('within_polygon', ['point', 'text'], 'boolean', ([p, polygon]) => within(p!.point!, polygon!)),
  fnOfTerms(
    'intersects',
    ['point', 'point'],
    'boolean',
    ([a, b]) =>
      sql`(${a!.point!.latitude} = ${b!.point!.latitude} and ${a!.point!.longitude} = ${b!.point!.longitude})`,
  ),
  fnOfTerms('intersects', ['point', 'text'], 'boolean', ([p, polygon]) => within(p!.point!, polygon!)),
  fnOfTerms('distance_in_meters', ['point', 'point'], 'number', ([a, b]) => distance(a!.point!, b!.point!), {
    storage: 'double',
  }),
  fn('num_points', ['point'], 'number', (a) => sql`case when ${a} is not null then 1 end`, {
    storage: 'count',
  }),
];
