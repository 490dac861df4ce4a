// Bundles the server, its writer thread, the islands and the styles into dist/. Runs in a fraction of a second, and only
// when a source file is newer than the last build.
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from './node24.mjs';

const dist = process.env.OAK_DIST ?? join(root, 'dist');
export const bundle = join(dist, 'oak.mjs');
const stamp = join(dist, '.built');

function newest(folder) {
  let latest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    latest = Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return latest;
}

export function isBuilt() {
  return (
    existsSync(bundle) &&
    existsSync(stamp) &&
    statSync(stamp).mtimeMs >
      Math.max(
        newest(join(root, 'src')),
        statSync(join(root, 'bin', 'build.mjs')).mtimeMs,
        statSync(join(root, 'package-lock.json')).mtimeMs,
      )
  );
}

export async function build() {
  const { build: esbuild, stop } = await import('esbuild');
  mkdirSync(dist, { recursive: true });
  rmSync(stamp, { force: true });
  const program = await esbuild({
    entryPoints: {
      oak: join(root, 'src/main.ts'),
      'writer-worker': join(root, 'src/store/writer-worker.ts'),
      'disclosure-worker': join(root, 'src/areas/disclosure/disclosure-worker.ts'),
      'typst-process': join(root, 'src/areas/plan/print/typst-process.ts'),
      'linkage-pair-worker': join(root, 'src/areas/linkage/block/pair-worker.ts'),
      'linkage-index-worker': join(root, 'src/areas/linkage/resident/index-worker.ts'),
    },
    bundle: true,
    outdir: dist,
    outExtension: { '.js': '.mjs' },
    platform: 'node',
    target: 'node24',
    format: 'esm',
    splitting: true,
    chunkNames: 'part-[hash]',
    // Native or lazily needed packages stay in node_modules.
    external: [
      '@duckdb/*',
      '@cedar-policy/*',
      '@myriaddreamin/*',
      'highs',
      'oidc-provider',
      'pg',
      'pg-native',
      'esbuild',
      'canvas',
    ],
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    sourcemap: 'linked',
    // Fewer letters to read at each start; names stay as they are written.
    minifyWhitespace: true,
    // Some packages inside the bundle are CommonJS and call require.
    banner: {
      js: "import { createRequire as oakRequire } from 'node:module'; const require = oakRequire(import.meta.url);",
    },
    metafile: true,
    absWorkingDir: root,
    logLevel: 'warning',
  });
  const islands = join(root, 'src/web/islands');
  const scripts = existsSync(islands)
    ? readdirSync(islands).filter((name) => /\.ts$/.test(name) && !/\.test\.ts$/.test(name))
    : [];
  await esbuild({
    entryPoints: [
      ...scripts.map((name) => ({ in: join(islands, name), out: `assets/${name.replace(/\.ts$/, '')}` })),
      { in: join(root, 'src/web/styles/site.css'), out: 'assets/site' },
    ],
    bundle: true,
    minify: true,
    outdir: dist,
    format: 'esm',
    target: ['chrome120', 'firefox120', 'safari17'],
    loader: { '.woff2': 'file' },
    assetNames: 'assets/[name]-[hash]',
    logLevel: 'warning',
  });
  cpSync(join(root, 'src/web/images'), join(dist, 'assets'), { recursive: true });
  // Parts of earlier builds go only now: a process started from them may still be reading.
  const made = new Set(Object.keys(program.metafile.outputs).map((path) => basename(path)));
  for (const name of readdirSync(dist))
    if (/\.mjs(\.map)?$/.test(name) && !made.has(name)) rmSync(join(dist, name));
  writeFileSync(stamp, '');
  // Its service would stay beside a server for ever.
  await stop();
}
