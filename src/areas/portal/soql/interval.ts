import { type Sql, sql } from '../../../engine/sql.ts';

const iso =
  /^P(?:(\d{1,5})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9})S)?)?$/i;

/** An ISO 8601 duration as an engine interval; nothing when the text is not one. */
export function parseInterval(text: string): Sql | undefined {
  const found = iso.exec(text);
  if (!found || text.length < 3) return undefined;
  const [years, months, weeks, days, hours, minutes, seconds] = found
    .slice(1)
    .map((part) => Number(part ?? 0)) as [number, number, number, number, number, number, number];
  return sql`(to_months(cast(${years * 12 + months} as integer)) + to_days(cast(${weeks * 7 + days} as integer)) + to_seconds(cast(${hours * 3600 + minutes * 60 + seconds} as bigint)))`;
}
