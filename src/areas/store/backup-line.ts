import type { Manifest } from '../../store/backup/manifest.ts';
import type { BackupLine } from './model.ts';

/** A backup in a line. */
export const lineOf = ({
  name,
  made_at,
  files,
  rows,
  audit,
}: Manifest & { readonly name: string }): BackupLine => ({
  name,
  made_at,
  bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
  files: files.length,
  rows: Object.values(rows).reduce((sum, count) => sum + count, 0),
  entries: audit?.size ?? 0,
});
