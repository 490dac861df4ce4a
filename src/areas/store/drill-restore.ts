import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseVerifier } from '../../store/audit-log/signed-note.ts';
import { checkBackup, listBackups } from '../../store/backup/read-backup.ts';
import { tryStore } from '../../store/backup/try-store.ts';
import type { Handler, JobContext } from '../handler.ts';
import { backupFolder } from './backup-folder.ts';
import type { drillRestore as op } from './contract.ts';
import { noBackup } from './errors.ts';
import type { DrillReport } from './model.ts';
import { drillSetting } from './show-health.ts';

export const drillKind = 'store.drill-restore';

export const drillRestore: Handler<typeof op> = async ({ store, enqueue }, input) =>
  store.write(async (tx) => ({ job: await enqueue(tx, { kind: drillKind, input, subject: 'store' }) }));

/** Restores the newest backup into a folder of its own; what came of it is kept for the page, whichever way it went. */
export async function drill(context: JobContext): Promise<DrillReport> {
  const { clock } = context;
  const began = Date.now();
  const remember = (passed: boolean, words: string) =>
    context.store.write(async (tx) => {
      const value = JSON.stringify({ at: clock.now(), passed, words });
      await tx
        .insertInto('setting')
        .values({ key: drillSetting, value })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
        .execute();
    });
  try {
    const report = await restoreAside(context);
    await remember(true, `${report.rows} rows and ${report.entries} entries of the log compared`);
    return { ...report, seconds: (Date.now() - began) / 1000 };
  } catch (error) {
    await remember(false, error instanceof Error ? error.message : 'It failed.');
    throw error;
  }
}

async function restoreAside(context: JobContext): Promise<Omit<DrillReport, 'seconds'>> {
  const { audit, job, running, signal } = context;
  const folder = backupFolder(context);
  const newest = (await listBackups(folder))[0];
  if (newest === undefined) throw noBackup.with({});
  const backup = join(folder, newest.name);
  await checkBackup(backup, {
    progress: (done, total) => job.progress({ stage: 'Comparing files', done, total, unit: 'files' }),
    signal,
  });
  const aside = join(running.home, 'private', `drill-${job.id}`);
  try {
    job.progress({ stage: 'Opening the restored store' });
    const tried = await tryStore(backup, aside, newest, parseVerifier(audit.verifier)!);
    return { backup: newest.name, files: newest.files.length, ...tried };
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}
