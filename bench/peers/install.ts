/**
 * Installs the peers, each in a Python environment of its own under `bench/.peers`, and writes their versions to
 * `bench/.peers/versions.json`. A peer that cannot be installed is named; its bench then scales by raw DuckDB.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { peerProgram, peersFolder } from '../places.ts';

interface Peer {
  readonly packages: readonly string[];
  /** What must run without error for it to count as installed: a program of the environment and its arguments. */
  readonly proof: readonly [string, ...string[]];
}

const peers: Readonly<Record<string, Peer>> = {
  datasette: { packages: ['datasette'], proof: ['python', '-c', 'import datasette'] },
  'sqlite-utils': { packages: ['sqlite-utils'], proof: ['python', '-c', 'import sqlite_utils'] },
  roapi: { packages: ['roapi'], proof: ['roapi', '--version'] },
  splink: { packages: ['splink==5.0.0', 'pyarrow'], proof: ['python', '-c', 'import splink'] },
  pandera: { packages: ['pandera[pandas]', 'pyarrow'], proof: ['python', '-c', 'import pandera.pandas'] },
  // setuptools: the profiler imports pkg_resources, which newer ones no longer have.
  'fg-data-profiling': {
    packages: ['fg-data-profiling', 'setuptools<81', 'pyarrow'],
    proof: ['python', '-c', 'import data_profiling'],
  },
};

const run = promisify(execFile);
export const versionsFile = join(peersFolder, 'versions.json');

/** The versions recorded by the last installation: package by peer; empty before the first. */
export function peerVersions(): Record<string, string> {
  return existsSync(versionsFile) ? JSON.parse(readFileSync(versionsFile, 'utf8')) : {};
}

/** Whether a peer is there to run beside ours. */
export const hasPeer = (peer: string) => peer in peerVersions();

async function install(name: string, peer: Peer): Promise<string> {
  const python = peerProgram(name, 'python');
  if (!existsSync(python)) await run('python3', ['-m', 'venv', join(peersFolder, name)]);
  await run(python, ['-m', 'pip', 'install', '--quiet', ...peer.packages], { maxBuffer: 1e8 });
  const [program, ...parameters] = peer.proof;
  await run(peerProgram(name, program), parameters);
  const asked = peer.packages[0]!.replace(/\[.*/, '');
  const shown = await run(python, [
    '-c',
    `from importlib.metadata import version; print(version('${asked}'))`,
  ]);
  return shown.stdout.trim();
}

if (import.meta.main) {
  mkdirSync(peersFolder, { recursive: true });
  const versions = peerVersions();
  for (const [name, peer] of Object.entries(peers)) {
    try {
      versions[name] = await install(name, peer);
      console.log(`${name} ${versions[name]}`);
    } catch (error) {
      delete versions[name];
      const said = String((error as { stderr?: string }).stderr ?? error).trim();
      console.log(`${name}: could not be installed: ${said.split('\n').at(-1)}`);
    }
  }
  writeFileSync(versionsFile, JSON.stringify(versions, undefined, 2));
}
