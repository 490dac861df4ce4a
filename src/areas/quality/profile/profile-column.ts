import type { ColumnType } from '../../../core/column-type.ts';
import type { Engine } from '../../../engine/engine.ts';
import type { Sql } from '../../../engine/sql.ts';
import type { FieldProfile } from '../profile.ts';
import { columnSummary, topValues } from './column-summary.sql.ts';
import { foldColumn } from './folded.sql.ts';
import { histogramOf } from './histogram.ts';
import { outliersOf } from './outliers.ts';
import { columnQuantiles } from './quantiles.sql.ts';
import { commonShapes, joinedShapes, mostShapes, shapeValues } from './shapes.sql.ts';
import { isNumber, isOrdered } from './value-text.sql.ts';

export interface ProfiledColumn {
  readonly name: string;
  readonly title: string;
  readonly type: ColumnType;
}

/** Everything a profile says of one column. `session` keeps the folded values between the steps. */
export async function profileColumn(
  session: Engine,
  rows: Sql,
  column: ProfiledColumn,
): Promise<FieldProfile> {
  const { name, title, type } = column;
  await session.run(foldColumn(rows, name), { step: 'folded' });
  const [summary] = await session.rows<Summary>(columnSummary(type), { step: 'column_summary' });
  const found = summary!;
  const filled = Number(found.rows_n) - Number(found.null_n);
  const empty = filled === 0;
  const top = await session.rows<{ value: string; rows_n: string }>(topValues(type), { step: 'top_values' });

  const usable = filled - Number(found.non_finite ?? 0);
  const quantiles = isOrdered(type) && usable > 0 ? await quantilesOf(session, type, usable) : null;
  return {
    field: name,
    title,
    type,
    rows: Number(found.rows_n),
    nulls: Number(found.null_n),
    distinct: Number(found.distinct_n),
    once: Number(found.once_n),
    min: found.min_v,
    max: found.max_v,
    top: top.map((one) => ({ value: one.value, rows: Number(one.rows_n) })),
    text: type === 'text' && !empty ? await textOf(session, found) : null,
    number:
      isNumber(type) && !empty
        ? {
            mean: found.mean ?? 0,
            deviation: found.deviation ?? null,
            zeros: Number(found.zeros),
            negatives: Number(found.negatives),
            nonFinite: Number(found.non_finite),
          }
        : null,
    quantiles,
    outliers: quantiles === null ? null : await outliersOf(session, type, quantiles),
    histogram:
      quantiles === null
        ? null
        : await histogramOf(session, type, { min: found.min_v!, max: found.max_v!, quantiles }),
  };
}

interface Summary {
  rows_n: string;
  null_n: string;
  distinct_n: string;
  once_n: string;
  min_v: string | null;
  max_v: string | null;
  blank?: string;
  padded?: string;
  shortest?: string;
  longest?: string;
  mean_length?: number;
  mean?: number | null;
  deviation?: number | null;
  zeros?: string;
  negatives?: string;
  non_finite?: string;
}

interface Shape {
  shape: string;
  rows_n: string;
  values_n: string;
  shapes_n: string;
}

type Quantiles = NonNullable<FieldProfile['quantiles']>;

async function quantilesOf(session: Engine, type: ColumnType, usable: number): Promise<Quantiles> {
  const [row] = await session.rows<Quantiles>(columnQuantiles(type, usable), { step: 'column_quantiles' });
  return row!;
}

async function textOf(session: Engine, found: Summary): Promise<FieldProfile['text']> {
  await session.run(shapeValues, { step: 'shaped' });
  const common = await session.rows<Shape>(commonShapes, { step: 'common_shapes' });
  const shapeCount = Number(common[0]!.shapes_n);
  const joined = shapeCount > mostShapes;
  const shapes = joined ? await session.rows<Shape>(joinedShapes, { step: 'joined_shapes' }) : common;
  return {
    blank: Number(found.blank),
    padded: Number(found.padded),
    shortest: Number(found.shortest),
    longest: Number(found.longest),
    meanLength: Math.round((found.mean_length ?? 0) * 10) / 10,
    prefix: commonPrefix(found.min_v!, found.max_v!),
    shapes: shapes.map((one) => ({
      shape: one.shape,
      rows: Number(one.rows_n),
      values: Number(one.values_n),
    })),
    shapeCount,
    joined,
  };
}

/** In sorted order every value lies between the first and the last, so what these two begin with, all begin with. */
export function commonPrefix(first: string, last: string): string {
  let at = 0;
  while (at < first.length && first[at] === last[at]) at += 1;
  return first.slice(0, at);
}
