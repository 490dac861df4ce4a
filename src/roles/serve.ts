import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { getRequestListener } from '@hono/node-server';
import type { IdentityProvider, SamplePerson } from '../areas/access/index.ts';
import { OakError } from '../core/error.ts';
import { homeBusy, invalidInput, portTaken } from '../core/request-errors.ts';
import { httpServer } from '../http/server.ts';
import { claimHome } from '../store/home.ts';
import { comeToRest } from './come-to-rest.ts';
import { configuredProvider } from './configured-provider.ts';
import { startDaily } from './daily.ts';
import { homeFolder } from './home-folder.ts';
import { loadState } from './load-state.ts';
import { type Owner, ownHome } from './own-home.ts';
import { placeState } from './place-state.ts';
import { programRoot } from './program.ts';
import { startSampleProvider } from './sample-provider.ts';
import { applySettings, doorLimits } from './settings.ts';

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
  applySettings(homeFolder(readOptions(words).home));
  const options = readOptions(words);
  const home = homeFolder(options.home);
  const claim = await claimHome(home);
  if (!claim.owned) throw homeBusy.with({ home });
  if (options.example && !existsSync(join(home, 'state')))
    placeState(options.state ?? join(programRoot(), 'examples', 'connecticut'), home);
  const { server, url } = await listen(options);
  let ways: Awaited<ReturnType<typeof waysIn>>;
  let owner: Owner;
  try {
    ways = await waysIn(options, home, url);
    owner = await ownHome(claim, ways?.identity);
  } catch (thrown) {
    server.close();
    await claim.release();
    throw thrown;
  }
  server.removeAllListeners('request');
  const daily = startDaily(owner.app);
  const resting = comeToRest(server);
  const { publicUrl } = options;
  server.on(
    'request',
    getRequestListener(
      httpServer(owner.app, {
        trusted: false,
        ...(publicUrl === undefined ? {} : { publicUrl }),
        limits: doorLimits(),
      }).fetch,
    ),
  );
  let stop: (code: number) => void = () => {};
  const stopped = new Promise<number>((resolve) => {
    stop = resolve;
  });
  process.once('SIGINT', () => stop(0));
  process.once('SIGTERM', () => stop(0));
  try {
    const ready = () => {
      console.log(`Charter Oak is ready at ${url}  (home ${home}; Ctrl-C stops it)`);
      if (ways?.people) console.log(`\n${samplePeopleLines(ways.people, url)}`);
    };
    if (options.example) {
      const loading = loadState(owner, (line) => console.log(line)).then(ready);
      const first = await Promise.race([loading.then(() => undefined), stopped]);
      if (first !== undefined) return first;
    } else ready();
    return await stopped;
  } finally {
    daily.close();
    resting.close();
    server.close();
    server.closeAllConnections();
    await ways?.close();
    await owner.close();
  }
}

/** Holds the address before anything else is opened; until the platform is there, it says that it is starting. */
async function listen({ port, address }: Options): Promise<{ server: Server; url: string }> {
  const server = createServer((_, response) => {
    response.statusCode = 503;
    response.setHeader('retry-after', '1');
    response.end('starting');
  });
  // A large file takes longer than Node’s five minutes; a head that dribbles in is still cut off after one.
  server.requestTimeout = 12 * 60 * 60 * 1000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? portTaken.with({ port }) : error),
    );
    server.listen(port, address, resolve);
  });
  const bound = server.address();
  const number = typeof bound === 'object' && bound !== null ? bound.port : port;
  return { server, url: `http://${address.includes(':') ? `[${address}]` : address}:${number}` };
}

/** The identity provider named in the configuration, or, for a demonstration, the program's own with its sample people. */
async function waysIn(options: Options, home: string, url: string): Promise<WaysIn | undefined> {
  const named = configuredProvider(options.publicUrl ?? url);
  if (named !== undefined) return { identity: named, close: async () => {} };
  if (!options.example) return undefined;
  return startSampleProvider({ home, serverUrl: options.publicUrl ?? url, address: options.address });
}

interface WaysIn {
  readonly identity: IdentityProvider;
  readonly people?: readonly SamplePerson[];
  close(): Promise<void>;
}

/** Who may be chosen, and the address that signs each in. */
const samplePeopleLines = (people: readonly SamplePerson[], url: string): string =>
  [
    'Sample people, on this computer only. Each signs in at the address beside the name, without a password:',
    ...people.map(({ id, name, is }) => `  ${name}, ${is}\n    ${url}/sign-in/start?as=${id}`),
  ].join('\n');

function readOptions(words: readonly string[]) {
  let values: { port?: string; address?: string; home?: string; example?: boolean; state?: string };
  try {
    ({ values } = parseArgs({
      args: [...words],
      options: {
        port: { type: 'string' },
        address: { type: 'string' },
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
  const publicUrl = process.env['OAK_PUBLIC_URL'];
  if (publicUrl !== undefined && !URL.canParse(publicUrl))
    throw invalidInput.with({
      problems: ['OAK_PUBLIC_URL must be an address such as https://data.example.gov.'],
    });
  return {
    port,
    /** The address of this computer to answer at: its own alone unless another is named. */
    address: values.address ?? process.env['OAK_ADDRESS'] ?? '127.0.0.1',
    /** The address that a proxy serves the platform under. */
    publicUrl: publicUrl === undefined ? undefined : new URL(publicUrl).origin,
    home: values.home,
    example: values.example === true,
    state: values.state,
  };
}

type Options = ReturnType<typeof readOptions>;
