/** What a server holds in memory after it has shown one page of each kind, and how soon it is ready. */
import { parseArgs } from 'node:util';
import { contestant } from './contestants.ts';
import { crashRecords } from './data/crash-records.ts';
import { stop, treeMB } from './measure.ts';
import { ingest, jobsDone, startExample, startOurs } from './ours.ts';
import { startDatasette } from './peers/servers.ts';
import { screensOf } from './screens-found.ts';
import { judge, printTable } from './table.ts';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } });
const rowCount = Number(values.rows);
const seconds = (count: number) => new Promise((resolve) => setTimeout(resolve, count * 1000));

const ours = await contestant('ours', async () => {
  const first = await startExample(9_380);
  const { dataset } = (await ingest(first.home, crashRecords(rowCount))).answer;
  await jobsDone(first);
  stop(first.child);
  await new Promise((resolve) => first.child.once('exit', resolve));
  const server = await startOurs(first.home, 9_380);
  const freshMB = treeMB(server.child.pid!);
  const screens = await screensOf(server, 1);
  await fetch(
    `${server.root}/api/v1/datasets/${dataset}/rows?where=town='Hartford'&order=crash_date%20desc&limit=100`,
  );
  await seconds(5);
  const soonMB = treeMB(server.child.pid!);
  await seconds(15);
  const restMB = treeMB(server.child.pid!);
  stop(server.child);
  return { readySeconds: server.readySeconds, freshMB, soonMB, restMB, pages: screens.size };
});
const datasette = await contestant(
  'Datasette',
  async () => {
    const server = await startDatasette(rowCount, 9_381);
    const freshMB = treeMB(server.child.pid!);
    const database = `/crashes-${rowCount}`;
    const pages = [
      '/',
      database,
      `${database}/crashes`,
      `${database}/crashes/10000000`,
      `${database}/crashes.json`,
    ];
    for (const page of pages) await (await fetch(server.root + page)).arrayBuffer();
    await seconds(5);
    const soonMB = treeMB(server.child.pid!);
    await seconds(15);
    const restMB = treeMB(server.child.pid!);
    stop(server.child);
    return { readySeconds: server.readySeconds, freshMB, soonMB, restMB, pages: pages.length };
  },
  'datasette',
);

printTable(
  'Server at rest',
  Object.entries({ ours, Datasette: datasette }).flatMap(([what, result]) =>
    result === undefined
      ? []
      : [
          {
            what,
            'ready s': result.readySeconds,
            'fresh MB': result.freshMB,
            pages: result.pages,
            'after 5 s': result.soonMB,
            'at rest (20 s) MB': result.restMB,
          },
        ],
  ),
);
if (ours) {
  judge('memory at rest', ours.restMB, 250, 'at most', 'MB');
  judge('ready', ours.readySeconds, 3, 'at most', 's');
}
