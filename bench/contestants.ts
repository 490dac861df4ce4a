import { hasPeer } from './peers/install.ts';

/**
 * Runs one contestant of a bench. One that is not installed, or fails, is named with the reason and the others still
 * run: a missing figure is told apart from a bad one.
 */
export async function contestant<Result>(
  name: string,
  work: () => Promise<Result>,
  peer?: string,
): Promise<Result | undefined> {
  if (peer !== undefined && !hasPeer(peer)) {
    console.log(
      `${name}: not installed (node bench/peers/install.ts); its target is scaled by raw DuckDB below.`,
    );
    return undefined;
  }
  try {
    return await work();
  } catch (error) {
    console.log(`${name}: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}

/** The run whose time is in the middle. Three runs by default; big data gets one. */
export async function middleOf<Result extends { seconds: number }>(
  times: number,
  work: () => Promise<Result>,
): Promise<Result> {
  const results: Result[] = [];
  for (let at = 0; at < times; at++) results.push(await work());
  return results.sort((a, b) => a.seconds - b.seconds)[Math.floor(times / 2)]!;
}
