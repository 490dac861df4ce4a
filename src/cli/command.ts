import { createWriteStream } from 'node:fs';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { contract } from '../contract.ts';
import { exitCode, OakError, reviveError } from '../core/error.ts';
import { isWebAddress, type Operation } from '../core/operation.ts';
import { unknownCommand } from '../core/request-errors.ts';
import { connectHome } from '../roles/connect-home.ts';
import { homeFolder } from '../roles/home-folder.ts';
import { applySettings } from '../roles/settings.ts';
import { version } from '../version.ts';
import { type CommonOptions, readCommandLine } from './command-line.ts';
import type { Connection } from './connect.ts';
import { followJob, onLines, onTerminal, silent } from './follow-job.ts';
import { helpArea, helpOverview, helpVerb } from './help.ts';
import { showAnswer } from './show-answer.ts';

/** `oak …`: one operation, asked of whoever owns the home. Returns the exit code. */
export async function command(words: readonly string[]): Promise<number> {
  const asJson = words.includes('--json');
  try {
    return await run(words);
  } catch (thrown) {
    const error = thrown instanceof OakError ? thrown : undefined;
    if (error === undefined) {
      console.error(thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : 'failed');
      return exitCode.internal;
    }
    if (asJson)
      console.log(
        JSON.stringify({
          error: {
            code: error.code,
            message: error.message,
            remedy: error.remedy,
            exit: error.exit,
            details: error.details,
          },
        }),
      );
    else console.error(`${error.message}\n${error.remedy}`);
    return error.exit;
  }
}

/** Commands that need no owner of the home: they work while no server runs, or on another machine. */
const commandsApart: Readonly<Record<string, () => Promise<(words: readonly string[]) => Promise<number>>>> =
  {
    'audit witness': async () => (await import('../roles/witness.ts')).witnessCommand,
    'store restore': async () => (await import('../roles/restore-home.ts')).restoreCommand,
    'store copy': async () => (await import('../roles/copy-home.ts')).copyCommand,
    'store undo-upgrade': async () => (await import('../roles/undo-upgrade.ts')).undoUpgradeCommand,
  };

async function run(words: readonly string[]): Promise<number> {
  const [area, verb, ...rest] = words;
  if (area === undefined || area === 'help' || area === '--help') return help(words.slice(1));
  if (area === 'version' || area === '--version') {
    console.log(version);
    return 0;
  }
  if (area === 'load-state') {
    const { loadStateCommand } = await import('../roles/load-state.ts');
    return loadStateCommand(words.slice(1));
  }
  const at = words.indexOf('--home');
  applySettings(homeFolder(at < 0 ? undefined : words[at + 1]));
  const apart = commandsApart[`${area} ${verb ?? ''}`];
  if (apart !== undefined) return (await apart())(rest);
  const op = contract[area]?.[verb ?? ''] ?? onlyVerb(area, verb);
  if (op === undefined) {
    if (contract[area] !== undefined && (verb === undefined || verb === '--help')) return help([area]);
    throw unknownCommand.with({
      command: `${area} ${verb ?? ''}`.trim(),
      nearest: nearest(`${area} ${verb ?? ''}`.trim()),
    });
  }
  const { input, common } = readCommandLine(op, rest);
  if (common.help) {
    console.log(helpVerb(op));
    return 0;
  }
  const connection = await connectHome(homeFolder(common.home));
  try {
    return await askAndShow(connection, op, input, common);
  } finally {
    await connection.close();
  }
}

/** `oak catalog register`, where one verb alone begins with that word. */
function onlyVerb(area: string, verb: string | undefined): Operation | undefined {
  const beginning = Object.entries(contract[area] ?? {}).filter(([name]) => name.startsWith(`${verb}-`));
  return beginning.length === 1 ? beginning[0]![1] : undefined;
}

function help([area, verb]: readonly string[]): number {
  const op = area === undefined ? undefined : contract[area]?.[verb ?? ''];
  if (op !== undefined) console.log(helpVerb(op));
  else if (area !== undefined && contract[area] !== undefined) console.log(helpArea(area));
  else console.log(helpOverview());
  return 0;
}

async function askAndShow(
  connection: Connection,
  op: Operation,
  input: Record<string, unknown>,
  common: CommonOptions,
): Promise<number> {
  const request = requestFor(op, input);
  const purpose = common.purpose ?? process.env['OAK_PURPOSE'];
  if (purpose !== undefined) request.headers.set('oak-purpose', encodeURIComponent(purpose));
  const response = await connection.fetch(request);
  if (!response.ok) throw reviveError(await problemOf(response));
  if (op.output.kind === 'bytes') {
    const file = common.out === undefined ? undefined : createWriteStream(common.out);
    const body = Readable.fromWeb(response.body as never);
    await pipeline(body, file ?? process.stdout, { end: file !== undefined });
    // Told beside the answer, so that what is piped on stays clean.
    if (file !== undefined)
      console.error(`Wrote ${common.out}, ${file.bytesWritten.toLocaleString('en-US')} bytes.`);
    const note = response.headers.get('oak-note');
    if (note !== null) console.error(note);
    // An answer that is itself a verdict says how the command ends.
    return Number(response.headers.get('oak-exit') ?? 0);
  }
  let answer: unknown = await response.json();
  if (op.output.kind === 'job') {
    const teller = common.json
      ? silent()
      : process.stderr.isTTY
        ? onTerminal(process.stderr)
        : onLines(process.stderr);
    answer = await followJob(connection, (answer as { job: string }).job, teller);
  }
  console.log(common.json ? JSON.stringify(answer) : showAnswer(answer, process.stdout.columns));
  return 0;
}

/** The request a browser would send. A file is named by its path: the home's owner and this command are one person. */
function requestFor(op: Operation, given: Record<string, unknown>): Request {
  const input = { ...given };
  for (const field of op.paths ?? []) {
    const value = input[field];
    if (typeof value === 'string') input[field] = isWebAddress(value) ? value : resolve(value);
    else if (Array.isArray(value)) input[field] = value.map((path) => resolve(String(path)));
  }
  if (op.upload && typeof input['file'] === 'string') {
    input['path'] = resolve(input['file']);
    delete input['file'];
  }
  const path = op.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = input[name];
    delete input[name];
    return encodeURIComponent(String(value ?? ''));
  });
  const url = new URL(path, 'http://localhost');
  if (op.method !== 'GET' && !op.upload) {
    return new Request(url, {
      method: op.method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
  }
  for (const [name, value] of Object.entries(input)) {
    url.searchParams.set(
      name,
      typeof value === 'object'
        ? Array.isArray(value)
          ? value.join(',')
          : JSON.stringify(value)
        : String(value),
    );
  }
  return new Request(url, { method: op.method });
}

async function problemOf(response: Response): Promise<Parameters<typeof reviveError>[0]> {
  const body = (await response.json()) as {
    code: string;
    title: string;
    remedy: string;
    exit: number;
    details: Record<string, string>;
  };
  return {
    code: body.code,
    status: response.status as 400,
    exit: body.exit,
    message: body.title,
    remedy: body.remedy,
    details: body.details ?? {},
  };
}

/** The command that needs the fewest letters changed, when it is near enough to be meant. */
function nearest(given: string): string | undefined {
  const commands = Object.entries(contract).flatMap(([area, ops]) =>
    Object.keys(ops).map((verb) => `${area} ${verb}`),
  );
  const ranked = commands
    .map((name) => ({ name, distance: editDistance(given, name) }))
    .sort((a, b) => a.distance - b.distance);
  return ranked[0] !== undefined && ranked[0].distance <= Math.max(3, given.length / 3)
    ? ranked[0].name
    : undefined;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length]!;
}
