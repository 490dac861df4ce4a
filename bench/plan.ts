/**
 * How long the plan's pages take on the server, and a recount of all objectives, with 10 cycles, 500 items, 5,000 comments,
 * 60 agencies, 200 objectives and 8 years of daily values. Targets: a page under 300 ms, the recount under 10 s.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';

// Node runs TypeScript but not JSX: pages are turned into plain modules as they are loaded.
registerHooks({
  load: (url, context, next) =>
    url.endsWith('.tsx')
      ? {
          format: 'module',
          shortCircuit: true,
          source: transformSync(readFileSync(fileURLToPath(url), 'utf8'), {
            loader: 'tsx',
            jsx: 'automatic',
            jsxImportSource: 'hono/jsx',
            format: 'esm',
          }).code,
        }
      : next(url, context),
});
await import('./plan/run.ts');
