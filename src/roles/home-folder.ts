import { resolve } from 'node:path';

/** Where this deployment keeps everything: `--home`, else `OAK_HOME`, else `.oak` in the current folder. */
export function homeFolder(given?: string): string {
  return resolve(given ?? process.env['OAK_HOME'] ?? '.oak');
}
