/**
 * A small HTTP load client, a process of its own so that it does not share the server's event loop. It keeps
 * connections open, is bounded in count and in time, and speaks to loopback only. Plan in as JSON, result out as JSON.
 */
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import type { LoadPlan, LoadResult } from './load.ts';

const plan: LoadPlan = JSON.parse(readFileSync(0, 'utf8'));
const agent = new Agent({ keepAlive: true, maxSockets: plan.clients });
for (const address of plan.addresses) {
  if (new URL(address).hostname !== '127.0.0.1') throw new Error('the load client speaks to 127.0.0.1 only');
}

function ask(address: string): Promise<{ status: number; bytes: number; firstByteMs: number; ms: number }> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const call = request(
      address,
      { agent, method: plan.body === undefined ? 'GET' : 'POST', headers: plan.headers ?? {} },
      (answer) => {
        let bytes = 0;
        let firstByteMs = 0;
        answer.on('data', (part: Buffer) => {
          if (bytes === 0) firstByteMs = performance.now() - started;
          bytes += part.length;
        });
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({ status: answer.statusCode!, bytes, firstByteMs, ms: performance.now() - started }),
        );
      },
    );
    call.on('error', reject);
    call.end(plan.body);
  });
}

const times: number[] = [];
const firstBytes: number[] = [];
const statuses: Record<string, number> = {};
let bytes = 0;
let sent = plan.first ?? 0;
const last = sent + plan.requests;
const started = performance.now();
async function client(): Promise<void> {
  while (sent < last && performance.now() - started < plan.seconds * 1000) {
    const answer = await ask(plan.addresses[sent++ % plan.addresses.length]!);
    times.push(answer.ms);
    firstBytes.push(answer.firstByteMs);
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
    bytes += answer.bytes;
  }
}
await Promise.all(Array.from({ length: plan.clients }, client));
const seconds = (performance.now() - started) / 1000;
agent.destroy();
const result: LoadResult = { times, firstBytes, statuses, bytes, seconds };
process.stdout.write(JSON.stringify(result));
