import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { oak, type RunningServer, serve, temporaryFolder } from '../program.ts';

/** The files the example state is made of: what the expected numbers of the journeys are counted from. */
export const exampleFolder = join(import.meta.dirname, '..', '..', 'examples', 'connecticut');
export const exampleFile = (name: string) => join(exampleFolder, 'data', name);

/** Names, for the processes of the test files, the folder that the example home of this run lies in. */
export const exampleRun = 'OAK_EXAMPLE_RUN';

const buildSeconds = 240;

/** The example state, loaded once in a run by whichever test file comes first; the others wait for it. */
export async function builtExample(): Promise<string> {
  const run = process.env[exampleRun];
  if (run === undefined) throw new Error(`${exampleRun} is set by test/build-once.ts, and is not.`);
  const built = join(run, 'home');
  const failed = join(run, 'failed');
  try {
    mkdirSync(join(run, 'begun'));
  } catch {
    const deadline = Date.now() + buildSeconds * 1000;
    while (!existsSync(built)) {
      if (existsSync(failed) || Date.now() > deadline)
        throw new Error('The example home was not built: see the test file that began it.');
      await wait(100);
    }
    return built;
  }
  const building = join(run, 'building');
  const done = await oak(building, ['load-state', exampleFolder]);
  if (done.code !== 0) {
    writeFileSync(failed, done.err);
    throw new Error(`The example home was not built:\n${done.err}`);
  }
  renameSync(building, built);
  return built;
}

/** Takes away what was made for this run, at its end. */
export const removeExample = (run: string): void => rmSync(run, { recursive: true, force: true });

export interface ExampleServer extends RunningServer {
  /** Stops the server and takes its home away. */
  end(): Promise<void>;
}

/** A server on a copy of the example home: what a test changes there, no other test sees. */
export async function serveExample(env: Record<string, string> = {}): Promise<ExampleServer> {
  const folder = temporaryFolder();
  const home = join(folder.path, 'home');
  await cp(await builtExample(), home, { recursive: true });
  const server = await serve(home, ['--example'], env);
  return {
    ...server,
    printed: () => server.printed(),
    async end() {
      await server.stop();
      folder[Symbol.dispose]();
    },
  };
}
