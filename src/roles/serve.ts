import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { getRequestListener } from '@hono/node-server';
import { OakError } from '../core/error.ts';
import { homeBusy, invalidInput, portTaken } from '../core/request-errors.ts';
import { httpServer } from '../http/server.ts';
import { claimHome } from '../store/home.ts';
import { homeFolder } from './home-folder.ts';
import { loadState } from './load-state.ts';
import { ownHome } from './own-home.ts';
import { placeState } from './place-state.ts';
import { programRoot } from './program.ts';

/** The role `serve`: owns a home and answers on loopback until it is told to stop. Returns the exit code. */
export async function serve(words: readonly string[]): Promise<number> {
  try {
    return await serveUntilStopped(words);
  } catch (thrown) {
    if (!(thrown instanceof OakError)) throw thrown;
    console.error(`${thrown.message}\n${thrown.remedy}`);
    return thrown.exit;
  }
}

async function serveUntilStopped(words: readonly string[]): Promise<number> {
  const options = readOptions(words);
  const home = homeFolder(options.home);
  const claim = await claimHome(home);
  if (!claim.owned) throw homeBusy.with({ home });
  if (options.example && !existsSync(join(home, 'state')))
    placeState(options.state ?? join(programRoot(), 'examples', 'connecticut'), home);
  const owner = await ownHome(claim);
  const server = createServer(getRequestListener(httpServer(owner.app).fetch));
  let stop: (code: number) => void = () => {};
  const stopped = new Promise<number>((resolve) => {
    stop = resolve;
  });
  process.once('SIGINT', () => stop(0));
  process.once('SIGTERM', () => stop(0));
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) =>
        reject(error.code === 'EADDRINUSE' ? portTaken.with({ port: options.port }) : error),
      );
      server.listen(options.port, '127.0.0.1', resolve);
    });
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : options.port;
    const ready = () =>
      console.log(`Charter Oak is ready at http://127.0.0.1:${port}  (home ${home}; Ctrl-C stops it)`);
    if (options.example) {
      const loading = loadState(owner, (line) => console.log(line)).then(ready);
      const first = await Promise.race([loading.then(() => undefined), stopped]);
      if (first !== undefined) return first;
    } else ready();
    return await stopped;
  } finally {
    server.close();
    server.closeAllConnections();
    await owner.close();
  }
}

function readOptions(words: readonly string[]) {
  let values: { port?: string; home?: string; example?: boolean; state?: string };
  try {
    ({ values } = parseArgs({
      args: [...words],
      options: {
        port: { type: 'string' },
        home: { type: 'string' },
        example: { type: 'boolean' },
        state: { type: 'string' },
      },
    }));
  } catch (thrown) {
    throw invalidInput.with({ problems: [(thrown as Error).message] });
  }
  const port = Number(values.port ?? process.env['OAK_PORT'] ?? 8080);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw invalidInput.with({ problems: ['--port must be a number from 0 to 65535.'], fields: ['port'] });
  return { port, home: values.home, example: values.example === true, state: values.state };
}
