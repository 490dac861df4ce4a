/**
 * Who looked at what, who changed what, who was refused, and the proof that nothing of it was altered since. The log
 * itself is in `store/audit-log`: every area writes to it through its context; this area reads it, proves it and checks it.
 * Uses core and the store.
 */
import { area as form } from '../area.ts';
import { checkProof } from './check-proof.ts';
import { checkpoint, makeDailyCheckpoint } from './checkpoint.ts';
import { operations } from './contract.ts';
import { eraseContent } from './erase-content.ts';
import { errors } from './errors.ts';
import { exportLog } from './export-log.ts';
import { looks, myLooks } from './looks.ts';
import { pages } from './pages.ts';
import { prove, proveGrowth } from './prove.ts';
import { search } from './search.ts';
import { showEntry } from './show-entry.ts';
import { showLog } from './show-log.ts';
import { runVerify, verify, verifyKind } from './verify.ts';

const dailyCheckpoint = 'audit.make-checkpoint';

export const area = form({
  name: 'audit',
  operations,
  handlers: {
    'show-log': showLog,
    checkpoint,
    prove,
    'prove-growth': proveGrowth,
    'check-proof': checkProof,
    search,
    'show-entry': showEntry,
    export: exportLog,
    looks,
    'my-looks': myLooks,
    verify,
    'erase-content': eraseContent,
  },
  jobs: { [dailyCheckpoint]: makeDailyCheckpoint, [verifyKind]: runVerify },
  daily: [dailyCheckpoint],
  pages,
  tables: [],
  errors,
});
