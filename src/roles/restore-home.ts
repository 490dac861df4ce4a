import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../core/clock.ts';
import { loadJurisdiction } from '../core/load-jurisdiction.ts';
import { homeBusy, invalidInput } from '../core/request-errors.ts';
import { parseVerifier } from '../store/audit-log/signed-note.ts';
import { verifyLog } from '../store/audit-log/verify-log.ts';
import { copyStore } from '../store/backup/copy-store.ts';
import { manifestFile, storeFileName } from '../store/backup/manifest.ts';
import { checkBackup } from '../store/backup/read-backup.ts';
import { damageOf } from '../store/backup/snapshot-store.ts';
import { backupDiffers } from '../store/errors.ts';
import { claimHome } from '../store/home.ts';
import { migrate } from '../store/migrations/index.ts';
import { openPostgresStore } from '../store/postgres.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import { homeFolder } from './home-folder.ts';
import { auditKeyFile, openHomeLog } from './home-log.ts';
import { keyFolder } from './key-folder.ts';
import { homeInUse } from './role-errors.ts';

const arriving = '.restoring';

/**
 * `oak store restore BACKUP [--home DIR] [--keys FOLDER]`: puts a whole backup into a home that holds nothing, and, where a
 * database is named in the settings, its control plane into that. Every file is compared before the first is placed; the
 * control plane is placed last, so that a home cut short in between is seen to be none. The restoring is an entry in the log.
 */
export async function restoreCommand(words: readonly string[]): Promise<number> {
  const { values, positionals } = readWords(words);
  const [given] = positionals;
  if (given === undefined)
    throw invalidInput.with({ problems: ['Name the folder of the backup: `oak store restore BACKUP`.'] });
  const backup = resolve(given);
  const home = homeFolder(values.home);
  const manifest = await checkBackup(backup);
  const claim = await claimHome(home);
  if (!claim.owned) throw homeBusy.with({ home });
  try {
    await makeRoom(
      home,
      manifest.files.map(({ path }) => path.split('/')[0]!),
    );
    const inside = join(home, arriving);
    await mkdir(inside, { mode: 0o700 });
    for (const { path } of manifest.files)
      await cp(join(backup, path), join(inside, path), { preserveTimestamps: true });
    const damage = damageOf(join(inside, storeFileName));
    if (damage !== undefined) throw backupDiffers.with({ backup: manifest.name, what: damage });
    const names = (await readdir(inside)).filter((name) => name !== manifestFile && name !== storeFileName);
    for (const name of names) {
      // Claiming made it, empty.
      if (name === 'lake') await rmdir(join(home, name));
      await rename(join(inside, name), join(home, name));
    }
    await rename(join(inside, storeFileName), join(home, storeFileName));
    await rm(inside, { recursive: true });
    if (values.keys !== undefined) await cp(resolve(values.keys), keyFolder(home), { recursive: true });
    console.log(await openRestored(home, manifest.name, manifest.audit?.note));
    return 0;
  } finally {
    await claim.release();
  }
}

/** What an earlier restoring left half done goes; anything else is someone's data. */
async function makeRoom(home: string, names: readonly string[]): Promise<void> {
  const store = existsSync(join(home, storeFileName));
  if (existsSync(join(home, arriving)) && !store) {
    for (const name of new Set([arriving, ...names]))
      await rm(join(home, name), { recursive: true, force: true });
    await mkdir(join(home, 'lake'), { recursive: true });
  }
  const lake = await readdir(join(home, 'lake'));
  if (store || existsSync(join(home, 'state')) || lake.length > 0) throw homeInUse.with({ home });
}

async function openRestored(home: string, backup: string, note: string | undefined): Promise<string> {
  const jurisdiction = await loadJurisdiction(join(home, 'state'));
  const clock = systemClock(jurisdiction.timeZone);
  const file = await openSqliteStore({ file: join(home, storeFileName) });
  await migrate(file);
  const databaseUrl = process.env['OAK_DATABASE_URL'];
  let store = file;
  if (databaseUrl !== undefined) {
    store = await openPostgresStore({ url: databaseUrl });
    await migrate(store);
    await copyStore(file, store);
    await file.close();
  }
  try {
    if (!existsSync(auditKeyFile(home)))
      return `Restored from ${backup}. Before you start it, put the keys back into ${keyFolder(home)}: without them neither the log nor sealed data can be opened.`;
    const log = () => {};
    const audit = await openHomeLog({ home, store, clock, state: jurisdiction.id, log, sequence: false });
    const report = await verifyLog(store.read, parseVerifier(audit.verifier)!, {
      outside: note === undefined ? [] : [note],
    });
    const [fault] = report.faults;
    if (fault !== undefined)
      throw backupDiffers.with({
        backup,
        what: `its log does not verify at entry ${fault.leaf}: ${fault.kind}`,
      });
    await audit.appendNow({
      outcome: 'noted',
      operation: 'store.restore',
      actor: 'operator',
      kind: 'operator',
      detail: { backup: basename(backup), entries: report.entries },
    });
    await audit.settle();
    return `Restored from ${backup}: ${report.entries} entries of the log verified, root ${report.root}.`;
  } finally {
    await store.close();
  }
}

function readWords(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: { home: { type: 'string' }, keys: { type: 'string' } },
      allowPositionals: true,
    });
  } catch (thrown) {
    throw invalidInput.with({ problems: [(thrown as Error).message] });
  }
}
