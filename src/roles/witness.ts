import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { growthProof } from '../areas/audit/model.ts';
import { invalidInput } from '../core/request-errors.ts';
import { checkGrowth } from '../store/audit-log/check-proof.ts';
import { type Checkpoint, openCheckpoint } from '../store/audit-log/checkpoint.ts';
import { type NoteVerifier, parseVerifier } from '../store/audit-log/signed-note.ts';
import { logForked, logNotSigned, logUnreachable, witnessFolderBroken } from './role-errors.ts';

/**
 * `oak audit witness ADDRESS --key KEY --keep FOLDER [--every SECONDS]`: keeps the checkpoints of a log on another machine,
 * and refuses one that does not continue what it kept. It needs no home and no store; the folder is all it has.
 */
export async function witnessCommand(words: readonly string[]): Promise<number> {
  const { address, verifier, folder, everyMs } = readOptions(words);
  for (;;) {
    console.log(await witnessOnce(address, verifier, folder));
    if (everyMs === undefined) return 0;
    await wait(everyMs);
  }
}

/** Asks once, keeps what continues; answers what it saw, in a line. Throws `audit.log-forked` and keeps both sides as evidence. */
export async function witnessOnce(address: string, verifier: NoteVerifier, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const kept = await readKept(folder, verifier);
  if (kept === undefined) {
    const note = await textFrom(address, '/api/v1/audit/checkpoint');
    const first = signed(note, verifier, address);
    await keep(folder, first, note);
    return `Kept the first checkpoint: ${first.size} entries. Nothing before it can be compared.`;
  }
  const answer = await fetched(address, `/api/v1/audit/growth?older=${kept.checkpoint.size}`);
  if (answer.status === 409) {
    // Not even its own newest checkpoint reaches what was kept.
    const note = await textFrom(address, '/api/v1/audit/checkpoint');
    throw await forked(folder, kept, note, 'it is shorter now');
  }
  const proof = growthProof.safeParse(await answer.json().catch(() => undefined));
  if (!answer.ok || !proof.success)
    throw logUnreachable.with({ address, why: `it answered ${answer.status}` });
  const { checkpoint: note, path } = proof.data;
  const newest = signed(note, verifier, address);
  if (checkGrowth({ older: kept.note, newer: note }, path, verifier) !== 'shown')
    throw await forked(folder, kept, note, 'it does not begin with what was kept');
  if (newest.size === kept.checkpoint.size) return `Unchanged: ${newest.size} entries.`;
  await keep(folder, newest, note);
  return `Continues: ${kept.checkpoint.size} entries then, ${newest.size} now.`;
}

interface Kept {
  readonly note: string;
  readonly checkpoint: Checkpoint;
}

const newestFile = 'newest.checkpoint';

async function readKept(folder: string, verifier: NoteVerifier): Promise<Kept | undefined> {
  const note = await readFile(join(folder, newestFile), 'utf8').catch(() => undefined);
  if (note === undefined) return undefined;
  const checkpoint = openCheckpoint(note, verifier);
  if (checkpoint === undefined) throw witnessFolderBroken.with({ file: newestFile });
  return { note, checkpoint };
}

async function keep(folder: string, { size }: Checkpoint, note: string): Promise<void> {
  await writeFile(join(folder, `${size}.checkpoint`), note);
  const arriving = join(folder, `${newestFile}.new`);
  await writeFile(arriving, note, { flush: true });
  await rename(arriving, join(folder, newestFile));
}

/** Two notes by one key that cannot both be true are the proof: they are kept, and what was kept stays as it is. */
async function forked(folder: string, kept: Kept, note: string, how: string) {
  const evidence = join(folder, `fork-${kept.checkpoint.size}.txt`);
  await writeFile(evidence, `Kept:\n\n${kept.note}\nShown later:\n\n${note}`);
  return logForked.with({ size: kept.checkpoint.size, how, evidence });
}

function signed(note: string, verifier: NoteVerifier, address: string): Checkpoint {
  const checkpoint = openCheckpoint(note, verifier);
  if (checkpoint === undefined) throw logNotSigned.with({ address });
  return checkpoint;
}

async function fetched(address: string, path: string): Promise<Response> {
  try {
    return await fetch(new URL(path, address), { redirect: 'error', signal: AbortSignal.timeout(30_000) });
  } catch (cause) {
    throw logUnreachable.with({ address, why: 'it does not answer' }, cause);
  }
}

async function textFrom(address: string, path: string): Promise<string> {
  const answer = await fetched(address, path);
  if (!answer.ok) throw logUnreachable.with({ address, why: `it answered ${answer.status}` });
  return answer.text();
}

function readOptions(words: readonly string[]) {
  const wrong = (problem: string) => invalidInput.with({ problems: [problem] });
  let parsed: { values: { key?: string; keep?: string; every?: string }; positionals: string[] };
  try {
    parsed = parseArgs({
      args: [...words],
      options: { key: { type: 'string' }, keep: { type: 'string' }, every: { type: 'string' } },
      allowPositionals: true,
    });
  } catch (thrown) {
    throw wrong((thrown as Error).message);
  }
  const { values, positionals } = parsed;
  const address = positionals[0] ?? '';
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
    throw wrong('Give the address of the server, such as https://data.example.gov.');
  const verifier = parseVerifier(values.key ?? '');
  if (verifier === undefined)
    throw wrong(
      'Give with --key the key of the log, as its page /audit shows it and as you had it from its keeper.',
    );
  if (values.keep === undefined) throw wrong('Give with --keep the folder in which checkpoints are kept.');
  const seconds = values.every === undefined ? undefined : Number(values.every);
  if (seconds !== undefined && !(seconds >= 1)) throw wrong('--every takes a number of seconds from 1.');
  return {
    address,
    verifier,
    folder: values.keep,
    everyMs: seconds === undefined ? undefined : seconds * 1000,
  };
}
