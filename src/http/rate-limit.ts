/** How many requests a client may send: `burst` at once, and `perMinute` in the long run. */
export interface Rate {
  readonly perMinute: number;
  readonly burst: number;
}

/** Most clients that are remembered; the least recently seen go first. */
const mostClients = 20_000;

/**
 * A bucket of tokens a client: each request takes one, time puts them back. Answers the seconds to wait, 0 when the request
 * may go on.
 */
export function rateLimit({ perMinute, burst }: Rate, now: () => number = Date.now) {
  const buckets = new Map<string, { tokens: number; atMs: number }>();
  return (client: string): number => {
    const nowMs = now();
    const known = buckets.get(client);
    const perMs = perMinute / 60_000;
    // A clock that went back puts nothing back.
    const gained = known === undefined ? 0 : Math.max(0, nowMs - known.atMs) * perMs;
    const tokens = known === undefined ? burst : Math.min(burst, known.tokens + gained);
    buckets.delete(client);
    const allowed = tokens >= 1;
    buckets.set(client, { tokens: allowed ? tokens - 1 : tokens, atMs: nowMs });
    if (buckets.size > mostClients) buckets.delete(buckets.keys().next().value!);
    return allowed ? 0 : Math.ceil((1 - tokens) / perMs / 1000);
  };
}
