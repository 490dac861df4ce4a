import { join } from 'node:path';
import type { Context } from '../handler.ts';

/** Where backups lie unless another folder is named. On another disk it survives this one. */
export const backupFolder = ({ running }: Pick<Context, 'running'>): string =>
  process.env['OAK_BACKUP_FOLDER'] ?? join(running.home, 'backups');
