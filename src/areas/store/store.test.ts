import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestContext, type TestContext } from '../../../test/context.ts';
import type { JobRun } from '../handler.ts';
import * as contract from './contract.ts';
import { area } from './index.ts';
import type { BackupLine, DrillReport, Health } from './model.ts';

let context: TestContext;
beforeEach(async () => {
  context = await openTestContext();
  mkdirSync(join(context.home, 'lake', 'a', '1'), { recursive: true });
  writeFileSync(join(context.home, 'lake', 'a', '1', 'part-1.parquet'), 'rows of a');
  mkdirSync(join(context.home, 'lake', '.working', 'j'), { recursive: true });
  writeFileSync(join(context.home, 'lake', '.working', 'j', 'half'), 'unfinished');
  mkdirSync(join(context.home, 'keys'), { recursive: true });
  writeFileSync(join(context.home, 'keys', 'audit-log.key'), 'secret');
  mkdirSync(join(context.home, 'private'), { recursive: true });
  writeFileSync(join(context.home, 'private', 'plain'), 'Maria Planted');
  mkdirSync(join(context.home, 'state'));
  writeFileSync(join(context.home, 'state', 'jurisdiction.yaml'), 'id: elmland');
  await context.auditLog.appendNow({
    outcome: 'looked',
    operation: 'catalog.read-rows',
    dataset: 'abcd-1234',
    actor: 'ana',
    kind: 'person',
  });
});
afterEach(() => context.close());

const ask = async <T>(verb: keyof typeof area.handlers, input: object = {}): Promise<T> =>
  (area.handlers[verb] as never as (c: unknown, i: unknown) => Promise<T>)(
    context,
    contract.operations[verb].input.parse(input),
  );
async function run<T>(verb: 'backup' | 'drill-restore', input: object = {}): Promise<T> {
  const { job } = await ask<{ job: string }>(verb, input);
  return (await context.run(job, area.jobs as Record<string, JobRun>)) as T;
}
const backups = () => join(context.home, 'backups');
const inBackup = (name: string) =>
  (readdirSync(join(backups(), name), { recursive: true }) as string[]).filter((path) =>
    statSync(join(backups(), name, path)).isFile(),
  );

describe('a backup', () => {
  it('holds the control plane, the lake and the state; no keys, no plain text, nothing unfinished', async () => {
    const made = await run<BackupLine>('backup');
    expect(inBackup(made.name).sort()).toEqual([
      'lake/a/1/part-1.parquet',
      'manifest.json',
      'state/jurisdiction.yaml',
      'store.sqlite',
    ]);
    expect(made).toMatchObject({ files: 3, entries: 1 });
    const { backups: listed } = await ask<{ backups: BackupLine[] }>('list-backups');
    expect(listed).toEqual([made]);
  });

  it('takes over from the last one the files that never change', async () => {
    const first = await run<BackupLine>('backup');
    context.clock.moveTo('2026-11-24T12:00:00.000Z');
    const second = await run<BackupLine>('backup');
    const inode = (name: string) => statSync(join(backups(), name, 'lake/a/1/part-1.parquet')).ino;
    expect(inode(second.name)).toBe(inode(first.name));
  });

  it('copies the keys to a folder of their own when asked', async () => {
    await run('backup', { keys_to: join(context.home, 'apart') });
    expect(readFileSync(join(context.home, 'apart', 'audit-log.key'), 'utf8')).toBe('secret');
  });
});

describe('the restore drill', () => {
  it('opens the newest backup aside and finds every row and entry', async () => {
    const made = await run<BackupLine>('backup');
    const report = await run<DrillReport>('drill-restore');
    expect(report).toMatchObject({ backup: made.name, files: 3, entries: 1, rows: made.rows });
    expect(readdirSync(join(context.home, 'private'))).toEqual(['plain']);
    const { last_drill, last_backup } = await ask<Health>('show-health');
    expect(last_drill?.passed).toBe(true);
    expect(last_backup).toMatchObject({ name: made.name, same_disk: true });
  });

  it('has nothing to try without a backup', async () => {
    await expect(run('drill-restore')).rejects.toMatchObject({ code: 'store.no-backup' });
  });

  const harms: readonly [string, (folder: string) => void, RegExp][] = [
    ['a file cut short', (dir) => truncateSync(join(dir, 'lake/a/1/part-1.parquet'), 4), /has 4 bytes of 9/],
    ['a file gone', (dir) => rmSync(join(dir, 'state/jurisdiction.yaml')), /is missing/],
    [
      'a file with another byte',
      (dir) => writeFileSync(join(dir, 'lake/a/1/part-1.parquet'), 'rows of b'),
      /other bytes/,
    ],
    ['a store cut short', (dir) => truncateSync(join(dir, 'store.sqlite'), 8192), /has 8192 bytes/],
  ];
  it.each(harms)('refuses %s, and the page says that it failed', async (_, harm, why) => {
    const made = await run<BackupLine>('backup');
    harm(join(backups(), made.name));
    await expect(run('drill-restore')).rejects.toMatchObject({
      code: 'store.backup-incomplete',
      message: expect.stringMatching(why),
    });
    expect((await ask<Health>('show-health')).last_drill?.passed).toBe(false);
  });

  it('passes over a backup that was cut off before its manifest, and refuses a manifest that breaks off', async () => {
    const whole = await run<BackupLine>('backup');
    context.clock.moveTo('2026-11-24T12:00:00.000Z');
    const cut = await run<BackupLine>('backup');
    const file = join(backups(), cut.name, 'manifest.json');
    truncateSync(file, 200);
    expect((await run<DrillReport>('drill-restore')).backup).toBe(whole.name);
    rmSync(file);
    expect((await ask<{ backups: BackupLine[] }>('list-backups')).backups).toEqual([whole]);
  });
});

describe('health', () => {
  it('counts what waits and what failed, and the routes that were slow', async () => {
    context.running.meter.answered('GET /data/:dataset', 200, 12);
    context.running.meter.answered('GET /data/:dataset', 500, 700);
    const health = await ask<Health>('show-health');
    expect(health.slow_pages).toEqual([
      { route: 'GET /data/:dataset', count: 2, failed: 1, median_ms: 25, p95_ms: 700, slowest_ms: 700 },
    ]);
    expect(health).toMatchObject({ store: 'sqlite', audit: { size: 0, waiting: 1 }, last_backup: null });
    expect(health.disk.free_bytes).toBeGreaterThan(0);
  });
});
