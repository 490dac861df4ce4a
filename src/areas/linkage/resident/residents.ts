import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { indexUnavailable } from '../errors.ts';
import type { IndexAnswer, IndexQuestion } from './index-worker.ts';
import type { IndexSource } from './resident-index.ts';

/** An index in a thread of its own. */
export interface Resident {
  /** Which result it was made from: another one of the same folder asks for another index. */
  readonly mark: string;
  readonly needed: number;
  ask(question: IndexQuestion): Promise<IndexAnswer>;
  close(): Promise<void>;
}

/** No more than so many indexes are held; the one asked longest ago makes room. */
const mostHeld = 2;
/** An index that nobody asks gives its memory back. */
const idleMs = 15 * 60_000;
/** What a thread may take for texts and maps, beside the numbers: a set too large for it ends the thread, not the server. */
const mostMegabytes = 6_000;

const held = new Map<
  string,
  { readonly resident: Promise<Resident>; readonly mark: string; timer: NodeJS.Timeout }
>();

/** What an index is made from, when it is first asked for. */
export interface IndexOrder {
  /** Tells it from others. */
  readonly place: string;
  /** Of another result at the same place another index is made. */
  readonly mark: string;
  /** What a person calls the result. */
  readonly result: string;
  readonly source: () => Promise<IndexSource>;
  /** What was added and taken away since. */
  readonly changes: () => Promise<readonly IndexQuestion[]>;
}

/**
 * The index of a finished run, made when it is first asked for: reading and sorting takes as long as a small part of the run.
 * Throws `linkage.index-unavailable`.
 */
export async function residentOf(order: IndexOrder): Promise<Resident> {
  const { place, mark } = order;
  const known = held.get(place);
  if (known !== undefined && known.mark === mark) {
    known.timer.refresh();
    held.delete(place);
    held.set(place, known);
    return known.resident;
  }
  forget(place);
  while (held.size >= mostHeld) forget(held.keys().next().value!);
  const resident = startResident(order);
  const timer = setTimeout(() => forget(place), idleMs).unref();
  held.set(place, { resident, mark, timer });
  resident.catch(() => forget(place));
  return resident;
}

function forget(place: string): void {
  const known = held.get(place);
  if (known === undefined) return;
  held.delete(place);
  clearTimeout(known.timer);
  void known.resident.then((resident) => resident.close()).catch(() => {});
}

/** Closes every index that this process holds. */
export async function closeResidents(): Promise<void> {
  const all = [...held.values()].map(({ resident }) => resident.then((one) => one.close()).catch(() => {}));
  for (const place of [...held.keys()]) forget(place);
  await Promise.all(all);
}

async function startResident(order: IndexOrder): Promise<Resident> {
  const { mark, result } = order;
  const source = await order.source();
  const worker = new Worker(workerFile(), {
    workerData: { source },
    name: 'linkage-index',
    resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  worker.unref();
  const waiting = new Map<number, { resolve(answer: IndexAnswer): void; reject(error: unknown): void }>();
  let number = 0;
  let ended = false;
  const end = (cause?: unknown) => {
    ended = true;
    for (const { reject } of waiting.values()) reject(indexUnavailable.with({ folder: result }, cause));
    waiting.clear();
  };
  worker.on('message', (answer: IndexAnswer) => {
    waiting.get(answer.number)?.resolve(answer);
    waiting.delete(answer.number);
    if (waiting.size === 0) worker.unref();
  });
  worker.on('error', end);
  worker.on('exit', () => end());
  const wait = (own: number) =>
    new Promise<IndexAnswer>((resolve, reject) => {
      if (ended) reject(indexUnavailable.with({ folder: result }));
      worker.ref();
      waiting.set(own, { resolve, reject });
    });
  await wait(0);
  const resident: Resident = {
    mark,
    needed: source.model.threshold ?? 0.5,
    ask(question) {
      const own = ++number;
      const answer = wait(own);
      worker.postMessage({ number: own, question });
      return answer;
    },
    async close() {
      await worker.terminate();
    },
  };
  for (const change of await order.changes()) await resident.ask(change);
  return resident;
}

/** `new URL` with a variable: a bundler must leave it alone. In the bundle the thread's code lies beside the program. */
function workerFile(): string {
  const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const bundled = beside('linkage-index-worker.mjs');
  return existsSync(bundled) ? bundled : beside('index-worker.ts');
}
