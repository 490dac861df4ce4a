import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestContext, type TestContext, uploadOf } from '../../../../test/context.ts';
import { type Retention, retentionFile } from '../../../core/classification.ts';
import { area } from '../index.ts';
import { dueOn } from './retention.ts';

const schedule: Retention = retentionFile.parse({
  records: [
    {
      id: 'cases',
      title: 'Cases',
      keep: { for: 'P3Y', after: 'superseded' },
      disposal: 'destroy',
      citation: 'Rule 7',
    },
    { id: 'kept', title: 'Kept', disposal: 'archive', citation: 'Rule 8' },
  ],
  keyBackups: { days: 30, citation: 'Rule 9' },
});
const handlers = area.handlers;

describe('when a version is due', () => {
  const cases = schedule.records[0]!;
  const at = (number: number, state: string, loaded_at: string) => ({ number, state, loaded_at }) as never;
  const all = [at(1, 'superseded', '2020-01-31T12:00:00.000Z'), at(2, 'current', '2021-03-01T03:00:00.000Z')];

  it('counts from the day a newer one came, in the state’s own days', () => {
    // 3 am UTC of March 1 is February 28 in New York.
    expect(dueOn(all[0]!, all, cases, 'America/New_York')).toBe('2024-02-28');
    expect(dueOn(all[0]!, all, cases, 'UTC')).toBe('2024-03-01');
  });

  it('is never while it is current, has no class, or is kept for good', () => {
    expect(dueOn(all[1]!, all, cases, 'UTC')).toBeNull();
    expect(dueOn(all[0]!, all, undefined, 'UTC')).toBeNull();
    expect(dueOn(all[0]!, all, schedule.records[1]!, 'UTC')).toBeNull();
  });
});

describe('disposal', () => {
  let context: TestContext;
  let dataset = '';
  let internal = '';
  beforeAll(async () => {
    const made = await openTestContext('2026-11-23T12:00:00.000Z', 'protected');
    context = { ...made, jurisdiction: { ...made.jurisdiction, retention: schedule } };
    for (const rows of ['a,b\n1,Xylo Quent\n', 'a,b\n1,Xylo Quent\n2,Marv Ollen\n']) {
      const asked = made.asked({ upload: uploadOf(rows, 'cases.csv') });
      const { job } = await handlers.ingest(
        asked,
        (dataset === '' ? { title: 'Cases' } : { dataset }) as never,
      );
      const result = (await made.run(job, area.jobs as never)) as { dataset: string };
      dataset = result.dataset;
    }
    internal = (
      await context.store.read
        .selectFrom('dataset')
        .select('id')
        .where('public_id', '=', dataset)
        .executeTakeFirstOrThrow()
    ).id;
  });
  afterAll(() => context.close());

  const dispose = (version: number) =>
    handlers['dispose-version'](context, { dataset, version, ground: 'Due under Rule 7' });
  const filesOf = (version: number) =>
    readdir(context.lake.folder(internal, version), { recursive: true }).catch(() => []);

  it('is refused without a class, before its day, of the current version, and under a hold', async () => {
    const refused = (because: string) => ({ code: 'catalog.not-due-for-disposal', details: { because } });
    await expect(dispose(1)).rejects.toMatchObject(refused('its dataset has no record class'));
    await expect(
      handlers['set-record-class'](context, { dataset, record_class: 'none' }),
    ).rejects.toMatchObject({
      code: 'catalog.no-such-class',
    });
    await handlers['set-record-class'](context, { dataset, record_class: 'cases' });
    await expect(dispose(2)).rejects.toMatchObject(refused('it is the current one'));
    await expect(dispose(1)).rejects.toMatchObject(refused('it is kept until 2029-11-23'));
    context.clock.moveTo('2029-11-24T12:00:00.000Z');
    const { hold } = await handlers['place-hold'](context, {
      dataset,
      reason: 'A suit',
      citation: 'Docket 12',
    });
    await expect(dispose(1)).rejects.toMatchObject({ code: 'catalog.under-hold' });
    expect((await handlers['show-schedule'](context, {})).due).toEqual([]);
    await handlers['lift-hold'](context, { dataset, hold, reason: 'The suit ended' });
    await expect(handlers['lift-hold'](context, { dataset, hold, reason: 'again' })).rejects.toMatchObject({
      code: 'catalog.no-such-hold',
    });
    expect((await handlers['show-schedule'](context, {})).due).toEqual([
      { dataset, title: 'Cases', version: 1, due_on: '2029-11-23' },
    ]);
  });

  it('destroys the key, proves it, deletes the files, and certifies with the day the last backup of the key is gone', async () => {
    const row = await context.store.read
      .selectFrom('dataset_version')
      .select('sealed_by')
      .where('dataset', '=', internal)
      .where('number', '=', 1)
      .executeTakeFirstOrThrow();
    const key = row.sealed_by!;
    const copy = await readFile(
      join(context.lake.folder(internal, 1), (await filesOf(1)).find((name) => name.startsWith('part-0'))!),
    );
    expect(await context.vault.keys.has(key)).toBe(true);
    const { job } = await dispose(1);
    // Out of reach from the approval on.
    await expect(
      handlers['list-rejected-cells'](context, { dataset, version: 1, limit: 5 } as never),
    ).rejects.toMatchObject({ code: 'catalog.version-destroyed' });
    const certificate = await context.run(job, area.jobs as never);
    expect(certificate).toMatchObject({
      version: 1,
      record_class: 'cases',
      citation: 'Rule 7',
      key,
      proof: 'store.key-destroyed',
      key_backups_until: '2029-12-24',
    });
    expect(await handlers['show-certificate'](context, { dataset, version: 1 })).toEqual(certificate);
    expect(await filesOf(1)).toEqual([]);
    await expect(context.vault.keys.open(key)).rejects.toMatchObject({ code: 'store.key-destroyed' });
    // A copy somebody kept elsewhere is only noise now.
    expect(copy.includes('Xylo')).toBe(false);
    await expect(dispose(1)).rejects.toMatchObject({ code: 'catalog.version-destroyed' });
    // The record stays, and so does the newer version.
    expect(await handlers['show-version'](context, { dataset, version: 1 })).toMatchObject({
      access: 'destroyed',
      rows_stored: 1,
    });
    const newer = await handlers['list-versions'](context, { dataset, limit: 5 } as never);
    expect(newer.versions.map((one) => [one.version, one.access])).toEqual([
      [2, 'protected'],
      [1, 'destroyed'],
    ]);
  });

  it('stops at a hold that came after the approval, and changes nothing', async () => {
    const asked = context.asked({ upload: uploadOf('a,b\n3,Third\n', 'cases.csv') });
    const { job } = await handlers.ingest(asked, { dataset } as never);
    await context.run(job, area.jobs as never);
    context.clock.moveTo('2033-01-01T12:00:00.000Z');
    const { job: disposal } = await dispose(2);
    await handlers['place-hold'](context, { dataset, reason: 'Another suit' });
    await expect(context.run(disposal, area.jobs as never)).rejects.toMatchObject({
      code: 'catalog.under-hold',
    });
    expect(await handlers['show-version'](context, { dataset, version: 2 })).toMatchObject({
      access: 'protected',
    });
    expect((await filesOf(2)).length).toBeGreaterThan(1);
  });
});
