/** `npm start` as a new user meets it, after the install: the first run builds the state, a later one only opens it. */
import { stop } from './measure.ts';
import { build, jobsDone, startOurs } from './ours.ts';
import { temporaryFolder } from './places.ts';
import { judge, printTable } from './table.ts';

build();
const home = temporaryFolder('home');
const first = await startOurs(home, 9_390, '--example');
const loaded = performance.now();
await jobsDone(first);
const afterwards = (performance.now() - loaded) / 1000;
const ended = new Promise((resolve) => first.child.once('exit', resolve));
stop(first.child);
await ended;
const later = await startOurs(home, 9_390, '--example');
stop(later.child);

printTable('Start', [
  { what: 'first run, until ready', seconds: first.readySeconds },
  { what: 'profiles and checks after that', seconds: afterwards },
  { what: 'a later start, until ready', seconds: later.readySeconds },
]);
judge('first run', first.readySeconds, 90, 'at most', 's');
judge('later start', later.readySeconds, 3, 'at most', 's');
