import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exampleRun, removeExample } from './journeys/example-home.ts';

/** Tests that start processes start the real bundle: built once, before any of them. */
export async function setup(): Promise<() => void> {
  const build = (await import('../bin/build.mjs' as string)) as {
    isBuilt(): boolean;
    build(): Promise<void>;
  };
  if (!build.isBuilt()) await build.build();
  process.env['OAK_BUNDLE'] = join(import.meta.dirname, '..', 'dist', 'oak.mjs');
  // One example state for all of them, made when the first asks for it.
  const run = mkdtempSync(join(tmpdir(), 'oak-run-'));
  process.env[exampleRun] = run;
  return () => removeExample(run);
}
