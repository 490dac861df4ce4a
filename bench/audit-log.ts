/**
 * Entries a second into the audit log on SQLite: one durable commit a row, batches of 100, and looks that come together;
 * with their places in the signed tree. Beside a bare insert of the same rows with the same indexes through the same store,
 * and beside the driver alone with neither indexes nor a thread between, in the same run and on the same disk.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import { systemClock } from '../src/core/clock.ts';
import { appendEntries } from '../src/store/audit-log/append-entries.ts';
import type { AuditEntry } from '../src/store/audit-log/audit-entry.ts';
import { openAuditLog } from '../src/store/audit-log/audit-log.ts';
import { proveEntry } from '../src/store/audit-log/prove-entry.ts';
import { parseVerifier } from '../src/store/audit-log/signed-note.ts';
import { newNoteKey } from '../src/store/audit-log/signing-key.ts';
import { verifyLog } from '../src/store/audit-log/verify-log.ts';
import { migrate } from '../src/store/migrations/index.ts';
import { openSqliteStore } from '../src/store/sqlite.ts';
import { temporaryFolder } from './places.ts';
import { judge, printTable, quantile } from './table.ts';

const { values } = parseArgs({
  options: { single: { type: 'string', default: '3000' }, batched: { type: 'string', default: '60000' } },
});
const [single, batched] = [Number(values.single), Number(values.batched)];
const rounds = 3;

const folder = mkdtempSync(join(temporaryFolder('audit'), 'run-'));
const clock = systemClock('UTC');
const entry = (at: number): AuditEntry => ({
  at: clock.now(),
  outcome: 'looked',
  operation: 'portal.read-rows',
  dataset: `abcd-${1000 + (at % 500)}`,
  actor: `person-${at % 40}`,
  kind: 'person',
  purpose: 'programme evaluation',
  person: null,
  request: `request-${at}`,
  detail: { rows: 100, columns: 'name,birth_date,town' },
});

/** A plain table of a log that can be searched: what is left when there is no commitment and no tree. */
async function bare(count: number, together: number): Promise<number> {
  const store = await openSqliteStore({ file: join(folder, `bare-${Math.random()}.sqlite`) });
  await migrate(store);
  const began = performance.now();
  for (let at = 0; at < count; at += together)
    await store.write((tx) =>
      tx
        .insertInto('audit_entry')
        .values(
          Array.from({ length: together }, (_, row) => {
            const { detail, person, request, purpose, dataset, ...rest } = entry(at + row);
            return {
              ...rest,
              count: 1,
              // As many bytes as ours, of nothing.
              commitment: blind,
              salt: blind,
              hash: blind,
              dataset: dataset ?? null,
              purpose: purpose ?? null,
              person: person ?? null,
              request: request ?? null,
              detail: JSON.stringify(detail),
            };
          }),
        )
        .execute(),
    );
  const perSecond = (count / (performance.now() - began)) * 1000;
  await store.close();
  return perSecond;
}

/** The row alone, written the fastest way the driver has: what no log that can be searched reaches. */
function driverAlone(count: number, together: number): number {
  const db = new DatabaseSync(join(folder, `driver-${Math.random()}.sqlite`));
  db.exec(`pragma journal_mode = wal; pragma synchronous = full;
    create table entry (sequence integer primary key autoincrement, at text not null, outcome text not null,
      operation text not null, dataset text, actor text, kind text, purpose text, person text, request text, detail text) strict;`);
  const insert = db.prepare(
    'insert into entry (at, outcome, operation, dataset, actor, kind, purpose, person, request, detail) values (?,?,?,?,?,?,?,?,?,?)',
  );
  const began = performance.now();
  for (let at = 0; at < count; at += together) {
    db.exec('begin immediate');
    for (let row = at; row < at + together; row += 1) {
      const {
        outcome,
        operation,
        dataset,
        actor,
        kind,
        purpose,
        person,
        request,
        detail,
        at: when,
      } = entry(row);
      insert.run(
        when,
        outcome,
        operation,
        dataset ?? null,
        actor,
        kind,
        purpose ?? null,
        person ?? null,
        request ?? null,
        JSON.stringify(detail),
      );
    }
    db.exec('commit');
  }
  const perSecond = (count / (performance.now() - began)) * 1000;
  db.close();
  return perSecond;
}

async function ours(count: number, together: number) {
  const store = await openSqliteStore({ file: join(folder, `ours-${Math.random()}.sqlite`) });
  await migrate(store);
  // As a server has it: places are given while entries come in.
  const log = openAuditLog({ store, clock, key: newNoteKey('bench'), sequence: true });
  const began = performance.now();
  for (let at = 0; at < count; at += together)
    await store.write((tx) =>
      appendEntries(
        tx,
        Array.from({ length: together }, (_, row) => entry(at + row)),
      ),
    );
  const perSecond = (count / (performance.now() - began)) * 1000;
  await log.settle();
  const inTree = (count / (performance.now() - began)) * 1000;
  return { perSecond, inTree, store, log };
}

/** Looks by many at once: each waits until its own entry is on the disk. */
async function looks(clients: number, seconds: number) {
  const store = await openSqliteStore({ file: join(folder, `looks-${Math.random()}.sqlite`) });
  await migrate(store);
  const log = openAuditLog({ store, clock, key: newNoteKey('bench'), sequence: true });
  const waits: number[] = [];
  const until = performance.now() + seconds * 1000;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let at = client; performance.now() < until; at += clients) {
        const began = performance.now();
        await log.appendNow(entry(at));
        waits.push(performance.now() - began);
      }
    }),
  );
  await log.close();
  await store.close();
  return { perSecond: waits.length / seconds, p50: quantile(waits), p99: quantile(waits, 0.99) };
}

const blind = 'A'.repeat(44);
const best = (figures: readonly number[]) => Math.max(...figures);
const found: Record<string, { driver: number[]; bare: number[]; ours: number[]; inTree: number[] }> = {};
let last: Awaited<ReturnType<typeof ours>> | undefined;
for (let round = 0; round < rounds; round += 1) {
  for (const [name, count, together] of [
    ['one commit a row', single, 1],
    ['batches of 100', batched, 100],
  ] as const) {
    found[name] ??= { driver: [], bare: [], ours: [], inTree: [] };
    found[name].driver.push(driverAlone(count, together));
    found[name].bare.push(await bare(count, together));
    const run = await ours(count, together);
    found[name].ours.push(run.perSecond);
    found[name].inTree.push(run.inTree);
    if (round < rounds - 1 || together === 1) {
      await run.log.close();
      await run.store.close();
    } else last = run;
  }
}
printTable(
  'Audit entries a second, SQLite, best of three',
  Object.entries(found).map(([name, figures]) => ({
    how: name,
    'driver alone': best(figures.driver),
    'bare insert': best(figures.bare),
    ours: best(figures.ours),
    'ours, in the tree': best(figures.inTree),
    ratio: best(figures.ours) / best(figures.bare),
    'ratio, in the tree': best(figures.inTree) / best(figures.bare),
  })),
);
for (const [name, figures] of Object.entries(found))
  judge(`${name}: ours to bare`, best(figures.ours) / best(figures.bare), 0.8, 'at least');

const together = await looks(16, 5);
printTable('Looks by 16 at once, each durable before it is answered', [
  { 'a second': together.perSecond, 'p50 ms': together.p50, 'p99 ms': together.p99 },
]);

const { store, log } = last!;
const size = (await log.settle())!.size;
const proofs: number[] = [];
for (let at = 0; at < 200; at += 1) {
  const began = performance.now();
  await proveEntry(store, Math.floor((size * at) / 200));
  proofs.push(performance.now() - began);
}
const began = performance.now();
const { faults } = await verifyLog(store.read, parseVerifier(log.verifier)!);
const seconds = (performance.now() - began) / 1000;
printTable(`Of a log of ${size} entries`, [
  {
    'proof p50 ms': quantile(proofs),
    'proof p99 ms': quantile(proofs, 0.99),
    'verified a second': size / seconds,
  },
]);
if (faults.length > 0) throw new Error('the log of the bench does not verify');
await log.close();
await store.close();
rmSync(folder, { recursive: true });
