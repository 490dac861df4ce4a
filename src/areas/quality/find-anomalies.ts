import type { Anomaly } from './anomaly.ts';
import { counted, percent, whole } from './rules/counted.ts';

/** Counts of one version, as the profile has them. */
export interface CountsOfVersion {
  readonly version: number;
  readonly rows: number;
  readonly fields: ReadonlyMap<string, { readonly nulls: number; readonly distinct: number }>;
}

/** Below this share of the version before, or above its inverse, a number of rows is worth a word. */
const rowsShare = 0.8;
/** Points by which a share of empty cells must rise above all that was seen. */
const nullPoints = 0.05;
/** A field loses values when fewer than half of them are left. */
const distinctShare = 0.5;

/**
 * What is unlike the versions before (oldest first), in plain sentences. With few versions the thresholds above
 * decide; from five on, a number of rows is judged by its distance from their median in median absolute deviations
 * (a robust z-score above 5: Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993, who cut at 3.5), and must
 * lie a tenth beyond all that was seen.
 */
export function findAnomalies(
  before: readonly CountsOfVersion[],
  now: CountsOfVersion,
  title: (field: string) => string,
): Anomaly[] {
  const last = before.at(-1);
  if (last === undefined) return [];
  const found: Anomaly[] = [];
  const say = (kind: Anomaly['kind'], field: string | null, sentence: string) =>
    found.push({ version: now.version, kind, field, sentence });
  if (unusualRows(before, now.rows)) {
    say(
      'rows',
      null,
      `There are ${counted(now.rows, 'row')}, ${change(last.rows, now.rows)} the ${whole(last.rows)} of version ${last.version}.`,
    );
  }
  for (const [name, counts] of now.fields) {
    const earlier = before.flatMap((one) => {
      const field = one.fields.get(name);
      return field === undefined || one.rows === 0
        ? []
        : [{ ...field, rows: one.rows, version: one.version }];
    });
    const then = earlier.at(-1);
    if (then === undefined || now.rows === 0) continue;
    const share = counts.nulls / now.rows;
    const highest = Math.max(...earlier.map((one) => one.nulls / one.rows));
    const field = title(name);
    if (counts.nulls === now.rows && then.nulls < then.rows) {
      say(
        'field-empty',
        name,
        `${field} is empty in every row; in version ${then.version} it was filled in ${percent(then.rows - then.nulls, then.rows)}.`,
      );
    } else if (share > highest + nullPoints) {
      say(
        'nulls',
        name,
        `${field} is empty in ${percent(counts.nulls, now.rows)} of the rows, up from ${then.nulls === 0 ? 'none' : percent(then.nulls, then.rows)} in version ${then.version}.`,
      );
    } else if (counts.distinct === 1 && then.distinct > 1) {
      say(
        'field-constant',
        name,
        `${field} holds one value only; version ${then.version} had ${counted(then.distinct, 'different value')}.`,
      );
    } else if (
      then.distinct >= 10 &&
      counts.distinct < distinctShare * then.distinct * Math.min(1, now.rows / then.rows)
    ) {
      say(
        'distinct',
        name,
        `${field} has ${counted(counts.distinct, 'different value')}, down from ${whole(then.distinct)} in version ${then.version}.`,
      );
    }
  }
  return found;
}

function unusualRows(before: readonly CountsOfVersion[], rows: number): boolean {
  const last = before.at(-1)!.rows;
  if (last === 0) return rows > 0;
  if (before.length < 5) return rows < rowsShare * last || rows > last / rowsShare ** 3;
  const counts = before.map((one) => one.rows);
  const middle = median(counts);
  // 1.4826 makes the median absolute deviation estimate a standard deviation; a hundredth keeps steady series calm.
  const spread = Math.max(1.4826 * median(counts.map((count) => Math.abs(count - middle))), 0.01 * middle);
  // A series that swings between two levels has a small spread about one of them: what was seen before is no surprise.
  const unseen = rows < 0.9 * Math.min(...counts) || rows > 1.1 * Math.max(...counts);
  return unseen && Math.abs(rows - middle) / spread > 5;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) / 2;
  return (sorted[Math.floor(at)]! + sorted[Math.ceil(at)]!) / 2;
}

const change = (before: number, now: number): string =>
  now < before
    ? `${percent(before - now, before)} fewer than`
    : `${percent(now - before, Math.max(before, 1))} more than`;
