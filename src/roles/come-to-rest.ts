import type { Server } from 'node:http';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** After so long without a request nobody waits for the pause. */
const quietMs = 2_000;
/** Memory that the heap holds and does not use; below it a collection is not worth its while. */
const worthBytes = 8 * 1024 * 1024;

setFlagsFromString('--expose-gc');
// Left to itself V8 lets a heap of 80 MB grow to 460 before it looks through all of it: on a machine with much memory a server
// under load grows for minutes. It looks when the heap has grown by this much since the last time.
setFlagsFromString('--heap-growing-percent=40');
const collect: (how: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void =
  runInNewContext('gc');

/**
 * Gives a server's memory back once nobody asks it anything: V8 lets what is new grow to a hundred megabytes under load and
 * gives it up only much later. Takes some tenths of a second, once after each time of use.
 */
export function comeToRest(server: Server): { close(): void } {
  let askedAt = performance.now();
  let used = true;
  let under = 0;
  server.on('request', (_, response) => {
    under += 1;
    used = true;
    response.once('close', () => {
      under -= 1;
      askedAt = performance.now();
    });
  });
  const timer = setInterval(() => {
    if (!used || under > 0 || performance.now() - askedAt < quietMs) return;
    used = false;
    const { total_heap_size: held, used_heap_size: needed } = getHeapStatistics();
    if (held - needed > worthBytes) collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  }, 1_000).unref();
  return { close: () => clearInterval(timer) };
}
