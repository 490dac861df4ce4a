import { ident, sql } from '../../../engine/sql.ts';
import { counted, whole } from './counted.ts';
import { type Candidate, cannot, columnOf, missing, ruleKind } from './rule-kind.ts';

/** The value stands in the key field of another dataset's current version. */
export const foreignKey = ruleKind({
  kind: 'foreign-key',
  title: 'Points to another dataset',
  dimension: 'consistency',
  says: ({ field, dataset, key }, words) =>
    `${words.field(field)} occurs as ${key} in ${words.dataset(dataset)}`,
  test: ({ field, dataset, key }, ground) => {
    if (columnOf(ground, field) === undefined) return missing(field);
    const keys = ground.keysOf(dataset, key);
    if (keys === null) return cannot(`The dataset it points to, or its field ${key}, cannot be read.`);
    const known = ground.own('known_keys');
    return {
      scope: 'row',
      before: [
        sql`CREATE TEMP TABLE ${known} AS SELECT DISTINCT ${ident(key)}::VARCHAR AS value FROM ${keys} WHERE ${ident(key)} IS NOT NULL`,
      ],
      looksAt: sql`${ident(field)} IS NOT NULL`,
      fails: sql`${ident(field)}::VARCHAR NOT IN (SELECT value FROM ${known})`,
    };
  },
  candidates: ({ profile, keys }) =>
    profile.fields.flatMap((field): Candidate[] =>
      keys
        .filter((key) => key.field === field.field && (field.type === 'text' || field.type === 'integer'))
        .map((key) => ({
          definition: { kind: 'foreign-key', field: field.field, dataset: key.dataset, key: key.field },
          mostFailing: 0.05,
          worth: 75,
          evidence: ({ checked, failing }) =>
            `${counted(checked - failing, 'row')} of ${whole(checked)} found in ${key.title}, whose key has the same name`,
        })),
    ),
});
