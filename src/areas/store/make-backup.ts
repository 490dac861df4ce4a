import { cp } from 'node:fs/promises';
import { keyFolderOf } from '../../store/backup/home-parts.ts';
import { listBackups as backupsIn } from '../../store/backup/read-backup.ts';
import { writeBackup } from '../../store/backup/write-backup.ts';
import { makeGivenFolder } from '../../store/given-folder.ts';
import type { Handler, JobContext } from '../handler.ts';
import { backupFolder } from './backup-folder.ts';
import { lineOf } from './backup-line.ts';
import type { listBackups as listOp, backup as op } from './contract.ts';
import { drill } from './drill-restore.ts';
import type { BackupLine } from './model.ts';

export const backupKind = 'store.backup';
export const dailyKind = 'store.back-up-daily';

export const backup: Handler<typeof op> = async ({ store, enqueue }, input) =>
  store.write(async (tx) => ({ job: await enqueue(tx, { kind: backupKind, input, subject: 'store' }) }));

export async function runBackup(
  context: JobContext,
  { to, keys_to: keysTo }: { to?: string; keys_to?: string },
): Promise<BackupLine> {
  const { store, audit, clock, running, job, signal } = context;
  await audit.settle();
  if (keysTo !== undefined) {
    await makeGivenFolder(keysTo);
    await cp(keyFolderOf(running.home), keysTo, { recursive: true });
    job.note('The keys were copied apart.');
  }
  const made = await writeBackup({
    store,
    home: running.home,
    folder: to ?? backupFolder(context),
    version: running.version,
    now: clock.now(),
    progress: (done, total) => job.progress({ stage: 'Copying the lake', done, total, unit: 'files' }),
    signal,
  });
  await store.write((tx) =>
    audit.record(tx, {
      operation: backupKind,
      outcome: 'noted',
      detail: { backup: made.name, files: made.files.length },
    }),
  );
  return lineOf(made);
}

export const listBackups: Handler<typeof listOp> = async (context) => {
  const folder = backupFolder(context);
  return { folder, backups: (await backupsIn(folder)).map(lineOf) };
};

/** Once a day, where the operator has named a folder for it: a backup, and the drill that shows it can be restored. */
export async function runDaily(context: JobContext): Promise<BackupLine | null> {
  if (process.env['OAK_BACKUP_FOLDER'] === undefined) {
    context.job.note('No backup_folder is set: nothing was backed up.');
    return null;
  }
  const made = await runBackup(context, {});
  await drill(context);
  return made;
}
