import { join } from 'node:path';
import { measured } from '../measure.ts';
import { peerProgram, temporaryFolder } from '../places.ts';

/** Pandera over a typed Parquet file: 12 rules, each failing row stored. `seconds` from reading the file to stored. */
export async function pandera(parquet: string) {
  const failures = join(temporaryFolder('pandera'), 'failures.parquet');
  const bench = join(import.meta.dirname, '..');
  const script = [join(bench, 'peers', 'rules.py'), parquet, join(bench, 'data', 'towns.csv'), failures];
  const run = await measured(peerProgram('pandera', 'python'), script);
  const said: { read: number; seconds: number; found: Record<string, number> } = JSON.parse(
    run.stdout.trim().split('\n').at(-1)!,
  );
  const failing = Object.values(said.found).reduce((sum, count) => sum + count, 0);
  return { checkSeconds: said.seconds, seconds: said.read + said.seconds, peakMB: run.peakMB, failing };
}
