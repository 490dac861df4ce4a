import { parentPort, workerData } from 'node:worker_threads';
import { eachGuardedPair, type PairRequest } from './guarded-pairs.ts';
import type { FromPairWorker } from './pair-batches.ts';

/**
 * The thread that brings pairs together, a batch at a time, while another weighs them. It needs numbers only, all of them in
 * shared memory; it waits when it is too far ahead.
 */
const { request, taken, batch, ahead } = workerData as {
  readonly request: PairRequest;
  /** Batches that have been weighed. */
  readonly taken: Int32Array;
  readonly batch: number;
  readonly ahead: number;
};

let pairs = new Int32Array(2 * batch);
let used = 0;
let sent = 0;
const tell = (message: FromPairWorker) =>
  parentPort!.postMessage(message, message.pairs === undefined ? [] : [message.pairs.buffer]);
const send = () => {
  for (let done = Atomics.load(taken, 0); sent - done >= ahead; done = Atomics.load(taken, 0))
    Atomics.wait(taken, 0, done);
  sent++;
  tell({ pairs: used === pairs.length ? pairs : pairs.slice(0, used) });
  pairs = new Int32Array(2 * batch);
  used = 0;
};
const guarded = eachGuardedPair(request, (left, right) => {
  pairs[used++] = left;
  pairs[used++] = right;
  if (used === pairs.length) send();
});
if (used > 0) send();
tell({ guarded });
