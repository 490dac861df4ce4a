import { dirname, join } from 'node:path';

/** The bundle this process was started from; child processes play their roles from the same file. */
export function programFile(): string {
  return process.env['OAK_BUNDLE'] ?? process.argv[1]!;
}

export const assetsFolder = () => join(dirname(programFile()), 'assets');

/** The folder of the whole program: where `examples/` and `docs/` lie. */
export const programRoot = () => dirname(dirname(programFile()));
