import type { ColumnType } from '../../../core/column-type.ts';
import type { Jurisdiction } from '../../../core/jurisdiction.ts';
import type { ColumnTally } from './column-tally.ts';
import { clockForm, clockForms, dateForm, dateForms } from './date-shape.ts';

/** A type is taken when at least this share of the filled cells fit it (DESIGN section 13). */
export const neededFit = 0.99;

/** What a column turned out to hold, and how its cells are to be read. */
export interface SettledType {
  readonly type: ColumnType;
  readonly precision?: number;
  readonly scale?: number;
  /** Filled cells that fit; markers of nothing are not counted as filled. */
  readonly fits: number;
  readonly filled: number;
  readonly dates?: DateReadingPlan;
  /** Numbers are written `1,234` or `$1,234`. */
  readonly grouped?: boolean;
  readonly padded?: boolean;
  /** What a reader of the data should know. */
  readonly notes: readonly string[];
}

export interface DateReadingPlan {
  /** The forms met, each with the clock forms that follow it. */
  readonly forms: readonly { readonly form: number; readonly clock: number }[];
  readonly order: 'month-first' | 'day-first';
  /** Two-digit years up to this are 20xx. */
  readonly pivot?: number;
}

type Customs = Pick<Jurisdiction, 'dateOrder' | 'twoDigitYearPivot'>;

/** The type of a column from the tallies of all of its cells; `given` is taken whatever the fit, if any cell fits it. */
export function settleType(tally: ColumnTally, customs: Customs, given?: ColumnType): SettledType {
  const filled = tally.filled - tally.markers;
  // A column of nothing but marks keeps them.
  if (filled === 0) return { type: 'text', fits: tally.filled, filled: tally.filled, notes: [] };
  const text: SettledType = {
    type: 'text',
    fits: tally.filled,
    filled: tally.filled,
    notes: textNotes(tally, filled),
  };
  for (const candidate of [
    boolean(tally, filled),
    number(tally, filled, given !== undefined),
    date(tally, filled, customs),
    time(tally, filled),
  ]) {
    if (candidate === undefined) continue;
    if (given === undefined ? candidate.fits >= filled * neededFit : candidate.type === given)
      return candidate;
  }
  return text;
}

function textNotes(tally: ColumnTally, filled: number): string[] {
  const numbers = tally.integers + tally.decimals + tally.grouped;
  if (tally.leadingZeros > 0 && (numbers + tally.leadingZeros) / filled >= neededFit) {
    return ['Some values begin with a zero, so the column is kept as text.'];
  }
  if (tally.hyphenated > 0 && (numbers + tally.hyphenated) / filled >= neededFit) {
    return ['Some values are digits with a hyphen, so the column is kept as text.'];
  }
  if (tally.bareExponents > 0 && areCodes(tally) && numbers + tally.bareExponents === filled) {
    return [
      'Some values such as 1E3 stand among whole numbers of the same length, so the column is kept as text.',
    ];
  }
  return [];
}

/** `1E3` among `121` and `123` is a code; among 7 and 150000 it is a number. */
const areCodes = (tally: ColumnTally): boolean => tally.integers > 0 && tally.narrowest === tally.widest;

function boolean(tally: ColumnTally, filled: number): SettledType {
  return { type: 'boolean', fits: tally.booleans, filled, padded: tally.padded > 0, notes: [] };
}

function number(tally: ColumnTally, filled: number, given: boolean): SettledType | undefined {
  if (tally.leadingZeros > 0 || tally.plusDigits > 7) return undefined;
  const grouped = tally.grouped + tally.money > 0;
  const plain = tally.integers + tally.decimals + tally.exponents + tally.grouped + tally.money;
  // Where a single cell is no number, 1E5 may be a code like the others.
  const bare =
    plain + tally.bareExponents === filled && (given || !areCodes(tally)) ? tally.bareExponents : 0;
  const fits = plain + bare;
  // What does not fit is all of the form 48-49: these are codes or ranges, not numbers with mistakes among them.
  if (tally.hyphenated > 0 && fits + tally.hyphenated === filled) return undefined;
  const base = { fits, filled, grouped, padded: tally.padded > 0 };
  const notes: string[] = [];
  if (tally.money > 0) notes.push('Written with a dollar sign in the source.');
  const { fraction } = tally;
  const whole = bare > 0 ? Math.max(tally.whole, tally.bareWhole) : tally.whole;
  // 1e300 written out is longer than any exact type holds.
  if (tally.exponents > 0 || (bare > 0 && whole + fraction > 38)) {
    return tally.digits <= 17 ? { ...base, type: 'double', notes } : undefined;
  }
  if (fraction === 0) {
    if (whole <= 18) return { ...base, type: 'integer', notes };
    if (whole > 38) return undefined;
    notes.push(`Whole numbers of up to ${whole} digits, kept exactly.`);
    return { ...base, type: 'decimal', precision: 38, scale: 0, notes };
  }
  if (whole + fraction <= 18) return { ...base, type: 'decimal', precision: 18, scale: fraction, notes };
  // A double prints 15 digits back as they were; beyond that only a decimal is exact.
  if (tally.digits <= 15) return { ...base, type: 'double', notes };
  if (whole + fraction <= 38) return { ...base, type: 'decimal', precision: 38, scale: fraction, notes };
  return tally.digits <= 17 ? { ...base, type: 'double', notes } : undefined;
}

const twoDigitForms = new Set<number>([dateForm.slash2, dateForm.dash2, dateForm.dot2, dateForm.nameDash2]);

function date(tally: ColumnTally, filled: number, customs: Customs): SettledType | undefined {
  if (tally.dates === 0) return undefined;
  const sum = (of: Float64Array) => {
    let all = 0;
    for (let form = 0; form < dateForms; form++) if (form !== dateForm.timeOnly) all += of[form]!;
    return all;
  };
  const monthFirst = sum(tally.monthFirst!);
  const dayFirst = sum(tally.dayFirst!);
  const order =
    monthFirst === dayFirst ? customs.dateOrder : monthFirst > dayFirst ? 'month-first' : 'day-first';
  const fits = Math.max(monthFirst, dayFirst);
  const forms: { form: number; clock: number }[] = [];
  let timed = 0;
  for (let form = 0; form < dateForms; form++) {
    if (form === dateForm.timeOnly) continue;
    for (let clock = 0; clock < clockForms; clock++) {
      const cells = tally.clocks![form * clockForms + clock]!;
      if (cells === 0) continue;
      forms.push({ form, clock });
      if (clock !== clockForm.none) timed += cells;
    }
  }
  const notes: string[] = [];
  const numeric = forms.some(({ form }) => form >= dateForm.slash4 && form <= dateForm.dot2);
  if (numeric && monthFirst === dayFirst) {
    notes.push(
      `Every date could be read either way; read ${order === 'month-first' ? 'month' : 'day'} first, as is usual here.`,
    );
  } else if (numeric) notes.push(`Read ${order === 'month-first' ? 'month' : 'day'} first.`);
  const pivot = forms.some(({ form }) => twoDigitForms.has(form)) ? customs.twoDigitYearPivot : undefined;
  if (pivot !== undefined) {
    const last = String(pivot).padStart(2, '0');
    notes.push(`Years have two digits: 00 to ${last} are read as 2000 to 20${last}, the others as 19xx.`);
  }
  if (timed > 0 && tally.moments === 0) notes.push('The time is midnight in every row and is dropped.');
  if (forms.some(({ clock }) => clock === clockForm.zoned)) notes.push('Times are turned into UTC.');
  return {
    type: tally.moments > 0 || forms.some(({ clock }) => clock === clockForm.zoned) ? 'timestamp' : 'date',
    fits,
    filled,
    dates: { forms, order, pivot },
    padded: tally.padded > 0,
    notes,
  };
}

function time(tally: ColumnTally, filled: number): SettledType | undefined {
  if (tally.times === 0) return undefined;
  const forms: { form: number; clock: number }[] = [];
  for (let clock = 0; clock < clockForms; clock++) {
    if (tally.clocks![dateForm.timeOnly * clockForms + clock]! > 0)
      forms.push({ form: dateForm.timeOnly, clock });
  }
  const dates = { forms, order: 'month-first' as const };
  return { type: 'time', fits: tally.times, filled, dates, padded: tally.padded > 0, notes: [] };
}
