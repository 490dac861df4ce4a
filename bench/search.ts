/**
 * The search in a catalogue of 10,000 datasets with 20 fields each and 60 agencies, over HTTP: the fifty questions of
 * test/golden/search and as many mistyped ones; then the first question after a start, which builds the index.
 */
import { fillCatalogue, questions } from './data/catalogue.ts';
import { load } from './load/load.ts';
import { stop, treeMB } from './measure.ts';
import { ask, emptyHome, oakJson, startOurs } from './ours.ts';
import { judge, printTable } from './table.ts';

const size = { datasets: 10_000, agencies: 60, fieldsEach: 20 };
const home = emptyHome();
await oakJson(home, 'work', 'list-jobs');
await fillCatalogue(home, size);
const server = await startOurs(home, 9_371);
const addressOf = (q: string) => `/api/v1/search?q=${encodeURIComponent(q)}&limit=20`;
const began = performance.now();
await ask(server, 'GET', addressOf('warm'));
const firstSeconds = (performance.now() - began) / 1000;

const mistyped = questions.map((q) => q.replace(/(\w{2})(\w)(\w)(?=\w)/, '$1$3$2'));
const addresses = [...questions, ...mistyped].map((q) => server.root + addressOf(q));
// Twice through, so that the program is as it is in use.
await load({ addresses, clients: 1, requests: 2 * addresses.length, seconds: 60 });
const { p50, p95, p99 } = await load({ addresses, clients: 1, requests: 5 * addresses.length, seconds: 60 });
printTable('Search', [
  {
    ...size,
    'p50 ms': p50,
    'p95 ms': p95,
    'p99 ms': p99,
    'first question, s': firstSeconds,
    'MB of the server': treeMB(server.child.pid!),
  },
]);
stop(server.child);
judge('search, p95', p95, 50, 'at most', 'ms');
