import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where the benches find things and leave things. Nothing outside the repository is read or written. */
export const repository = resolve(import.meta.dirname, '..');
export const oak = join(repository, 'bin', 'oak');
export const peersFolder = join(import.meta.dirname, '.peers');
export const dataFolder = join(import.meta.dirname, '.data');

/** A program of a peer's own Python environment. */
export const peerProgram = (peer: string, program: string) => join(peersFolder, peer, 'bin', program);

/** An empty folder under `.data`, removed when the script ends. */
export function temporaryFolder(name: string): string {
  mkdirSync(dataFolder, { recursive: true });
  const folder = mkdtempSync(join(dataFolder, `${name}-`));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  return folder;
}
