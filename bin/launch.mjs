// Runs the built program with Node 24: installs and builds first when needed, passes signals on, ends with its code.
import { spawn } from 'node:child_process';
import { ensureInstalled } from './install.mjs';
import { environmentWith, thisIsNew } from './node24.mjs';

/** @param {string[]} args */
export async function launch(args) {
  const node = ensureInstalled({ withTests: false });
  const { build, bundle, isBuilt } = await import('./build.mjs');
  if (!isBuilt()) await build();
  if (thisIsNew) {
    quietly();
    process.argv = [process.execPath, bundle, ...args];
    await import(bundle);
    return;
  }
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', bundle, ...args], {
    stdio: 'inherit',
    env: environmentWith(node),
  });
  // The terminal already sends Ctrl-C to the whole group: here it is only kept from ending us before the child.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGHUP', () => child.kill('SIGHUP'));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
  });
}

// node:sqlite is marked experimental and says so once a process; nobody who uses this program can act on it.
function quietly() {
  const warn = process.emitWarning;
  process.emitWarning = (warning, ...rest) => {
    const kind = typeof rest[0] === 'string' ? rest[0] : rest[0]?.type;
    if (kind !== 'ExperimentalWarning') warn.call(process, warning, ...rest);
  };
}
