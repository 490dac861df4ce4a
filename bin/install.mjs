// Makes sure that what package-lock.json names is in node_modules, by `npm ci`, and only when something is missing.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentWith, findNode, root } from './node24.mjs';

/** @param {{ withTests: boolean }} what */
export function ensureInstalled({ withTests }) {
  if (missing(withTests).length === 0 && findNode() !== undefined) return findNode();
  // npm ci would empty node_modules: a production install must not take the test tools away from a developer.
  const developer = withTests || existsSync(join(root, 'node_modules', 'vitest'));
  console.error(`Installing packages${withTests ? ' and test tools' : ''} (npm ci) …`);
  // Inside `npm start`, npm tells its own place; npm on Windows is a .cmd file, which needs a shell.
  const own = process.env.npm_execpath;
  const rest = ['ci', '--no-audit', '--no-fund', ...(developer ? [] : ['--omit=dev'])];
  const [command, args] = own?.endsWith('.js') ? [process.execPath, [own, ...rest]] : ['npm', rest];
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: command === 'npm' && process.platform === 'win32',
    env: findNode() ? environmentWith(findNode()) : process.env,
  });
  if (done.status !== 0) {
    console.error('npm ci failed. Check that npm can reach its registry, then run the same command again.');
    process.exit(1);
  }
  const node = findNode();
  if (node === undefined) {
    console.error(
      `Charter Oak needs Node 24. This is Node ${process.versions.node}, and npm installed none for ${process.platform}-${process.arch}. Install Node 24 and run the same command again.`,
    );
    process.exit(1);
  }
  return node;
}

function missing(withTests) {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const wanted = {
    ...lock.packages[''].dependencies,
    ...(withTests ? lock.packages[''].devDependencies : {}),
  };
  return Object.keys(wanted).filter((name) => {
    const file = join(root, 'node_modules', name, 'package.json');
    return (
      !existsSync(file) ||
      JSON.parse(readFileSync(file, 'utf8')).version !== lock.packages[`node_modules/${name}`].version
    );
  });
}
