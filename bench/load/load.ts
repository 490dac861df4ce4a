import { join } from 'node:path';
import { measured } from '../measure.ts';
import { quantile } from '../table.ts';

export interface LoadPlan {
  /** Asked in turn, from `first` on: give as many as requests, and no answer is one that was given before. */
  readonly addresses: readonly string[];
  readonly first?: number;
  readonly clients: number;
  /** At most so many requests, and no new one after so many seconds. */
  readonly requests: number;
  readonly seconds: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent by POST when there is one. */
  readonly body?: string;
}

export interface LoadResult {
  /** Milliseconds of each request, and until its first byte of body. */
  readonly times: readonly number[];
  readonly firstBytes: readonly number[];
  readonly statuses: Readonly<Record<string, number>>;
  readonly bytes: number;
  readonly seconds: number;
}

/** Runs a plan in a client process. Any answer that is not 200 is an error: its time would mean nothing. */
export async function load(plan: LoadPlan) {
  const client = join(import.meta.dirname, 'client.ts');
  const run = await measured(process.execPath, [client], { input: JSON.stringify(plan) });
  const result: LoadResult = JSON.parse(run.stdout);
  const others = Object.keys(result.statuses).filter((status) => status !== '200');
  if (others.length > 0 || result.times.length === 0) {
    throw new Error(`${plan.addresses[0]} answered ${JSON.stringify(result.statuses)}`);
  }
  return {
    p50: quantile(result.times),
    p95: quantile(result.times, 0.95),
    p99: quantile(result.times, 0.99),
    firstByteMs: quantile(result.firstBytes),
    perSecond: result.times.length / result.seconds,
    bytesEach: result.bytes / result.times.length,
    megabytesPerSecond: result.bytes / 1e6 / result.seconds,
  };
}

/** One client first for the time of a page, then 16 at once for requests a second; each goes on in the addresses. */
export async function pageAndRate(
  addresses: readonly string[],
  more: Pick<LoadPlan, 'headers' | 'body'> & { seconds?: number } = {},
) {
  const { seconds = 4, ...rest } = more;
  await load({ addresses, clients: 1, requests: 200, seconds, ...rest });
  const alone = await load({ addresses, first: 200, clients: 1, requests: 400, seconds, ...rest });
  const together = await load({ addresses, first: 600, clients: 16, requests: 4_000, seconds, ...rest });
  return { p50: alone.p50, p95: alone.p95, perSecond: together.perSecond, bytesEach: alone.bytesEach };
}
