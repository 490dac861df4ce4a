import type { ColumnType } from '../../../core/column-type.ts';
import { ident, join, type Sql, sql } from '../../../engine/sql.ts';
import { tidy } from '../profile/round-bounds.ts';
import { isMoment, isNumber } from '../profile/value-text.sql.ts';
import type { FieldProfile } from '../profile.ts';
import { counted, whole } from './counted.ts';
import { type Candidate, cannot, columnOf, missing, ruleKind } from './rule-kind.ts';

/** The value lies between two bounds, both allowed; one of them may be missing. */
export const range = ruleKind({
  kind: 'range',
  title: 'Lies between',
  dimension: 'conformity',
  says: ({ field, min, max }, words) =>
    min === undefined
      ? `${words.field(field)} is at most ${spelled(max!)}`
      : max === undefined
        ? `${words.field(field)} is at least ${spelled(min)}`
        : `${words.field(field)} lies between ${spelled(min)} and ${spelled(max)}`,
  test: ({ field, min, max }, ground) => {
    const column = columnOf(ground, field);
    if (column === undefined) return missing(field);
    if (min === undefined && max === undefined) return cannot('The rule names no bound.');
    const numeric = typeof (min ?? max) === 'number' || isNumber(column.type);
    if (!numeric && !isMoment(column.type))
      return cannot(`The field ${field} holds no dates in this version.`);
    if (numeric && isMoment(column.type))
      return cannot(`The field ${field} holds dates, not numbers, in this version.`);
    const value = column.type === 'text' ? sql`try_cast(${ident(field)} AS DOUBLE)` : ident(field);
    const bounds = [
      ...(min === undefined ? [] : [sql`${value} < ${bound(min, column.type)}`]),
      ...(max === undefined ? [] : [sql`${value} > ${bound(max, column.type)}`]),
    ];
    return { scope: 'row', looksAt: sql`${ident(field)} IS NOT NULL`, fails: sql`(${join(bounds, ' OR ')})` };
  },
  candidates: ({ profile }) =>
    profile.fields.flatMap((field): Candidate[] => {
      if (!isNumber(field.type) || field.quantiles === null || field.distinct < 8 || namedLikeCode(field))
        return [];
      const bounds = boundsOf(field);
      return [
        {
          definition: { kind: 'range', field: field.field, ...bounds },
          mostFailing: 0.005,
          worth: 50,
          evidence: ({ failing }) =>
            `${field.min} to ${field.max}, median ${field.quantiles!.p50}${
              failing > 0
                ? `; ${counted(failing, 'row')} ${failing === 1 ? 'lies' : 'lie'} far from the rest`
                : ''
            }`,
        },
      ];
    }),
});

const spelled = (value: number | string): string => (typeof value === 'number' ? whole(value) : value);

function bound(value: number | string, type: ColumnType): Sql {
  if (type === 'date') return sql`${String(value)}::DATE`;
  if (type === 'timestamp') return sql`${String(value)}::TIMESTAMP`;
  return typeof value === 'number' ? sql`${value}` : sql`${value}::DOUBLE`;
}

/** Numbers that name things have no range worth a rule. */
const namedLikeCode = (field: FieldProfile): boolean =>
  /code|fips|zip|phone|naics|ssn|name|(^|[_\s])(id|key|number|num|no|route)s?([_\s]|$|#)/i.test(
    `${field.field} ${field.title}`,
  );

/**
 * The ends of the values, without what lies far out when that is at most one row in 200, moved outward to a round
 * number: a tenth of the spread, so that the next file's ordinary values do not fail.
 */
export function boundsOf(field: FieldProfile): { min: number; max: number } {
  const out = field.outliers;
  const few =
    out !== null && out.below + out.above > 0 && out.below + out.above <= 0.005 * (field.rows - field.nulls);
  const low = Number(few ? out.insideMin : field.min);
  const high = Number(few ? out.insideMax : field.max);
  const step = 10 ** Math.floor(Math.log10(Math.max(high - low, Number.MIN_VALUE)));
  const down = tidy(Math.floor(low / step) * step);
  const up = tidy(Math.ceil(high / step) * step);
  return { min: low >= 0 ? Math.max(0, down) : down, max: up };
}
