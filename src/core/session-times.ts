/** How long a person stays signed in, as the operator sets it (`session_idle_minutes` and the like in `oak.yaml`). */
export interface SessionTimes {
  /** A session ends after this long without a request (OWASP ASVS 5.0, 7.3.1). */
  readonly idleMinutes: number;
  /** And at the latest this long after signing in (OWASP ASVS 5.0, 7.3.2). */
  readonly sessionHours: number;
  /** A way to the provider that took longer is begun anew. */
  readonly signInMinutes: number;
}

export const usualSessionTimes: SessionTimes = Object.freeze({
  idleMinutes: 30,
  sessionHours: 8,
  signInMinutes: 10,
});

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
