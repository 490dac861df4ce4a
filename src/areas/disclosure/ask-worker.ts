import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { reviveError } from '../../core/error.ts';
import type { DisclosureReply, DisclosureRequest } from './disclosure-worker.ts';

/** `new URL` with a variable: a bundler must leave it alone. In the bundle the thread's code lies beside the program. */
function workerFile(): string {
  const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const bundled = beside('disclosure-worker.mjs');
  return existsSync(bundled) ? bundled : beside('disclosure-worker.ts');
}

type Answered = Exclude<DisclosureReply, { error: unknown } | { failure: unknown }>;

/** Runs one request in a thread of its own; ended when whoever asked has gone. */
export function askWorker<Reply extends Answered>(
  request: DisclosureRequest,
  signal: AbortSignal,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerFile(), { workerData: request, name: 'disclosure', stdin: false });
    const leave = () => void worker.terminate();
    signal.addEventListener('abort', leave, { once: true });
    worker.on('message', (reply: DisclosureReply) => {
      if ('error' in reply) reject(reviveError(reply.error));
      else if ('failure' in reply) reject(new Error(reply.failure));
      else resolve(reply as Reply);
    });
    worker.on('error', reject);
    worker.on('exit', () => {
      signal.removeEventListener('abort', leave);
      reject(new Error('the thread ended before it answered'));
    });
  });
}
