import { join } from 'node:path';

/** What of a home a backup leaves out: what the store’s own copy holds, what is plain text for a moment, and the keys. */
export const leftOut = (name: string): boolean =>
  /^(store\.sqlite.*|owner\.(lock|json).*|private|logs|keys|backups|before-upgrade|\..*)$/.test(name);

/** Unfinished files and working folders of the lake. */
export const isUnfinished = (name: string): boolean => name.startsWith('.');

/** The keys lie apart, and are backed up apart. */
export const keyFolderOf = (home: string): string => process.env['OAK_KEY_FOLDER'] ?? join(home, 'keys');
