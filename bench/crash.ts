/** A thousand kills of a loading server, at every durable step and at random moments: `node bench/crash.ts [--rounds N] [--seed N]`. */
import { parseArgs } from 'node:util';
import { crashRounds } from '../test/crash/ingest-rounds.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } },
});
const started = performance.now();
const report = await crashRounds(Number(values.rounds), Number(values.seed));
console.log(
  `${report.rounds} rounds, ${report.killed} kills, ${report.versions} versions, ${((performance.now() - started) / 1000).toFixed(0)} s`,
);
for (const [step, times] of report.byStep) console.log(`${String(times).padStart(6)}  ${step}`);
for (const fault of report.broken) console.log(fault);
console.log(
  report.broken.length === 0 ? 'PASS: nothing acknowledged was lost, nothing half-written was seen' : 'SHORT',
);
process.exitCode = report.broken.length === 0 ? 0 : 1;
