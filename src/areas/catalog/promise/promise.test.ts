import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestContext, type TestContext, uploadOf } from '../../../../test/context.ts';
import type { DomainEvent } from '../../../core/event.ts';
import { area as portal } from '../../portal/index.ts';
import { area as catalog } from '../index.ts';

let context: TestContext;
beforeEach(async () => {
  context = await openTestContext('2026-11-21T12:00:00.000Z');
});
afterEach(() => context.close());

/** Loads a file as a version, and tells the catalogue's own subscribers what it told. */
async function load(csv: string, dataset?: string): Promise<string> {
  const asked = context.asked({ upload: uploadOf(csv, 'data.csv') });
  const { job } = await catalog.handlers.ingest(asked, { ...(dataset && { dataset }) } as never);
  const before = context.told.length;
  const made = (await context.run(job, catalog.jobs!)) as { dataset: string };
  await deliver(before);
  // Everyone may read it, and has for two days.
  await context.store.write((tx) => tx.updateTable('dataset_version').set({ release: 'test' }).execute());
  await context.store.write((tx) => tx.updateTable('dataset').set({ release: 'test' }).execute());
  context.clock.moveTo(new Date(Date.parse(context.clock.now()) + 2 * 86_400_000).toISOString());
  return made.dataset;
}

async function deliver(from = 0): Promise<void> {
  for (const [at, { name, payload }] of context.told.slice(from).entries())
    for (const one of catalog.subscribers!)
      if (one.event === name)
        await one.run(context, {
          id: `e${from + at}`,
          name,
          at: context.clock.now(),
          payload,
        } as DomainEvent);
}

const open = async (dataset: string) => {
  // Only what was released is read by everyone; here its owner reads.
  const answer = await portal.handlers['query-resource'](context, { dataset, format: 'json', bom: false });
  return JSON.parse(
    typeof answer.body === 'string' ? answer.body : await new Response(answer.body as BodyInit).text(),
  );
};
/** Enough rows for a renamed column to be known by its values. */
const rows = Array.from({ length: 80 }, (_, at) => `${at + 1},Town ${at + 1},${(at + 1) * 7}`);
const first = `id,town,deaths\n${rows.join('\n')}\n`;
const withoutDeaths = first.replace(/,(deaths|\d+)$/gm, '');

describe('a column of a published dataset', () => {
  it('that is renamed without a word is answered under its old name until a notice would have ended', async () => {
    const dataset = await load(first);
    await load(first.replace('deaths', 'fatalities'), dataset);
    const { changes } = await catalog.handlers['list-changes'](context, { dataset });
    expect(changes).toMatchObject([
      {
        kind: 'rename',
        field: 'deaths',
        becomes: 'fatalities',
        state: 'in-force',
        effective_on: '2026-12-23',
      },
    ]);
    expect((await open(dataset))[0]).toMatchObject({ deaths: '7', fatalities: '7' });
    const where = await portal.handlers['query-resource'](context, {
      dataset,
      format: 'json',
      bom: false,
      where: 'deaths = 21',
      select: 'town, deaths',
    });
    expect(JSON.parse(String(where.body))).toEqual([{ town: 'Town 3', deaths: '21' }]);
    context.clock.moveTo('2026-12-23T12:00:00.000Z');
    expect((await open(dataset))[0]).not.toHaveProperty('deaths');
  });

  it('of a version that stood for an hour, or that few could read, was promised to nobody', async () => {
    const dataset = await load(first);
    context.clock.moveTo('2026-11-21T13:00:00.000Z');
    await load(withoutDeaths, dataset);
    expect((await catalog.handlers['list-changes'](context, { dataset })).changes).toEqual([]);
  });

  it('that is gone answers nothing, and no query breaks, until its day', async () => {
    const dataset = await load(first);
    await load(withoutDeaths, dataset);
    const asked = (select: string) =>
      portal.handlers['query-resource'](context, { dataset, format: 'json', bom: false, select });
    expect(JSON.parse(String((await asked('town, deaths')).body))[0]).toEqual({ town: 'Town 1' });
    context.clock.moveTo('2026-12-24T12:00:00.000Z');
    await expect(asked('town, deaths')).rejects.toMatchObject({ code: 'query.soql.no-such-column' });
  });

  it('changes on a day that was said ahead, and not before the notice allows', async () => {
    const dataset = await load(first);
    const announce = (on: string, field = 'deaths') =>
      catalog.handlers['announce-change'](context, {
        dataset,
        field,
        kind: 'rename',
        becomes: 'fatalities',
        on,
        reason: 'The word of the standard.',
      });
    await expect(announce('2026-12-22')).rejects.toMatchObject({
      code: 'catalog.notice-too-short',
      remedy: 'Name 2026-12-23 or a later day.',
    });
    await expect(announce('2027-01-15', 'nothing')).rejects.toMatchObject({ code: 'catalog.no-such-field' });
    const change = await announce('2027-01-15');
    await expect(announce('2027-02-15')).rejects.toMatchObject({ code: 'catalog.already-announced' });
    expect(context.told.at(-1)).toMatchObject({
      name: 'change-announced',
      payload: { change: change.change },
    });
    // The file comes early: the announced day holds.
    await load(first.replace('deaths', 'fatalities'), dataset);
    const { changes } = await catalog.handlers['list-changes'](context, { dataset });
    expect(changes).toMatchObject([{ change: change.change, state: 'in-force', effective_on: '2027-01-15' }]);
    context.clock.moveTo('2027-01-14T12:00:00.000Z');
    expect((await open(dataset))[0]).toHaveProperty('deaths');
  });

  it('is as it was when the change was called off', async () => {
    const dataset = await load(first);
    const { change } = await catalog.handlers['announce-change'](context, {
      dataset,
      field: 'deaths',
      kind: 'drop',
      on: '2027-01-15',
      reason: 'Not needed.',
    });
    const off = await catalog.handlers['call-off-change'](context, { dataset, change });
    expect(off.state).toBe('called-off');
    await expect(catalog.handlers['call-off-change'](context, { dataset, change })).rejects.toMatchObject({
      code: 'catalog.no-such-change',
    });
  });
});

describe('a dataset', () => {
  it('is retired on the day that was announced thirty days ahead, and stands in the register', async () => {
    const dataset = await load(first);
    const announce = (on: string) =>
      catalog.handlers['announce-retirement'](context, {
        dataset,
        on,
        reason: 'Its source has ended.',
        archive: 'archive',
        archive_ground: 'Schedule S1-120',
      });
    await expect(announce('2026-12-01')).rejects.toMatchObject({ code: 'catalog.notice-too-short' });
    await announce('2026-12-23');
    const state = async () => (await catalog.handlers['show-dataset'](context, { dataset })).state;
    const day = () => catalog.jobs!['catalog.retire-due']!({ ...context, job: {} } as never, {} as never);
    await day();
    expect(await state()).toBe('active');
    context.clock.moveTo('2026-12-23T18:00:00.000Z');
    expect(await day()).toEqual({ retired: 1 });
    expect(await day()).toEqual({ retired: 0 });
    expect(await state()).toBe('retired');
    const { retirements } = await catalog.handlers['list-retirements'](context, { limit: 10 });
    expect(retirements).toMatchObject([{ dataset, archive: 'archive', retire_on: '2026-12-23' }]);
    expect(retirements[0]!.retired_at).not.toBeNull();
  });
});
