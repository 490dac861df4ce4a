/**
 * What keeps the deployment whole: backups made while it runs, the drill that shows they can be restored, and how it is for
 * whoever operates it. Restoring and copying happen while no server runs: `roles/restore-home.ts`. Uses core and the store.
 */
import { area as form } from '../area.ts';
import { operations } from './contract.ts';
import { drill, drillKind, drillRestore } from './drill-restore.ts';
import { errors } from './errors.ts';
import { backup, backupKind, dailyKind, listBackups, runBackup, runDaily } from './make-backup.ts';
import { pages } from './pages.ts';
import { showHealth } from './show-health.ts';

export const area = form({
  name: 'store',
  operations,
  handlers: { 'show-health': showHealth, backup, 'list-backups': listBackups, 'drill-restore': drillRestore },
  jobs: { [backupKind]: runBackup, [drillKind]: drill, [dailyKind]: runDaily },
  daily: [dailyKind],
  pages,
  tables: [],
  errors,
});
