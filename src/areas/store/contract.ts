import { z } from 'zod';
import { job, json, operation } from '../../core/operation.ts';
import { backupDiffers, backupIncomplete, backupUnwritable } from '../../store/errors.ts';
import { noBackup } from './errors.ts';
import { backupLine, drillReport, health } from './model.ts';

export const showHealth = operation({
  name: 'store.show-health',
  method: 'GET',
  path: '/api/v1/store/health',
  access: 'office',
  effect: 'read',
  summary: 'Show how the deployment is: jobs, disk, mail, the log, the last backup, slow pages',
  input: z.object({}),
  output: json(health),
  errors: [],
});

export const backup = operation({
  name: 'store.backup',
  method: 'POST',
  path: '/api/v1/store/backups',
  access: 'operator',
  effect: 'long',
  summary: 'Make a whole backup while the server runs: control plane, lake, the state’s folder; not the keys',
  input: z.object({
    to: z
      .string()
      .optional()
      .describe('folder that holds the backups; `backup_folder` of the settings when left out'),
    keys_to: z
      .string()
      .optional()
      .describe('folder for a copy of the keys, to be kept apart from the backups'),
  }),
  output: job(backupLine),
  errors: [backupUnwritable],
  paths: ['to', 'keys_to'],
});

export const listBackups = operation({
  name: 'store.list-backups',
  method: 'GET',
  path: '/api/v1/store/backups',
  access: 'operator',
  effect: 'read',
  summary: 'List whole backups, newest first',
  input: z.object({}),
  output: json(z.object({ folder: z.string(), backups: z.array(backupLine) })),
  errors: [],
});

export const drillRestore = operation({
  name: 'store.drill-restore',
  method: 'POST',
  path: '/api/v1/store/drill',
  access: 'operator',
  effect: 'long',
  summary:
    'Restore the newest backup beside the running store, and compare files, rows and the log with what they were',
  input: z.object({}),
  output: job(drillReport),
  errors: [noBackup, backupIncomplete, backupDiffers],
});

export const operations = {
  'show-health': showHealth,
  backup,
  'list-backups': listBackups,
  'drill-restore': drillRestore,
};
