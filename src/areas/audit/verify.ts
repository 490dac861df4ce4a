import { parseVerifier } from '../../store/audit-log/signed-note.ts';
import { verifyLog } from '../../store/audit-log/verify-log.ts';
import type { Handler, JobContext } from '../handler.ts';
import type { verify as op } from './contract.ts';
import { notVerified } from './errors.ts';
import type { LogReportView } from './model.ts';

export const verifyKind = 'audit.verify';

export const verify: Handler<typeof op> = async ({ store, enqueue }, input) =>
  store.write(async (tx) => ({ job: await enqueue(tx, { kind: verifyKind, input }) }));

/** Fails when the log does, so that whoever waits for it hears it by the exit code too. */
export async function runVerify(
  { store, audit, job, signal }: JobContext,
  { checkpoint }: { checkpoint?: string },
): Promise<LogReportView> {
  const head = await audit.settle();
  const report = await verifyLog(store.read, parseVerifier(audit.verifier)!, {
    ...(checkpoint === undefined ? {} : { outside: [`${checkpoint.trimEnd()}\n`] }),
    progress: (done, total) =>
      job.progress({ stage: 'Working out the log anew', done, total, unit: 'entries' }),
    signal,
  });
  for (const { kind, leaf } of report.faults.slice(0, 100)) job.note(`Entry ${leaf}: ${kind}`);
  const first = report.faults[0];
  if (first !== undefined)
    throw notVerified.with({ faults: report.faults.length, first: first.kind, leaf: first.leaf });
  return { ...report, faults: [...report.faults], checkpoint: head?.note ?? null };
}
