import { errorKind, exitCode } from '../../core/error.ts';

export const noBackup = errorKind<Record<string, never>>({
  code: 'store.no-backup',
  status: 404,
  exit: exitCode.notFound,
  says: () => 'There is no backup yet.',
  remedy: 'Make one with `oak store backup`.',
});

export const errors = [noBackup];
