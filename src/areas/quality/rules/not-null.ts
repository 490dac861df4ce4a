import { ident, sql } from '../../../engine/sql.ts';
import { counted, whole } from './counted.ts';
import { columnOf, missing, ruleKind } from './rule-kind.ts';

/** The field is filled in every row: neither empty nor blanks alone. */
export const notNull = ruleKind({
  kind: 'not-null',
  title: 'Is filled',
  dimension: 'completeness',
  says: ({ field }, words) => `${words.field(field)} is filled`,
  test: ({ field }, ground) => {
    const column = columnOf(ground, field);
    if (column === undefined) return missing(field);
    const value = ident(field);
    return {
      scope: 'row',
      looksAt: sql`true`,
      fails: column.type === 'text' ? sql`(${value} IS NULL OR trim(${value}) = '')` : sql`${value} IS NULL`,
    };
  },
  candidates: ({ profile }) =>
    profile.fields
      .filter((field) => profile.rows >= 20 && field.nulls + (field.text?.blank ?? 0) <= 0.005 * field.rows)
      .map((field) => ({
        definition: { kind: 'not-null', field: field.field } as const,
        mostFailing: 0.005,
        worth: 20,
        evidence: ({ checked, failing }) =>
          failing === 0
            ? `Filled in all ${counted(checked, 'row')}`
            : `Filled in ${whole(checked - failing)} of ${counted(checked, 'row')}`,
      })),
});
