import { ident, sql } from '../../../engine/sql.ts';
import { isNumber, valueText } from '../profile/value-text.sql.ts';
import type { FieldProfile } from '../profile.ts';
import { counted, listed, whole } from './counted.ts';
import { type Candidate, columnOf, missing, ruleKind } from './rule-kind.ts';

/** The value is one of a code list, letter for letter. */
export const inSet = ruleKind({
  kind: 'in-set',
  title: 'Is one of a list',
  dimension: 'conformity',
  says: ({ field, values }, words) =>
    values.length <= 6
      ? `${words.field(field)} is ${listed(values, 'or')}`
      : `${words.field(field)} is one of ${whole(values.length)} listed values`,
  test: ({ field, values }, ground) => {
    const column = columnOf(ground, field);
    if (column === undefined) return missing(field);
    const allowed = ground.own('allowed');
    const value = column.type === 'text' ? ident(field) : valueText(ident(field), column.type);
    return {
      scope: 'row',
      before: [sql`CREATE TEMP TABLE ${allowed} AS SELECT unnest(${[...values]}::VARCHAR[]) AS value`],
      looksAt: sql`${ident(field)} IS NOT NULL`,
      fails: sql`${value} NOT IN (SELECT value FROM ${allowed})`,
    };
  },
  candidates: ({ profile }) =>
    profile.fields.flatMap((field): Candidate[] => {
      const list = codeList(field);
      if (list === null) return [];
      return [
        {
          definition: { kind: 'in-set', field: field.field, values: list },
          mostFailing: 0.01,
          worth: 60,
          evidence: ({ failing }) =>
            `${field.top
              .slice(0, 4)
              .map((one) => `${one.value} ${whole(one.rows)}`)
              .join(', ')}${list.length > 4 ? ` and ${whole(list.length - 4)} more` : ''}${
              failing > 0
                ? `; ${counted(failing, 'row')} ${failing === 1 ? 'says' : 'say'} something seldom seen`
                : ''
            }`,
        },
      ];
    }),
});

/**
 * The values of a field that looks coded: at most 20 of them, each in 20 rows on average. Left out are those that
 * stand in fewer than one row in 2,000 and those that differ from a 20 times commoner one only in capitals or blanks.
 */
export function codeList(field: FieldProfile): string[] | null {
  const filled = field.rows - field.nulls;
  const coded = field.type === 'text' || (isNumber(field.type) && field.type === 'integer');
  if (!coded || field.distinct < 2 || field.distinct > field.top.length || filled < 20 * field.distinct)
    return null;
  if (field.text !== null && field.text.longest > 60) return null;
  const commonest = new Map<string, number>();
  for (const { value, rows } of field.top) {
    const plain = value.trim().toLowerCase();
    commonest.set(plain, Math.max(rows, commonest.get(plain) ?? 0));
  }
  const kept = field.top.filter(
    ({ value, rows }) => rows * 2_000 >= filled && rows * 20 > commonest.get(value.trim().toLowerCase())!,
  );
  return kept.length < 2 ? null : kept.map((one) => one.value).sort();
}
