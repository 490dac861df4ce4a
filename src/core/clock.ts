import { Temporal } from 'temporal-polyfill';

/** The one source of time. Handed in, so that a test can move it. */
export interface Clock {
  /** This instant, as an ISO 8601 text in UTC with milliseconds. */
  now(): string;
  /** Today's date (YYYY-MM-DD) in the state's time zone. */
  today(): string;
  readonly timeZone: string;
}

export function systemClock(timeZone: string): Clock {
  // Days begin on the minute in every zone, and reckoning one costs more than all else that some requests do.
  let day = { minute: Number.NaN, date: '' };
  return {
    timeZone,
    now: () => new Date().toISOString(),
    today: () => {
      const minute = Math.floor(Date.now() / 60_000);
      if (minute !== day.minute) day = { minute, date: Temporal.Now.plainDateISO(timeZone).toString() };
      return day.date;
    },
  };
}

/** A clock that stands where it is put, for tests and replays. `at` is an ISO instant. */
export function fixedClock(at: string, timeZone: string): Clock & { moveTo(instant: string): void } {
  let instant = Temporal.Instant.from(at);
  return {
    timeZone,
    now: () => new Date(instant.epochMilliseconds).toISOString(),
    today: () => instant.toZonedDateTimeISO(timeZone).toPlainDate().toString(),
    moveTo: (next) => {
      instant = Temporal.Instant.from(next);
    },
  };
}
