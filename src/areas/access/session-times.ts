const minute = 60_000;

/** A session ends after this long without a request (OWASP ASVS 5.0, 7.3.1). */
export const idleMs = 30 * minute;
/** And at the latest this long after signing in (OWASP ASVS 5.0, 7.3.2). */
export const sessionMs = 8 * 60 * minute;
/** A way to the provider that took longer is begun anew. */
export const attemptMs = 10 * minute;
