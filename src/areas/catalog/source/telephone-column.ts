import type { ColumnTally } from './column-tally.ts';
import type { SettledType } from './settle-type.ts';

const namesTelephone = /(?:^|_)(?:tele|mobile_)?(?:phone|tel|fax)(?:_?(?:no|nbr|num|number))?(?:_|$)|phone$/;
/** Digits of a number that can be dialled, without and with area and country (E.164 allows 15). */
const [fewest, most] = [7, 15];

/**
 * A column of telephone numbers written as bare digits, kept as text: nobody adds them, and a whole number loses a zero in
 * front and is shown with commas. Undefined for any other column.
 */
export function telephoneColumn(
  name: string,
  tally: ColumnTally,
  settled: SettledType,
): SettledType | undefined {
  if (settled.type !== 'integer' || !namesTelephone.test(name)) return undefined;
  if (tally.narrowest < fewest || tally.widest > most) return undefined;
  const { filled } = tally;
  return { type: 'text', fits: filled, filled, notes: ['Telephone numbers, kept as text.'] };
}
