import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Guarded } from './guard.ts';
import { eachGuardedPair, type PairRequest } from './guarded-pairs.ts';
import type { KeyPart } from './key-part.ts';

/** A batch of pairs (left, right, left, right, …), or at the end what the guard did. */
export interface FromPairWorker {
  readonly pairs?: Int32Array<ArrayBuffer>;
  readonly guarded?: Guarded[];
}

const batch = 32_768;
const batchesAhead = 24;
/** Fewer records are done before a thread has started. */
const worthThread = 60_000;

/**
 * Calls back for every pair of a request, once. With more than one thread the pairs are brought together beside the caller's
 * own work.
 */
export async function eachPairInBatches(
  request: PairRequest,
  threads: number,
  visit: (left: number, right: number) => void,
): Promise<Guarded[]> {
  if (threads < 2 || request.rows < worthThread) return eachGuardedPair(request, visit);
  const taken = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(workerFile(), {
    workerData: { request: numbersOnly(request), taken, batch, ahead: batchesAhead },
    name: 'linkage-pairs',
    stdin: false,
  });
  try {
    return await new Promise<Guarded[]>((resolve, reject) => {
      worker.on('message', ({ pairs, guarded }: FromPairWorker) => {
        if (pairs !== undefined) {
          for (let at = 0; at < pairs.length; at += 2) visit(pairs[at]!, pairs[at + 1]!);
          Atomics.add(taken, 0, 1);
          Atomics.notify(taken, 0);
        }
        if (guarded !== undefined) resolve(guarded);
      });
      worker.on('error', reject);
      worker.on('exit', () => reject(new Error('the thread ended before its last pair')));
    });
  } finally {
    await worker.terminate();
  }
}

/** The request without texts: what a thread gets is copied, but for shared memory. */
function numbersOnly(request: PairRequest): PairRequest {
  const bare = (part: KeyPart): KeyPart => ({ ...part, attribute: { ...part.attribute, values: [] } });
  const known = new Map(request.parts.map((part) => [part, bare(part)]));
  return {
    ...request,
    parts: [...known.values()],
    rules: request.rules.map((rule) => ({
      ...rule,
      parts: rule.parts.map((part) => known.get(part) ?? bare(part)),
    })),
  };
}

/** `new URL` with a variable: a bundler must leave it alone. In the bundle the thread's code lies beside the program. */
function workerFile(): string {
  const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const bundled = beside('linkage-pair-worker.mjs');
  return existsSync(bundled) ? bundled : beside('pair-worker.ts');
}
