import type { ColumnType } from '../../../core/column-type.ts';
import { ident, type Sql, sql } from '../../../engine/sql.ts';
import { isMoment, isNumber } from '../profile/value-text.sql.ts';
import type { FieldProfile } from '../profile.ts';
import { counted, whole } from './counted.ts';
import { type Candidate, cannot, columnOf, missing, ruleKind } from './rule-kind.ts';

/** One field does not exceed another in the same row: a start its end, a part its whole. Both must be filled. */
export const order = ruleKind({
  kind: 'order',
  title: 'Comes before',
  dimension: 'consistency',
  says: ({ field, atMost }, words) => `${words.field(field)} is at most ${words.field(atMost)}`,
  test: ({ field, atMost }, ground) => {
    const [left, right] = [columnOf(ground, field), columnOf(ground, atMost)];
    if (left === undefined) return missing(field);
    if (right === undefined) return missing(atMost);
    const moments = isMoment(left.type) && isMoment(right.type);
    if (!moments && !(isNumber(left.type) && isNumber(right.type))) {
      return cannot(`The fields ${field} and ${atMost} cannot be compared in this version.`);
    }
    // A day and a moment of that day are not out of order: compared by the day.
    const byDay = moments && left.type !== right.type;
    const value = (name: string, type: ColumnType): Sql =>
      byDay && type === 'timestamp' ? sql`${ident(name)}::DATE` : ident(name);
    return {
      scope: 'row',
      looksAt: sql`(${ident(field)} IS NOT NULL AND ${ident(atMost)} IS NOT NULL)`,
      fails: sql`${value(field, left.type)} > ${value(atMost, right.type)}`,
    };
  },
  candidates: ({ profile }) =>
    [
      ...pairs(profile.fields.filter((field) => isMoment(field.type) && field.distinct > 1)),
      ...pairs(profile.fields.filter((field) => isNumber(field.type) && field.distinct > 1)).filter((one) =>
        shareWord(one.first, one.second),
      ),
    ].map(
      ({ first, second, definition }): Candidate => ({
        definition,
        mostFailing: 0.02,
        worth: isMoment(first.type) ? 80 : 45,
        evidence: ({ checked, failing }) =>
          failing === 0
            ? `True in all ${counted(checked, 'row')} where both are filled`
            : `True in ${whole(checked - failing)} of ${counted(checked, 'row')}; ${second.title} is smaller in ${counted(failing, 'row')}`,
      }),
    ),
});

interface Pair {
  readonly first: FieldProfile;
  readonly second: FieldProfile;
  readonly definition: { kind: 'order'; field: string; atMost: string };
}

/** Pairs whose quartiles stand in order, smaller first: at most 40, so that a wide table stays affordable. */
function pairs(fields: readonly FieldProfile[]): Pair[] {
  const found: Pair[] = [];
  for (const first of fields) {
    for (const second of fields) {
      if (first === second || first.quantiles === null || second.quantiles === null) continue;
      const ordered = (['p25', 'p50', 'p75'] as const).every((point) => inOrder(first, second, point));
      const differ = (['p25', 'p50', 'p75'] as const).some((point) => !inOrder(second, first, point));
      if (ordered && differ) {
        found.push({
          first,
          second,
          definition: { kind: 'order', field: first.field, atMost: second.field },
        });
      }
    }
  }
  return found.slice(0, 40);
}

function inOrder(first: FieldProfile, second: FieldProfile, point: 'p25' | 'p50' | 'p75'): boolean {
  const [left, right] = [first.quantiles![point], second.quantiles![point]];
  return isNumber(first.type) ? Number(left) <= Number(right) : left.slice(0, 10) <= right.slice(0, 10);
}

/** Two numbers are worth comparing only when their names speak of one thing: Capacity under 3, Total capacity. */
function shareWord(first: FieldProfile, second: FieldProfile): boolean {
  const words = (field: FieldProfile) =>
    new Set(
      `${field.title} ${field.field}`
        .toLowerCase()
        .split(/[^a-z]+/)
        .filter((word) => word.length > 3),
    );
  const [left, right] = [words(first), words(second)];
  const whole = /(^|[_\s])(total|all|capacity|max|maximum|overall|of)([_\s]|$)/i.test(
    `${second.title} ${second.field}`,
  );
  return whole && [...left].some((word) => right.has(word));
}
