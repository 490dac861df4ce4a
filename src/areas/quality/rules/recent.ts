import { Temporal } from 'temporal-polyfill';
import { ident, sql } from '../../../engine/sql.ts';
import { isMoment } from '../profile/value-text.sql.ts';
import { counted } from './counted.ts';
import { cannot, columnOf, missing, ruleKind } from './rule-kind.ts';

/** The newest date that is not in the future lies at most so many days before the day of the load. */
export const recent = ruleKind({
  kind: 'recent',
  title: 'Is recent',
  dimension: 'timeliness',
  says: ({ field, withinDays }, words) =>
    `The newest ${words.field(field)} is at most ${counted(withinDays, 'day')} before the load`,
  test: ({ field, withinDays }, ground) => {
    const column = columnOf(ground, field);
    if (column === undefined) return missing(field);
    if (!isMoment(column.type)) return cannot(`The field ${field} holds no dates in this version.`);
    const day = sql`${ident(field)}::DATE`;
    return {
      scope: 'version',
      measure: sql`max(${day}) FILTER (${day} <= ${ground.asOf}::DATE)`,
      judge: (newest) => {
        if (newest === null) return { holds: false, finding: 'There is no date up to the day of the load.' };
        const age = Temporal.PlainDate.from(newest).until(Temporal.PlainDate.from(ground.asOf)).days;
        return {
          holds: age <= withinDays,
          finding: `The newest is ${newest}, ${counted(age, 'day')} before the load.`,
        };
      },
    };
  },
});
