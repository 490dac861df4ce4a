/** A newer file of a dataset that is there already, 1 % of its rows changed: a second version, and the row diff. */
import { parseArgs } from 'node:util';
import { contestant } from './contestants.ts';
import { crashRecords, isChanged } from './data/crash-records.ts';
import { stop, watch } from './measure.ts';
import { emptyHome, ingest, jobsDone, startOurs } from './ours.ts';
import { judge, printTable } from './table.ts';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } });
const rowCount = Number(values.rows);
let changed = 0;
for (let row = 0; row < rowCount; row++) if (isChanged(row)) changed++;

await contestant('ours', async () => {
  const server = await startOurs(emptyHome(), 9_315);
  // Between the loads the server comes to rest, so that no profile of the first is taken for work of the second.
  async function load(file: string, ...options: string[]) {
    const memory = watch(server.child.pid!);
    const { answer, run } = await ingest(server.home, file, ...options);
    memory.stop();
    await jobsDone(server);
    return {
      dataset: answer.dataset,
      changes: answer.changes,
      seconds: run.seconds,
      peakMB: memory.peakMB(),
    };
  }
  const lines = [];
  const ratios = [];
  for (const key of [[], ['--key-fields', 'crash_id']]) {
    const first = await load(crashRecords(rowCount), ...key);
    const second = await load(crashRecords(rowCount, 'changed'), '--dataset', first.dataset);
    const by = key.length === 0 ? 'by whole row' : 'by key';
    lines.push({ what: `first load, ${by}`, seconds: first.seconds, 'peak MB': first.peakMB });
    lines.push({ what: 'second, with row diff', seconds: second.seconds, 'peak MB': second.peakMB });
    ratios.push({ by, ratio: second.seconds / first.seconds, changes: second.changes });
  }
  stop(server.child);
  printTable(`Second load, ${changed.toLocaleString('en-US')} rows changed in two cells each`, lines);
  for (const { by, ratio, changes } of ratios) {
    judge(`second load against the first, ${by}`, ratio, 2, 'at most', '×');
    console.log(`       found: ${JSON.stringify(changes)}`);
  }
});
