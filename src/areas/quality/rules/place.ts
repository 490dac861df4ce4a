import type { Jurisdiction } from '../../../core/jurisdiction.ts';
import { ident, sql } from '../../../engine/sql.ts';
import type { FieldProfile } from '../profile.ts';
import { counted, percent, whole } from './counted.ts';
import { type Candidate, cannot, columnOf, missing, ruleKind } from './rule-kind.ts';

/** The value names a place of the jurisdiction: by its name, or by a village or spelling that means it. */
export const place = ruleKind({
  kind: 'place',
  title: 'Names a place',
  dimension: 'accuracy',
  says: ({ field }, { field: title, jurisdiction }) =>
    `${title(field)} names one of the ${whole(jurisdiction.places.length)} ${jurisdiction.placeNoun.many} of ${jurisdiction.name} or a village in one`,
  test: ({ field }, ground) => {
    const column = columnOf(ground, field);
    if (column === undefined) return missing(field);
    if (column.type !== 'text') return cannot(`The field ${field} holds no names in this version.`);
    const [known, unknown] = [ground.own('known_places'), ground.own('unknown_names')];
    const value = ident(field);
    return {
      scope: 'row',
      // Judged once for each different spelling, then each row asks for its own.
      before: [
        sql`CREATE TEMP TABLE ${known} AS SELECT DISTINCT unnest(${placeNames(ground.jurisdiction)}::VARCHAR[]) AS name`,
        sql`CREATE TEMP TABLE ${unknown} AS
          SELECT v FROM (SELECT DISTINCT ${value} AS v FROM ${ground.rows} WHERE ${value} IS NOT NULL)
          WHERE rtrim(regexp_replace(regexp_replace(lower(trim(v)), '\\s+', ' ', 'g'), ',? ' || ${ground.jurisdiction.name.toLowerCase()} || '$', '')) NOT IN (SELECT name FROM ${known})`,
      ],
      looksAt: sql`${value} IS NOT NULL`,
      fails: sql`${value} IN (SELECT v FROM ${unknown})`,
    };
  },
  candidates: ({ profile, jurisdiction }) => {
    const names = new Set(placeNames(jurisdiction));
    return profile.fields.flatMap((field): Candidate[] => {
      if (!looksLikePlaces(field, names) || namedLikeRegion(field, jurisdiction)) return [];
      return [
        {
          definition: { kind: 'place', field: field.field },
          mostFailing: 0.1,
          worth: 90,
          evidence: ({ checked, failing }) =>
            failing === 0
              ? `All ${counted(field.distinct, 'name')} in ${counted(checked, 'row')} are known`
              : `${percent(checked - failing, checked)} of ${counted(checked, 'row')}; ${whole(failing)} ${failing === 1 ? 'names' : 'name'} no known ${jurisdiction.placeNoun.one}`,
        },
      ];
    });
  },
});

/** Every name and variant, lower case with single blanks. */
export const placeNames = (jurisdiction: Jurisdiction): string[] => [
  ...new Set(
    jurisdiction.places
      .flatMap((one) => [one.name, ...one.variants])
      .map((name) => name.toLowerCase().trim().replace(/\s+/g, ' ')),
  ),
];

/** At least 8 in 10 of the rows behind the commonest values, and 3 different places among them. */
function looksLikePlaces(field: FieldProfile, names: ReadonlySet<string>): boolean {
  if (field.type !== 'text' || field.distinct < 3) return false;
  const all = field.top.reduce((sum, one) => sum + one.rows, 0);
  const known = field.top.filter((one) => names.has(one.value.toLowerCase().trim().replace(/\s+/g, ' ')));
  return known.length >= 3 && known.reduce((sum, one) => sum + one.rows, 0) >= 0.8 * all;
}

/** Counties and districts often bear the name of a town: a field that says so is not about towns. */
function namedLikeRegion(field: FieldProfile, jurisdiction: Jurisdiction): boolean {
  const words = `${field.field} ${field.title}`.toLowerCase().split(/[^a-z]+/);
  const kinds = new Set(jurisdiction.regions.flatMap((region) => region.kind.toLowerCase().split(/[^a-z]+/)));
  return words.some((word) => kinds.has(word) || word === 'district' || word === 'county');
}
