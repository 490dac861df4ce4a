/** What one process counts of itself while it runs. Names and labels are the program's own words, never a value from outside. */
export interface Meter {
  /** One answer of a route: `GET /data/:dataset`, its status, how long it took. */
  answered(route: string, status: number, ms: number): void;
  routes(): readonly RouteTimes[];
}

export interface RouteTimes {
  readonly route: string;
  readonly count: number;
  /** Answers with status 500 and above. */
  readonly failed: number;
  readonly byStatus: Readonly<Record<number, number>>;
  readonly totalMs: number;
  /** How many took at most so many milliseconds. */
  readonly within: readonly { readonly ms: number; readonly count: number }[];
  readonly slowestMs: number;
}

/** Upper bounds in milliseconds; the design's promises for pages (100) and for everything (250) are among them. */
export const timeBounds = [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 10_000] as const;

export function newMeter(): Meter {
  const routes = new Map<
    string,
    { byStatus: Record<number, number>; within: number[]; totalMs: number; slowestMs: number }
  >();
  return {
    answered(route, status, ms) {
      let known = routes.get(route);
      if (known === undefined) {
        known = { byStatus: {}, within: timeBounds.map(() => 0), totalMs: 0, slowestMs: 0 };
        routes.set(route, known);
      }
      known.byStatus[status] = (known.byStatus[status] ?? 0) + 1;
      known.totalMs += ms;
      known.slowestMs = Math.max(known.slowestMs, ms);
      for (const [at, bound] of timeBounds.entries()) if (ms <= bound) known.within[at]! += 1;
    },
    routes: () =>
      [...routes].map(([route, { byStatus, within, totalMs, slowestMs }]) => ({
        route,
        count: Object.values(byStatus).reduce((sum, count) => sum + count, 0),
        failed: Object.entries(byStatus).reduce(
          (sum, [status, count]) => sum + (Number(status) >= 500 ? count : 0),
          0,
        ),
        byStatus,
        totalMs,
        within: within.map((count, at) => ({ ms: timeBounds[at]!, count })),
        slowestMs,
      })),
  };
}

/** The time within which a share of a route's answers came, from above, as exactly as the bounds are. */
export function quantileMs({ count, within, slowestMs }: RouteTimes, share: number): number {
  const bound = within.find((one) => one.count >= count * share)?.ms ?? slowestMs;
  return Math.min(bound, slowestMs);
}
