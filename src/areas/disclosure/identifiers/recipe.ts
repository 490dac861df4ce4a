import { createHmac } from 'node:crypto';

/** How many days all dates of one person are moved, the same for each of them: intervals stay, the calendar goes. */
export function dayShift(key: Uint8Array, person: string, mostDays: number): number {
  // 48 bits over a few hundred values: no remainder anyone could measure.
  const drawn = createHmac('sha256', key).update(`days\u0000${person}`).digest().readUIntBE(0, 6);
  const shift = (drawn % (2 * mostDays)) - mostDays;
  return shift >= 0 ? shift + 1 : shift;
}

/** An ISO day moved by so many days. */
export function shiftDay(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** Values from `most` on become `most`, and down to `least` become `least`: what is rare at the ends is not told apart. */
export const topAndBottomCode = (
  value: number,
  { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY },
) => Math.min(Math.max(value, least), most);
