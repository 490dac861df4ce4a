/** Server time of every screen, with the example state, 10,000 more datasets and 60 agencies that hold them. */
import { fillCatalogue } from './data/catalogue.ts';
import { load } from './load/load.ts';
import { stop } from './measure.ts';
import { ended, jobsDone, startExample, startOurs } from './ours.ts';
import { screensOf } from './screens-found.ts';
import { judge, printTable } from './table.ts';

// The example is loaded by a server of its own, which goes before its store is filled.
const first = await startExample(9_370);
stop(first.child);
await ended(first);
await fillCatalogue(first.home, { datasets: 10_000, agencies: 60, fieldsEach: 12 });
const server = await startOurs(first.home, 9_370);
await jobsDone(server);

const lines = [];
for (const [screen, addresses] of await screensOf(server)) {
  const plan = { addresses: addresses.map((path) => server.root + path), headers: { accept: 'text/html' } };
  const { p50, p95, bytesEach } = await load({ ...plan, clients: 1, requests: 60, seconds: 10 });
  lines.push({
    screen,
    addresses: addresses.length,
    'p50 ms': p50,
    'p95 ms': p95,
    'kB each': bytesEach / 1e3,
  });
}
stop(server.child);
lines.sort((a, b) => b['p95 ms'] - a['p95 ms']);
printTable('Screens', lines);
const slow = lines.filter((line) => line['p95 ms'] > 100).length;
judge('slowest screen, p95', lines[0]!['p95 ms'], 100, 'at most', 'ms');
if (slow > 0) console.log(`${slow} of ${lines.length} screens are slower than that.`);
