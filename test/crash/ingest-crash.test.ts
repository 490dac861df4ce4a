import { expect, it } from 'vitest';
import { crashRounds, durableSteps } from './ingest-rounds.ts';

/** 200 rounds in two lines at once; `bench/crash.ts` does a thousand. */
it('loses nothing and shows nothing half-written, killed at every durable step and at random moments', {
  timeout: 900_000,
}, async () => {
  const reports = await Promise.all([crashRounds(100, 1), crashRounds(100, 2)]);
  expect(reports.flatMap((report) => report.broken)).toEqual([]);
  const steps = new Set(reports.flatMap((report) => [...report.byStep.keys()]));
  expect([...durableSteps, 'a random moment'].filter((step) => !steps.has(step))).toEqual([]);
  expect(reports.reduce((sum, report) => sum + report.killed, 0)).toBeGreaterThan(150);
});
