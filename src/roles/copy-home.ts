import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../core/clock.ts';
import { loadJurisdiction } from '../core/load-jurisdiction.ts';
import { homeBusy, invalidInput } from '../core/request-errors.ts';
import { readHead } from '../store/audit-log/integrate-entries.ts';
import { parseVerifier } from '../store/audit-log/signed-note.ts';
import { verifyLog } from '../store/audit-log/verify-log.ts';
import { copyStore } from '../store/backup/copy-store.ts';
import { backupDiffers } from '../store/errors.ts';
import { claimHome } from '../store/home.ts';
import { migrate } from '../store/migrations/index.ts';
import { openPostgresStore } from '../store/postgres.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import { homeFolder } from './home-folder.ts';
import { openHomeLog } from './home-log.ts';

/**
 * `oak store copy --to postgres://… [--home DIR]`: copies the control plane of a home from SQLite into an empty PostgreSQL
 * database, and holds the log there to the root it had. The SQLite file stays as it is; nothing may run meanwhile.
 */
export async function copyCommand(words: readonly string[]): Promise<number> {
  const { to, home: given } = readWords(words);
  const home = homeFolder(given);
  const claim = await claimHome(home);
  if (!claim.owned) throw homeBusy.with({ home });
  const jurisdiction = await loadJurisdiction(join(home, 'state')).catch(async (error) => {
    await claim.release();
    throw error;
  });
  const from = await openSqliteStore({ file: claim.home.storeFile });
  try {
    const target = await openPostgresStore({ url: to });
    try {
      await migrate(from);
      await migrate(target);
      const clock = systemClock(jurisdiction.timeZone);
      const log = () => {};
      const audit = await openHomeLog({
        home,
        store: from,
        clock,
        state: jurisdiction.id,
        log,
        sequence: false,
      });
      const before = await audit.settle();
      const counts = await copyStore(from, target, (table, done) => {
        if (done % 10_000 === 0) console.error(`${table}: ${done.toLocaleString('en-US')} rows`);
      });
      const report = await verifyLog(target.read, parseVerifier(audit.verifier)!, {
        outside: before === undefined ? [] : [before.note],
      });
      const after = await readHead(target.read);
      if (report.faults.length > 0 || after?.root !== before?.root)
        throw backupDiffers.with({ backup: 'The copy', what: 'the root of its log is another' });
      const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
      console.log(
        `Copied ${rows.toLocaleString('en-US')} rows of ${Object.keys(counts).length} tables. ` +
          `The log has its ${report.entries} entries and its root ${report.root}.\n` +
          'Set database_url in oak.yaml to that address; the SQLite file is no longer used, and can be kept as a backup.',
      );
      return 0;
    } finally {
      await target.close();
    }
  } finally {
    await from.close();
    await claim.release();
  }
}

function readWords(words: readonly string[]): { to: string; home?: string } {
  let values: { to?: string; home?: string };
  try {
    ({ values } = parseArgs({
      args: [...words],
      options: { to: { type: 'string' }, home: { type: 'string' } },
    }));
  } catch (thrown) {
    throw invalidInput.with({ problems: [(thrown as Error).message] });
  }
  const { to } = values;
  if (to === undefined || !/^postgres(ql)?:\/\//.test(to))
    throw invalidInput.with({ problems: ['Give with --to the address of an empty database: postgres://…'] });
  return { ...values, to };
}
