/** A newer file of a dataset that is there already, 1 % of its rows changed: a second version, and the row diff. */
import { parseArgs } from 'node:util';
import { contestant } from './contestants.ts';
import { crashRecords, isChanged } from './data/crash-records.ts';
import { emptyHome, ingest, jobSeconds, jobsOf } from './ours.ts';
import { judge, printTable } from './table.ts';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } });
const rowCount = Number(values.rows);
const home = emptyHome();
let changed = 0;
for (let row = 0; row < rowCount; row++) if (isChanged(row)) changed++;

await contestant('ours', async () => {
  const first = await ingest(home, crashRecords(rowCount));
  const second = await ingest(home, crashRecords(rowCount, 'changed'), '--dataset', first.answer.dataset);
  const later = (await jobsOf(home)).filter(
    (job) => /diff|compare/.test(job.kind) && job.finished_at !== null,
  );
  const seconds = second.run.seconds + later.reduce((sum, job) => sum + jobSeconds(job), 0);
  printTable(`Second load, ${changed.toLocaleString('en-US')} rows changed`, [
    { what: 'first load', seconds: first.run.seconds, 'peak MB': first.run.peakMB },
    { what: 'second load, with row diff', seconds, 'peak MB': second.run.peakMB },
  ]);
  judge('second load against the first', seconds / first.run.seconds, 2, 'at most', '×');
});
