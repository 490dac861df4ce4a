import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestContext, type TestContext } from '../../../test/context.ts';
import { sql } from '../../engine/sql.ts';
import { runCollectOrphans } from './collect-orphans.ts';
import type { IngestResult } from './contract.ts';
import { area, openContent, versionAt } from './index.ts';

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());

/** Every durable step of a load, in order. */
const points = [
  'ingest:read',
  'ingest:rows-written',
  'ingest:files-written',
  'ingest:published-rows',
  'ingest:published-row-changes',
  'ingest:published-quarantined-rows',
  'ingest:published-source',
  'ingest:recorded',
];

class Killed extends Error {}
const killAt = (at: string) =>
  context.asked({
    fault: (point) => {
      if (point === at) throw new Killed();
    },
  });

async function source(name: string, text: string): Promise<string> {
  const path = join(context.home, name);
  await writeFile(path, text);
  return path;
}

async function allFiles(): Promise<string[]> {
  const entries = await readdir(context.lake.root, { recursive: true, withFileTypes: true });
  return entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
}

describe('killed at a durable step', () => {
  it.each(points)(
    '%s: nothing half-written shows, and running again makes the one version',
    async (point) => {
      const first = await source('one.csv', 'a,b\n1,2\n3,4\n');
      const { job } = await area.handlers.ingest(context, { path: first, title: point } as never);
      const { dataset } = (await context.run(job, area.jobs as never)) as IngestResult;
      const second = await source('two.csv', 'a,b\n1,2\n5,6\n7\n');
      const queued = await area.handlers.ingest(context, { path: second, dataset } as never);
      await expect(killAt(point).run(queued.job, area.jobs as never)).rejects.toThrow(Killed);
      const seen = await versionAt(context.store.read, dataset);
      expect(seen.number).toBe(point === 'ingest:recorded' ? 2 : 1);
      const result = (await context.run(queued.job, area.jobs as never, { attempt: 2 })) as IngestResult;
      expect(result).toMatchObject({ version: 2, rows_in: 3, rows_stored: 2, rows_quarantined: 1 });
      const versions = (await area.handlers['list-versions'](context, { dataset, limit: 9 } as never))
        .versions;
      expect(versions.map((one) => [one.version, one.state])).toEqual([
        [2, 'current'],
        [1, 'superseded'],
      ]);
      for (const { version } of versions) {
        const one = await versionAt(context.store.read, dataset, { version });
        const parts = await context.store.read
          .selectFrom('version_part')
          .select(['file', 'sha256'])
          .where('dataset', '=', one.dataset)
          .where('version', '=', version)
          .execute();
        for (const part of parts) {
          expect(
            createHash('sha256')
              .update(await readFile(join(context.lake.root, part.file)))
              .digest('hex'),
          ).toBe(part.sha256);
        }
        const [counted] = await context.engine.rows<{ n: string }>(
          sql`select count(*) as n from ${await (await openContent(context, one, 'read-rows')).rows()}`,
        );
        expect(Number(counted!.n)).toBe(2);
      }
    },
  );

  it('for good: what it leaves is collected after a day, and nothing else is', async () => {
    const { job } = await area.handlers.ingest(context, {
      path: await source('lost.csv', 'a\n1\n'),
    } as never);
    await expect(killAt('ingest:published-source').run(job, area.jobs as never)).rejects.toThrow(Killed);
    const parts = await context.store.read.selectFrom('version_part').select('file').execute();
    const before = await allFiles();
    expect(before).toHaveLength(parts.length + 2);
    const other = join(context.lake.root, parts[0]!.file, '../another-area.json');
    await writeFile(other, '{}');
    const collect = async () => (await runCollectOrphans({ ...context, job: undefined as never })).deleted;
    context.clock.moveTo(new Date(Date.now() + 3600_000).toISOString());
    expect(await collect()).toBe(0);
    context.clock.moveTo(new Date(Date.now() + 25 * 3600_000).toISOString());
    expect(await collect()).toBe(2);
    expect(await allFiles()).toHaveLength(parts.length + 1);
  });
});

it('two loads of one dataset at once become two versions, each whole', async () => {
  const first = await area.handlers.ingest(context, {
    path: await source('x.csv', 'a\n1\n'),
    title: 'Rivals',
  } as never);
  const { dataset } = (await context.run(first.job, area.jobs as never)) as IngestResult;
  const jobs = await Promise.all(
    ['a\n2\n2\n', 'a\n3\n3\n3\n'].map(async (text, at) =>
      area.handlers.ingest(context, { path: await source(`rival-${at}.csv`, text), dataset } as never),
    ),
  );
  // The queue runs jobs of one subject in order; here they are let loose together.
  const results = (await Promise.all(
    jobs.map(({ job }) => context.run(job, area.jobs as never)),
  )) as IngestResult[];
  expect(results.map((one) => one.version).sort()).toEqual([2, 3]);
  for (const result of results) {
    const version = await versionAt(context.store.read, dataset, { version: result.version });
    const content = await openContent(context, version, 'read-rows');
    const [counted] = await context.engine.rows<{ n: string }>(
      sql`select count(*) as n from ${await content.rows()}`,
    );
    expect(Number(counted!.n)).toBe(result.rows_stored);
  }
  expect((await versionAt(context.store.read, dataset)).number).toBe(3);
});
