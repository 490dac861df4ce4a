import { join } from 'node:path';

/** Tests that start processes start the real bundle: built once, before any of them. */
export async function setup(): Promise<void> {
  const build = (await import('../bin/build.mjs' as string)) as {
    isBuilt(): boolean;
    build(): Promise<void>;
  };
  if (!build.isBuilt()) await build.build();
  process.env['OAK_BUNDLE'] = join(import.meta.dirname, '..', 'dist', 'oak.mjs');
}
