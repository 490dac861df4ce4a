import { sql } from '../../../engine/sql.ts';
import { whole } from './counted.ts';
import { ruleKind } from './rule-kind.ts';

/** The version has a number of rows between two bounds. */
export const rowCount = ruleKind({
  kind: 'row-count',
  title: 'Has as many rows as expected',
  dimension: 'coverage',
  says: ({ min, max }) =>
    min !== undefined && max !== undefined
      ? `There are ${whole(min)} to ${whole(max)} rows`
      : min !== undefined
        ? `There are at least ${whole(min)} rows`
        : `There are at most ${whole(max ?? 0)} rows`,
  test: ({ min, max }) => ({
    scope: 'version',
    measure: sql`count(*)`,
    judge: (measured) => {
      const rows = Number(measured ?? 0);
      return {
        holds: rows >= (min ?? 0) && rows <= (max ?? Number.POSITIVE_INFINITY),
        finding: `There are ${whole(rows)} rows.`,
      };
    },
  }),
  // A single file says nothing of the next one's size; two do.
  candidates: ({ profile, rowsBefore }) => {
    if (rowsBefore.length === 0 || profile.rows === 0) return [];
    const all = [...rowsBefore, profile.rows];
    const [low, high] = [Math.min(...all), Math.max(...all)];
    return [
      {
        definition: { kind: 'row-count', min: Math.floor(low * 0.8), max: Math.ceil(high * 1.25) },
        mostFailing: 0,
        worth: 35,
        evidence: () => `${whole(all.length)} versions had ${whole(low)} to ${whole(high)} rows`,
      },
    ];
  },
});
