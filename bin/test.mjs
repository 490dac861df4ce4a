// `npm test`: installs what the tests need, checks types, style and unused code, then runs every test.
// `npm test -- src/areas/portal` runs the tests of one folder.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled } from './install.mjs';
import { environmentWith, root } from './node24.mjs';

const node = ensureInstalled({ withTests: true });
const only = process.argv.slice(2);

/** @param {string} name @param {string} script @param {string[]} args */
function step(name, script, args) {
  const started = Date.now();
  const done = spawnSync(node, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: environmentWith(node),
  });
  console.log(
    `${name}: ${done.status === 0 ? 'good' : 'FAILED'} (${((Date.now() - started) / 1000).toFixed(1)} s)`,
  );
  return done.status === 0;
}

const checks =
  only.length > 0 ||
  [
    step('Types', 'typescript/bin/tsc', ['-p', '.']),
    step('Style', '@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '--diagnostic-level=warn']),
    step('Unused code', 'knip/bin/knip.js', []),
  ].every(Boolean);
const tests = step('Tests', 'vitest/vitest.mjs', ['run', ...only]);
process.exit(checks && tests ? 0 : 1);
