import { seen, shape, shapeOf } from './cell-shape.ts';
import { clockForms, dateForm, dateForms } from './date-shape.ts';

/** What every cell of one column looked like: enough to settle its type without reading it again. */
export class ColumnTally {
  /** Cells that are not blank. */
  filled = 0;
  /** Cells of nothing but spaces: kept in a text column, nothing in any other. */
  spaces = 0;
  markers = 0;
  integers = 0;
  decimals = 0;
  exponents = 0;
  /** `1e5`; and most digits of one, written out. */
  bareExponents = 0;
  bareWhole = 0;
  /** Fewest and most characters of a whole number or a bare exponent. */
  narrowest = Number.POSITIVE_INFINITY;
  widest = 0;
  grouped = 0;
  money = 0;
  leadingZeros = 0;
  booleans = 0;
  dates = 0;
  times = 0;
  hyphenated = 0;
  /** Most digits before and after a decimal point. */
  whole = 0;
  fraction = 0;
  /** Most digits of one number in all. */
  digits = 0;
  /** Most digits after a plus sign: many mean a telephone number. */
  plusDigits = 0;
  padded = 0;
  /** By {@link dateForm}: cells that read month first, day first; and by form and clock: cells. */
  monthFirst: Float64Array | undefined;
  dayFirst: Float64Array | undefined;
  clocks: Float64Array | undefined;
  /** Times of day other than midnight. */
  moments = 0;

  note(bytes: Uint8Array, start: number, end: number): void {
    const looks = shapeOf(bytes, start, end);
    if (looks === shape.blank) {
      if (end > start) this.spaces++;
      return;
    }
    this.filled++;
    if (looks === shape.text) return;
    if (seen.padded) this.padded++;
    switch (looks) {
      case shape.integer:
        this.integers++;
        this.noteWidth(end - start);
        break;
      case shape.bareExponent:
        this.bareExponents++;
        this.noteWidth(end - start);
        if (seen.whole + seen.exponent > this.bareWhole) this.bareWhole = seen.whole + seen.exponent;
        if (seen.whole > this.digits) this.digits = seen.whole;
        return;
      case shape.decimal:
        this.decimals++;
        break;
      case shape.exponent:
        this.exponents++;
        break;
      case shape.grouped:
        this.grouped++;
        break;
      case shape.money:
        this.money++;
        break;
      case shape.leadingZero:
        this.leadingZeros++;
        return;
      case shape.marker:
        this.markers++;
        return;
      case shape.boolean:
        this.booleans++;
        return;
      case shape.hyphenated:
        this.hyphenated++;
        return;
      default:
        this.noteDate(looks === shape.time);
        return;
    }
    const { whole, fraction } = seen;
    if (whole > this.whole) this.whole = whole;
    if (fraction > this.fraction) this.fraction = fraction;
    if (whole + fraction > this.digits) this.digits = whole + fraction;
    if (seen.plus && whole > this.plusDigits) this.plusDigits = whole;
  }

  private noteWidth(width: number): void {
    if (width < this.narrowest) this.narrowest = width;
    if (width > this.widest) this.widest = width;
  }

  private noteDate(timeOnly: boolean): void {
    const { form, monthFirst, dayFirst, clock, midnight } = seen.date;
    if (timeOnly) this.times++;
    else this.dates++;
    this.clocks ??= new Float64Array(dateForms * clockForms);
    this.monthFirst ??= new Float64Array(dateForms);
    this.dayFirst ??= new Float64Array(dateForms);
    this.clocks[form * clockForms + clock]!++;
    if (monthFirst) this.monthFirst[form]!++;
    if (dayFirst) this.dayFirst[form]!++;
    if (!midnight && form !== dateForm.timeOnly) this.moments++;
  }
}
