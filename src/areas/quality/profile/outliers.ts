import type { ColumnType } from '../../../core/column-type.ts';
import type { Engine } from '../../../engine/engine.ts';
import type { FieldProfile } from '../profile.ts';
import { farOut } from './quantiles.sql.ts';
import { isMoment, isNumber } from './value-text.sql.ts';

type Quantiles = NonNullable<FieldProfile['quantiles']>;

/**
 * Values beyond Tukey's outer fences (J. W. Tukey, Exploratory Data Analysis, 1977: 3 interquartile ranges from the
 * quartiles). Amounts that are all positive and stretch to the right are measured on the log scale. Null where the
 * quartiles coincide or the type has no distances.
 */
export async function outliersOf(
  session: Engine,
  type: ColumnType,
  quantiles: Quantiles,
): Promise<FieldProfile['outliers']> {
  if (!isNumber(type) && !isMoment(type)) return null;
  const at = (point: keyof Quantiles) => position(type, quantiles[point]);
  const logarithmic = isNumber(type) && at('p01') > 0 && at('p95') - at('p50') > 2 * (at('p50') - at('p05'));
  const scaled = (point: keyof Quantiles) => (logarithmic ? Math.log(at(point)) : at(point));
  const [q1, q3] = [scaled('p25'), scaled('p75')];
  if (!(q3 > q1)) return null;
  const fences = { low: q1 - 3 * (q3 - q1), high: q3 + 3 * (q3 - q1) };
  const [row] = await session.rows<{
    below: string;
    above: string;
    inside_min: string | null;
    inside_max: string | null;
  }>(farOut(type, fences, logarithmic), { step: 'far_out' });
  if (row === undefined || row.inside_min === null || row.inside_max === null) return null;
  return {
    below: Number(row.below),
    above: Number(row.above),
    insideMin: row.inside_min,
    insideMax: row.inside_max,
  };
}

/** Where a value lies on a line: numbers as they are, moments in seconds. */
export function position(type: ColumnType, value: string): number {
  if (isNumber(type)) return Number(value);
  return Date.parse(type === 'date' ? `${value}T00:00:00Z` : `${value}Z`) / 1000;
}
