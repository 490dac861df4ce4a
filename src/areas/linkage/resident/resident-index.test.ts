import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestContext, type TestContext } from '../../../../test/context.ts';
import { literal, sql } from '../../../engine/sql.ts';
import { dedupe, dropRecord, findRecord, generate, putRecord } from '../contract.ts';
import { area } from '../index.ts';
import { indexSource } from './load-index.ts';
import { type RawRecord, ResidentIndex } from './resident-index.ts';
import { closeResidents } from './residents.ts';

let context: TestContext;
let index: ResidentIndex;
let records: Map<string, Record<string, string>>;
let pairs: { id_l: string; id_r: string; weight: number }[];
const at = (name: string) => join(context.home, name);

beforeAll(async () => {
  context = await openTestContext();
  const run = async (queued: { job: string }) => context.run(queued.job, area.jobs!);
  await run(
    await area.handlers.generate(
      context,
      generate.input.parse({ file: at('people.parquet'), records: 5_000, seed: 3 }),
    ),
  );
  const link = async (input: object) =>
    run(
      await area.handlers.dedupe(
        context,
        dedupe.input.parse({ files: [at('people.parquet')], id: 'id', truth: 'person', ...input }),
      ),
    );
  await link({ out: at('learned') });
  // By the model as it stands in the file: that is what an index knows of it.
  await link({ out: at('out'), model: at('learned/model.yaml') });
  index = new ResidentIndex(await indexSource(context.engine, at('out'), 2026));
  const rows = await context.engine.rows<Record<string, string>>(
    sql`SELECT COLUMNS(*)::varchar FROM read_parquet(${literal(at('people.parquet'))})`,
  );
  records = new Map(rows.map((row) => [row['id']!, row]));
  pairs = await context.engine.rows(
    sql`SELECT id_l, id_r, match_weight AS weight FROM read_parquet(${literal(at('out/pairs.parquet'))}) ORDER BY hash(id_l, id_r)`,
  );
}, 60_000);
afterAll(async () => {
  await closeResidents();
  await context.close();
});

const person = (id: string) => records.get(id)!['person'];

describe('who is this?', () => {
  it('gives the weight of the batch', () => {
    let compared = 0;
    for (const { id_l, id_r, weight } of pairs.slice(0, 400)) {
      const found = index.find(records.get(id_l)!, { id: id_l, most: 250, least: -20 });
      const same = found.find(({ id }) => id === id_r);
      if (same === undefined) continue;
      compared++;
      expect(same.weight, `${id_l} ${id_r}`).toBeCloseTo(weight, 3);
    }
    // Of very common keys a batch compares more pairs than are looked at here.
    expect(compared).toBeGreaterThan(380);
  });

  it('finds the records of the same person first', () => {
    const several = [...records.keys()].filter((_, at) => at % 10 === 0);
    let [asked, right] = [0, 0];
    for (const id of several) {
      const others = [...records.keys()].filter((other) => other !== id && person(other) === person(id));
      if (others.length === 0) continue;
      asked++;
      if (others.includes(index.find(records.get(id)!, { id })[0]?.id ?? '')) right++;
    }
    expect(asked).toBeGreaterThan(100);
    expect(right / asked).toBeGreaterThan(0.93);
  });

  it('a record that is added is found at once, one that is changed as it is now, one that is taken away no more', () => {
    const [id] = [...records.keys()];
    const { id: _, person: __, ...raw } = records.get(id!)!;
    const before = index.size;
    const asked: RawRecord = { ...raw };
    const was = index.find(asked).find((one) => one.id === id)!.weight;
    index.put('new', asked, 'a cluster');
    expect(index.size).toBe(before + 1);
    const added = index.find(asked).find((one) => one.id === 'new')!;
    expect(added.cluster).toBe('a cluster');
    // One record more has these values: what they share says a little less, but for the rarest.
    expect(added.weight).toBeLessThanOrEqual(was);
    index.put('new', { ...asked, given_name: 'Xyzzy', family_name: 'Plugh', birth_date: '1901-02-03' });
    const changed = index.find(asked, { least: -40, most: 250 }).find((one) => one.id === 'new');
    expect(changed?.weight ?? -40).toBeLessThan(added.weight - 10);
    expect(index.drop('new')).toBe(true);
    expect(index.drop('new')).toBe(false);
    expect(index.find(asked).find((one) => one.id === id)!.weight).toBeCloseTo(was, 9);
    index.drop(id!);
    expect(index.find(asked).some((one) => one.id === id)).toBe(false);
    expect(index.size).toBe(before - 1);
    index.put(id!, asked);
    expect(index.find(asked).find((one) => one.id === id)!.weight).toBeCloseTo(was, 9);
  });

  it('has nothing to say of an empty record', () => {
    expect(index.find({})).toEqual([]);
    expect(index.find({ given_name: '', unknown_column: 'x' })).toEqual([]);
  });

  it('answers as an operation from a thread that stays, and knows after a restart what was added', async () => {
    const [id] = [...records.keys()];
    const {
      id: _,
      person: __,
      ...record
    } = Object.fromEntries(Object.entries(records.get(id!)!).filter(([, value]) => value !== null));
    const ask = (input: object) =>
      area.handlers.find(context, findRecord.input.parse({ out: at('out'), record, ...input }));
    const answer = await ask({});
    expect(answer).toMatchObject({ answer: 'known', records: 5_000 });
    expect(answer.found[0]!.weight).toBeCloseTo(index.find(record)[0]!.weight, 3);
    const put = { out: at('out'), id: 'later', record, cluster: 'later' };
    await area.handlers['put-record'](context, putRecord.input.parse(put));
    expect((await ask({ limit: 100 })).found.map((one) => one.id)).toContain('later');
    await closeResidents();
    expect((await ask({ limit: 100 })).found.map((one) => one.id)).toContain('later');
    const drop = dropRecord.input.parse({ out: at('out'), id: 'later' });
    await area.handlers['drop-record'](context, drop);
    await expect(area.handlers['drop-record'](context, drop)).rejects.toMatchObject({
      code: 'linkage.no-such-record',
    });
    expect(await ask({ record: { given_name: 'Zzyzx', family_name: 'Quux' } })).toMatchObject({
      answer: 'nobody',
      cluster: null,
    });
    await expect(ask({ out: at('nowhere') })).rejects.toMatchObject({ code: 'linkage.no-such-result' });
  });
});
