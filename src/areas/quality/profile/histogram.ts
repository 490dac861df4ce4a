import type { ColumnType } from '../../../core/column-type.ts';
import type { Engine } from '../../../engine/engine.ts';
import type { FieldProfile } from '../profile.ts';
import { type CalendarUnit, calendarBars, numberBars } from './histogram.sql.ts';
import { position } from './outliers.ts';
import { roundBars, tidy } from './round-bounds.ts';
import { isMoment, isNumber } from './value-text.sql.ts';

type Quantiles = NonNullable<FieldProfile['quantiles']>;
type Histogram = NonNullable<FieldProfile['histogram']>;
interface Ends {
  readonly min: string;
  readonly max: string;
  readonly quantiles: Quantiles;
}

/** Where the ends are this many times farther apart than the middle 98 hundredths, the bars span only the latter. */
const stretched = 10;

/** Bars for numbers (round widths) and for dates and times (calendar periods); null for other types. */
export async function histogramOf(session: Engine, type: ColumnType, ends: Ends): Promise<Histogram | null> {
  if (isNumber(type)) return numberHistogram(session, type, ends);
  if (isMoment(type)) return calendarHistogram(session, type, ends);
  return null;
}

function spanOf(type: ColumnType, { min, max, quantiles }: Ends): { from: string; to: string } {
  const whole = position(type, max) - position(type, min);
  const middle = position(type, quantiles.p99) - position(type, quantiles.p01);
  return middle > 0 && !(whole <= stretched * middle)
    ? { from: quantiles.p01, to: quantiles.p99 }
    : { from: min, to: max };
}

async function numberHistogram(session: Engine, type: ColumnType, ends: Ends): Promise<Histogram> {
  const span = spanOf(type, ends);
  const { low, width, bars } = roundBars(Number(span.from), Number(span.to), 24, type === 'integer');
  const counted = await session.rows<{ bar: number; rows_n: string }>(numberBars(type, low, width, bars), {
    step: 'number_bars',
  });
  const byBar = new Map(counted.map((one) => [one.bar, Number(one.rows_n)]));
  return {
    unit: 'number',
    bars: Array.from({ length: bars }, (_, at) => ({
      from: String(tidy(low + at * width)),
      to: String(tidy(low + (at + 1) * width)),
      rows: byBar.get(at) ?? 0,
    })),
    below: byBar.get(-1) ?? 0,
    above: byBar.get(bars) ?? 0,
  };
}

async function calendarHistogram(session: Engine, type: ColumnType, ends: Ends): Promise<Histogram> {
  const span = spanOf(type, ends);
  const unit = calendarUnit(type, (position(type, span.to) - position(type, span.from)) / 86_400);
  const counted = await session.rows<{ start: string; rows_n: string }>(
    calendarBars(type, unit, span.from, span.to),
    { step: 'calendar_bars' },
  );
  const byStart = new Map(counted.map((one) => [one.start, Number(one.rows_n)]));
  const starts = periodStarts(unit, type, span.from, span.to);
  return {
    unit,
    bars: starts
      .slice(0, -1)
      .map((from, at) => ({ from, to: starts[at + 1]!, rows: byStart.get(from) ?? 0 })),
    below: byStart.get('before') ?? 0,
    above: byStart.get('after') ?? 0,
  };
}

function calendarUnit(type: ColumnType, days: number): CalendarUnit {
  if (type === 'timestamp' && days <= 2) return 'hour';
  if (days <= 45) return 'day';
  if (days <= 4 * 366) return 'month';
  if (days <= 12 * 366) return 'quarter';
  return days <= 70 * 366 ? 'year' : 'decade';
}

/** The start of every period from that of `from` to the one after that of `to`, as the engine spells them. */
function periodStarts(unit: CalendarUnit, type: ColumnType, from: string, to: string): string[] {
  const last = position(type, to) * 1000;
  const first = new Date(position(type, from) * 1000);
  const year = first.getUTCFullYear();
  const month = first.getUTCMonth();
  const starts: Date[] = [];
  for (let step = 0; ; step += 1) {
    const at = {
      hour: () => Date.UTC(year, month, first.getUTCDate(), first.getUTCHours() + step),
      day: () => Date.UTC(year, month, first.getUTCDate() + step),
      month: () => Date.UTC(year, month + step),
      quarter: () => Date.UTC(year, Math.floor(month / 3) * 3 + 3 * step),
      year: () => Date.UTC(year + step, 0),
      decade: () => Date.UTC(Math.floor(year / 10) * 10 + 10 * step, 0),
    }[unit]();
    starts.push(new Date(at));
    if (at > last || starts.length > 1_100) break;
  }
  return starts.map((start) => start.toISOString().slice(0, type === 'date' ? 10 : 19));
}
