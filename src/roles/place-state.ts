import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { unreadableFile } from '../core/request-errors.ts';

/** Copies a state's folder into a home that has none, whole or not at all, so that the home needs nothing outside it. */
export function placeState(folder: string, home: string): void {
  const from = resolve(folder);
  if (!existsSync(join(from, 'jurisdiction.yaml'))) {
    throw unreadableFile.with({
      file: join(basename(from), 'jurisdiction.yaml'),
      because: 'a state folder must hold it',
    });
  }
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const arriving = join(home, '.state-arriving');
  rmSync(arriving, { recursive: true, force: true });
  cpSync(from, arriving, { recursive: true });
  renameSync(arriving, join(home, 'state'));
}
