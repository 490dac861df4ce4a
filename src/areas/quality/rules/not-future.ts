import { ident, sql } from '../../../engine/sql.ts';
import { isMoment } from '../profile/value-text.sql.ts';
import { counted } from './counted.ts';
import { type Candidate, cannot, columnOf, missing, ruleKind } from './rule-kind.ts';

/** The date is not later than the day the version was loaded. */
export const notFuture = ruleKind({
  kind: 'not-future',
  title: 'Is not in the future',
  dimension: 'accuracy',
  says: ({ field }, words) => `${words.field(field)} is not in the future`,
  test: ({ field }, ground) => {
    const column = columnOf(ground, field);
    if (column === undefined) return missing(field);
    if (!isMoment(column.type)) return cannot(`The field ${field} holds no dates in this version.`);
    return {
      scope: 'row',
      looksAt: sql`${ident(field)} IS NOT NULL`,
      fails: sql`${column.type === 'timestamp' ? sql`${ident(field)}::DATE` : ident(field)} > ${ground.asOf}::DATE`,
    };
  },
  candidates: ({ profile, asOf }) =>
    profile.fields.flatMap((field): Candidate[] => {
      if (!isMoment(field.type) || field.quantiles === null || field.quantiles.p99.slice(0, 10) > asOf)
        return [];
      if (
        /expir|due|until|next|renew|valid|end|plan|schedul|target|effective/i.test(
          `${field.field} ${field.title}`,
        )
      )
        return [];
      return [
        {
          definition: { kind: 'not-future', field: field.field },
          mostFailing: 0.01,
          worth: 65,
          evidence: ({ failing }) =>
            failing === 0
              ? `Newest is ${field.max!.slice(0, 10)}`
              : `${counted(failing, 'row')} after the day of the load; newest is ${field.max!.slice(0, 10)}`,
        },
      ];
    }),
});
