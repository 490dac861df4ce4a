import { stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { quantileMs } from '../../core/meter.ts';
import { readHead } from '../../store/audit-log/integrate-entries.ts';
import { listBackups } from '../../store/backup/read-backup.ts';
import { jobStates } from '../../store/job-state.ts';
import { readMailServerState } from '../../store/mail-server-state.ts';
import { readSetting } from '../../store/settings.ts';
import type { Context, Handler } from '../handler.ts';
import { backupFolder } from './backup-folder.ts';
import type { showHealth as op } from './contract.ts';
import type { Health } from './model.ts';

export const drillSetting = 'restore-drill';

const slowest = 12;

export const showHealth: Handler<typeof op> = async (context) => {
  const { store, clock, running } = context;
  const now = Date.parse(clock.now());
  const [jobs, oldest, failed, mail, failing, waiting, head, drilled] = await Promise.all([
    countsOf(context, 'job'),
    store.read
      .selectFrom('job')
      .select(({ fn }) => fn.min('queued_at').as('at'))
      .where('state', '=', 'queued')
      .executeTakeFirst(),
    store.read
      .selectFrom('job')
      .select(['id', 'kind', 'finished_at', 'error'])
      .where('state', '=', 'failed')
      .orderBy('sequence', 'desc')
      .limit(5)
      .execute(),
    countsOf(context, 'mail_message'),
    store.read
      .selectFrom('delivery')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('state', 'in', ['failing', 'set-aside'])
      .executeTakeFirstOrThrow(),
    store.read
      .selectFrom('audit_entry')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('leaf', 'is', null)
      .executeTakeFirstOrThrow(),
    readHead(store.read),
    readSetting(store, drillSetting),
  ]);
  return {
    version: running.version,
    store: store.kind,
    uptime_seconds: Math.round(process.uptime()),
    resident_bytes: process.memoryUsage.rss(),
    jobs: jobStates.map((state) => ({
      state,
      count: jobs.find((one) => one.state === state)?.count ?? 0,
    })),
    oldest_waiting_seconds:
      oldest?.at == null ? null : Math.max(0, Math.round((now - Date.parse(oldest.at)) / 1000)),
    failed_jobs: failed.map(({ id, kind, finished_at, error }) => ({
      id,
      kind,
      finished_at: finished_at ?? '',
      code: error === null ? null : ((JSON.parse(error) as { code?: string }).code ?? null),
    })),
    mail,
    mail_server: (await readMailServerState(store)).server,
    failing_deliveries: failing.count,
    disk: await diskOf(running.home),
    store_bytes: store.kind === 'sqlite' ? await bytesOf(running.home) : null,
    audit: { size: head?.size ?? 0, waiting: waiting.count },
    last_backup: await lastBackup(context, now),
    last_drill: drilled === undefined ? null : (JSON.parse(drilled) as Health['last_drill']),
    slow_pages: running.meter
      .routes()
      .map((times) => ({
        route: times.route,
        count: times.count,
        failed: times.failed,
        median_ms: rounded(quantileMs(times, 0.5)),
        p95_ms: rounded(quantileMs(times, 0.95)),
        slowest_ms: rounded(times.slowestMs),
      }))
      .sort((a, b) => b.p95_ms - a.p95_ms)
      .slice(0, slowest),
  };
};

const rounded = (ms: number) => Math.round(ms * 10) / 10;

async function countsOf({ store }: Context, table: 'job' | 'mail_message'): Promise<Health['jobs']> {
  return store.read
    .selectFrom(table)
    .select(['state', ({ fn }) => fn.countAll<number>().as('count')])
    .groupBy('state')
    .orderBy('state')
    .execute();
}

async function diskOf(home: string): Promise<Health['disk']> {
  const found = await statfs(home).catch(() => undefined);
  if (found === undefined) return { free_bytes: null, total_bytes: null };
  return { free_bytes: found.bavail * found.bsize, total_bytes: found.blocks * found.bsize };
}

/** The file and the journal of what has not been moved into it yet. */
async function bytesOf(home: string): Promise<number> {
  const sizes = ['', '-wal'].map((suffix) =>
    stat(join(home, `store.sqlite${suffix}`)).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

async function lastBackup(context: Context, now: number): Promise<Health['last_backup']> {
  const folder = backupFolder(context);
  const newest = (await listBackups(folder))[0];
  if (newest === undefined) return null;
  const [home, backup] = await Promise.all([stat(context.running.home), stat(folder)]).catch(() => []);
  return {
    name: newest.name,
    made_at: newest.made_at,
    age_seconds: Math.max(0, Math.round((now - Date.parse(newest.made_at)) / 1000)),
    same_disk: home?.dev === backup?.dev,
  };
}
