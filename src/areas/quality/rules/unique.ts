import { ident, join, sql } from '../../../engine/sql.ts';
import type { FieldProfile } from '../profile.ts';
import { counted, listed, whole } from './counted.ts';
import { type Candidate, columnOf, missing, ruleKind } from './rule-kind.ts';

/** Each value, or each combination of values, stands in one row. Rows where a key field is empty are not compared. */
export const unique = ruleKind({
  kind: 'unique',
  title: 'Occurs once',
  dimension: 'uniqueness',
  says: ({ fields }, words) =>
    fields.length === 1
      ? `Each ${words.field(fields[0]!)} occurs once`
      : `Each combination of ${listed(fields.map(words.field))} occurs once`,
  test: ({ fields }, ground) => {
    const gone = fields.find((field) => columnOf(ground, field) === undefined);
    if (gone !== undefined) return missing(gone);
    const keys = join(fields.map((field) => ident(field)));
    const filled = join(
      fields.map((field) => sql`${ident(field)} IS NOT NULL`),
      ' AND ',
    );
    const repeated = ground.own('repeated');
    return {
      scope: 'row',
      before: [
        sql`CREATE TEMP TABLE ${repeated} AS SELECT ${keys} FROM ${ground.rows} WHERE ${filled} GROUP BY ${keys} HAVING count(*) > 1`,
      ],
      looksAt: sql`(${filled})`,
      fails: sql`(${keys}) IN (SELECT ${fields.length === 1 ? keys : sql`(${keys})`} FROM ${repeated})`,
    };
  },
  candidates: ({ profile }) => {
    if (profile.rows < 20) return [];
    const single = profile.fields.filter((field) => couldBeKey(field) && mayRepeat(field.distinct, field));
    return single.length > 0 ? single.map(singleKey) : pairs(profile).map(([a, b]) => pairKey(a, b));
  },
});

/** One in 200 may repeat: a key with a few faults is what a check is for. */
const mayRepeat = (distinct: number, field: FieldProfile): boolean =>
  field.nulls <= 0.005 * field.rows && distinct >= 0.995 * (field.rows - field.nulls);

const repeats = (failing: number): string =>
  failing > 0 ? `; ${counted(failing, 'row')} ${failing === 1 ? 'repeats' : 'repeat'} another's` : '';

const singleKey = (field: FieldProfile): Candidate => ({
  definition: { kind: 'unique', fields: [field.field] },
  mostFailing: 0.01,
  worth: namedLikeKey(field) ? 120 : 100,
  evidence: ({ checked, failing }) =>
    `${whole(field.distinct)} different in ${counted(checked, 'row')}${repeats(failing)}`,
});

const pairKey = (a: FieldProfile, b: FieldProfile): Candidate => ({
  definition: { kind: 'unique', fields: [a.field, b.field] },
  mostFailing: 0.005,
  worth: 95,
  evidence: ({ checked, failing }) =>
    `No field is different in every row; ${a.title} and ${b.title} together are, in ${counted(checked, 'row')}${repeats(failing)}`,
});

/** At most 6 pairs of fields that could tell the rows apart together: names, codes and days, never measurements. */
function pairs({
  fields,
  rows,
}: {
  fields: readonly FieldProfile[];
  rows: number;
}): [FieldProfile, FieldProfile][] {
  const parts = fields.filter(
    (field) =>
      field.nulls === 0 &&
      field.distinct > 1 &&
      (field.type === 'date' ||
        (field.type === 'text' && field.text!.longest <= 40) ||
        (field.type === 'integer' &&
          /(^|[_\s])(year|month|week|id|code|fips)s?([_\s]|$)/i.test(`${field.field} ${field.title}`))),
  );
  return parts
    .flatMap((a, at) => parts.slice(at + 1).map((b): [FieldProfile, FieldProfile] => [a, b]))
    .filter(([a, b]) => a.distinct * b.distinct >= rows)
    .sort(([a, b], [c, d]) => a.distinct * b.distinct - c.distinct * d.distinct)
    .slice(0, 6);
}

const namedLikeKey = (field: FieldProfile): boolean =>
  /(^|[_\s])(id|key|number|num|no|nbr|code|uuid|guid|identifier|license|case|permit|serial)s?([_\s]|$|#)|#|id$/i.test(
    `${field.field} ${field.title}`,
  );

/** Long texts, measurements and moments repeat seldom by chance; nobody means them as keys. */
function couldBeKey(field: FieldProfile): boolean {
  if (field.type === 'text') {
    if (field.text === null || field.text.longest > 60) return false;
    return namedLikeKey(field) || (field.text.longest <= 30 && field.text.shapeCount <= 10);
  }
  return (
    field.type === 'integer' && (namedLikeKey(field) || (field.number?.negatives === 0 && field.nulls === 0))
  );
}
