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
  return {
    timeZone,
    now: () => new Date().toISOString(),
    today: () => Temporal.Now.plainDateISO(timeZone).toString(),
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
