import { ident, sql } from '../../../engine/sql.ts';
import { counted, whole } from './counted.ts';
import { columnOf, missing, ruleKind } from './rule-kind.ts';

/** Every cell fits the type of its column. Cells that did not are kept aside when the file is read, with their text. */
export const typeFit = ruleKind({
  kind: 'type-fit',
  title: 'Fits its type',
  dimension: 'conformity',
  says: ({ field }, words) => `Every ${words.field(field)} fits the type of its field`,
  test: ({ field }, ground) => {
    if (columnOf(ground, field) === undefined) return missing(field);
    const value = ident(field);
    if (ground.rejectedCells === null) {
      return { scope: 'row', looksAt: sql`${value} IS NOT NULL`, fails: sql`false` };
    }
    const rejected = ground.own('rejected');
    return {
      scope: 'row',
      before: [
        sql`CREATE TEMP TABLE ${rejected} AS SELECT DISTINCT _row FROM ${ground.rejectedCells} WHERE "column" = ${field}`,
      ],
      looksAt: sql`(${value} IS NOT NULL OR _row IN (SELECT _row FROM ${rejected}))`,
      fails: sql`_row IN (SELECT _row FROM ${rejected})`,
    };
  },
  candidates: ({ profile }) =>
    profile.fields
      .filter((field) => !['text', 'json', 'geometry'].includes(field.type) && field.rows > field.nulls)
      .map((field) => ({
        definition: { kind: 'type-fit', field: field.field } as const,
        mostFailing: 0.01,
        worth: 10,
        evidence: ({ checked, failing }) =>
          failing === 0
            ? `All ${counted(checked, 'cell')} read as ${typeWords[field.type] ?? field.type}`
            : `${counted(failing, 'cell')} of ${whole(checked)} could not be read as ${typeWords[field.type] ?? field.type}`,
      })),
});

const typeWords: Readonly<Record<string, string>> = {
  integer: 'a whole number',
  decimal: 'a number',
  double: 'a number',
  boolean: 'yes or no',
  date: 'a date',
  timestamp: 'a date and time',
  time: 'a time',
};
