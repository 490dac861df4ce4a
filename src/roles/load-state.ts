import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Owner } from './own-home.ts';
import { unreadableFile } from '../core/request-errors.ts';

/** Copies a state's folder into a home that has none, whole or not at all, so that the home needs nothing outside it. */
export function placeState(folder: string, home: string): void {
  const from = resolve(folder);
  if (!existsSync(join(from, 'jurisdiction.yaml'))) {
    throw unreadableFile.with({ file: join(basename(from), 'jurisdiction.yaml'), because: 'a state folder must hold it' });
  }
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const half = join(home, '.state-arriving');
  rmSync(half, { recursive: true, force: true });
  cpSync(from, half, { recursive: true });
  renameSync(half, join(home, 'state'));
}

export async function loadState(owner: Owner, say: (line: string) => void): Promise<void> {
  say(`state ${owner.home}`);
}
export async function loadStateCommand(_: readonly string[]): Promise<number> {
  return 0;
}
