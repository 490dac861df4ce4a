import { join } from 'node:path';

/** Where wrapped keys lie: outside the lake, and on another disk where the operator says so. */
export const keyFolder = (home: string): string => process.env['OAK_KEY_FOLDER'] ?? join(home, 'keys');
