import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { storesForTests, type TestStore } from '../../../test/conformance/stores.ts';
import { fixedClock } from '../../core/clock.ts';
import { migrate } from '../migrations/index.ts';
import type { AuditEntry } from './audit-entry.ts';
import { openAuditLog } from './audit-log.ts';
import { checkGrowth, checkInclusion } from './check-proof.ts';
import { openCheckpoint } from './checkpoint.ts';
import { eraseContent, eraseOperation } from './erase-content.ts';
import { GrowingTree, leafHash } from './merkle-tree.ts';
import { proveEntry, proveGrowth } from './prove-entry.ts';
import { searchEntries } from './search-entries.ts';
import { parseVerifier } from './signed-note.ts';
import { newNoteKey } from './signing-key.ts';
import { verifyLog } from './verify-log.ts';

const stores = storesForTests();
afterAll(() => stores.stop());

const look = (dataset: string, actor = 'ana'): Omit<AuditEntry, 'at'> => ({
  outcome: 'looked',
  operation: 'catalog.read-rows',
  dataset,
  actor,
  kind: 'person',
  purpose: 'evaluation',
});

async function openLog(kind: 'sqlite' | 'postgres') {
  const test = await stores.open(kind);
  await migrate(test.store);
  const clock = fixedClock('2026-11-23T12:00:00.000Z', 'America/New_York');
  const log = openAuditLog({ store: test.store, clock, key: newNoteKey('charter-oak/elmland/test') });
  const verifier = parseVerifier(log.verifier)!;
  return { ...test, clock, log, verifier };
}

/** A log of looks at datasets, each in its place in the tree. */
async function filled(kind: 'sqlite' | 'postgres', count: number) {
  const open = await openLog(kind);
  await open.store.write(async (tx) => {
    for (let at = 0; at < count; at += 1) await open.log.append(tx, look(`aaaa-${1000 + at}`));
  });
  await open.log.settle();
  return open;
}

describe.each(['sqlite', 'postgres'] as const)('the log on %s', (kind) => {
  it('commits an entry with its decision, or neither', async () => {
    const { store, log, close } = await openLog(kind);
    await store.write(async (tx) => {
      await tx.insertInto('setting').values({ key: 'decided', value: 'yes' }).execute();
      await log.append(tx, { ...look('aaaa-1111'), outcome: 'changed' });
    });
    const undone = store.write(async (tx) => {
      await log.append(tx, { ...look('bbbb-2222'), outcome: 'changed' });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect((await searchEntries(store.read, {})).map(({ dataset }) => dataset)).toEqual(['aaaa-1111']);
    await close();
  });

  it('gives the root that the leaves give, and proofs that hold, at sizes around a kept node', async () => {
    const { store, log, verifier, close } = await openLog(kind);
    const notes: string[] = [];
    for (const count of [1, 2, 252, 1, 1, 44]) {
      await Promise.all(Array.from({ length: count }, (_, at) => log.appendNow(look(`aaaa-${1000 + at}`))));
      notes.push((await log.settle())!.note);
    }
    const sizes = notes.map((note) => openCheckpoint(note, verifier)!.size);
    expect(sizes).toEqual([1, 3, 255, 256, 257, 301]);
    for (const leaf of [0, 1, 254, 255, 256, 300]) {
      const proof = (await proveEntry(store, leaf))!;
      expect(checkInclusion(proof, verifier)).toBe('shown');
      expect(checkInclusion({ ...proof, leaf: leaf + 1 }, verifier)).toBe('path');
      expect(checkInclusion({ ...proof, text: proof.text.replace('aaaa', 'aaab') }, verifier)).toBe('path');
    }
    for (const [at, older] of notes.entries()) {
      const proof = (await proveGrowth(store, sizes[at]!))!;
      expect(checkGrowth({ older, newer: proof.checkpoint }, proof.path, verifier)).toBe('shown');
    }
    const report = await verifyLog(store.read, verifier, { outside: notes });
    expect(report).toMatchObject({ entries: 301, faults: [] });
    await close();
  });

  it('is one tree however many servers append and sequence at once', async () => {
    const { store, another, log, clock, verifier, close } = await openLog(kind);
    const other = openAuditLog({ store: await another(), clock, key: newNoteKey('unused') });
    await Promise.all(
      Array.from({ length: 120 }, (_, at) =>
        (at % 2 ? log : other).appendNow(look(`aaaa-${1000 + at}`, `person-${at}`)),
      ),
    );
    await Promise.all([log.settle(), log.settle(), log.settle()]);
    const entries = await searchEntries(store.read, { limit: 500 });
    expect(entries.map(({ leaf }) => leaf).sort((a, b) => a! - b!)).toEqual(entries.map((_, at) => at));
    expect((await verifyLog(store.read, verifier)).faults).toEqual([]);
    await close();
  });

  it('counts like refusals of one client within a minute as one entry', async () => {
    const { store, log, clock, close } = await openLog(kind);
    const refusal = (client: string, dataset = 'aaaa-1111') =>
      log.refuse({
        client,
        operation: 'catalog.read-rows',
        dataset,
        actor: 'open',
        kind: 'open',
        detail: { code: 'access.refused' },
      });
    const counts = await Promise.all(Array.from({ length: 20 }, () => refusal('one')));
    expect(Math.max(...counts)).toBe(20);
    await refusal('two');
    await refusal('one', 'bbbb-2222');
    const found = async () =>
      (await searchEntries(store.read, { outcomes: ['refused'] })).map(({ dataset, count }) => [
        dataset,
        count,
      ]);
    expect((await found()).sort()).toEqual([
      ['aaaa-1111', 1],
      ['aaaa-1111', 20],
      ['bbbb-2222', 1],
    ]);
    // Not in the tree while it may still be counted up; then it is, and the next minute has an entry of its own.
    expect(await log.settle()).toBeUndefined();
    clock.moveTo('2026-11-23T12:01:03.000Z');
    expect((await log.settle())?.size).toBe(3);
    await refusal('one');
    expect(await found()).toHaveLength(4);
    await close();
  });

  it('stays whole when content is erased, and shows it when erased without a word', async () => {
    const { store, log, verifier, close } = await filled(kind, 5);
    await store.write(async (tx) => {
      expect(await eraseContent(tx, 2)).toBe(true);
      await log.append(tx, {
        outcome: 'changed',
        operation: eraseOperation,
        actor: 'operator',
        kind: 'operator',
        detail: { leaf: 2, reason: 'retention' },
      });
    });
    await log.settle();
    expect(await verifyLog(store.read, verifier)).toMatchObject({ erased: 1, faults: [] });
    expect(checkInclusion((await proveEntry(store, 2))!, verifier)).toBe('shown');
    expect(await searchEntries(store.read, { actor: 'ana' })).toHaveLength(4);
    await store.write((tx) => eraseContent(tx, 3));
    expect((await verifyLog(store.read, verifier)).faults).toEqual([{ kind: 'content missing', leaf: 3 }]);
    await close();
  });

  it('says in itself that the clock went back', async () => {
    const { store, log, clock, close } = await openLog(kind);
    await log.appendNow(look('aaaa-1111'));
    await log.settle();
    clock.moveTo('2026-11-23T11:00:00.000Z');
    await log.appendNow(look('bbbb-2222'));
    await log.settle();
    await log.settle();
    const [noted] = await searchEntries(store.read, { outcomes: ['noted'] });
    expect(noted).toMatchObject({
      operation: 'audit.clock-moved-back',
      detail: { leaf: 1, seconds: 3600 },
      leaf: 2,
    });
    await close();
  });
});

/** Whoever can write the store can do this; whoever kept a checkpoint sees it. */
describe('the drill: every single entry', () => {
  const size = 64;
  const run = (store: TestStore['store'], text: string) => store.write((tx) => sql.raw(text).execute(tx));
  /** Does something to each entry in turn, looks whether the check finds it there, and puts it back. */
  async function each(
    open: Awaited<ReturnType<typeof filled>>,
    harm: (leaf: number) => Promise<unknown>,
    found: (leaf: number) => readonly { kind: string; leaf: number }[],
  ) {
    await run(open.store, 'create table before as select * from audit_entry');
    for (let leaf = 0; leaf < size; leaf += 1) {
      await harm(leaf);
      const { faults } = await verifyLog(open.store.read, open.verifier);
      expect(faults).toEqual(expect.arrayContaining([...found(leaf)]));
      await run(open.store, 'delete from audit_entry');
      await run(open.store, 'insert into audit_entry select * from before');
    }
    expect((await verifyLog(open.store.read, open.verifier)).faults).toEqual([]);
  }

  it('altered in what everyone may see, with its hash made to fit, is found', async () => {
    const open = await filled('sqlite', size);
    const { rows } = await sql<{ leaf: number; at: string; commitment: string }>`
      select leaf, at, commitment from audit_entry order by leaf`.execute(open.store.read);
    const fitting = rows.map(({ at, commitment }) =>
      leafHash(
        JSON.stringify({
          v: 1,
          at,
          outcome: 'looked',
          operation: 'catalog.read-rows',
          dataset: 'zzzz-9999',
          count: 1,
          commitment,
        }),
      ).toString('base64'),
    );
    await each(
      open,
      (leaf) =>
        run(
          open.store,
          `update audit_entry set dataset = 'zzzz-9999', hash = '${fitting[leaf]}' where leaf = ${leaf}`,
        ),
      () => [{ kind: 'checkpoint differs', leaf: size }],
    );
    await open.close();
  });

  it('altered in who did it is found', async () => {
    const open = await filled('sqlite', size);
    await each(
      open,
      (leaf) => run(open.store, `update audit_entry set actor = 'nobody' where leaf = ${leaf}`),
      (leaf) => [{ kind: 'content altered', leaf }],
    );
    await open.close();
  });

  it('removed is found, with those after it moved up or not', async () => {
    const open = await filled('sqlite', size);
    await each(
      open,
      (leaf) => run(open.store, `delete from audit_entry where leaf = ${leaf}`),
      (leaf) => [{ kind: 'missing', leaf }],
    );
    await run(open.store, 'drop table before');
    await each(
      open,
      async (leaf) => {
        await run(open.store, `delete from audit_entry where leaf = ${leaf}`);
        await run(open.store, `update audit_entry set leaf = -leaf where leaf > ${leaf}`);
        await run(open.store, 'update audit_entry set leaf = -leaf - 1 where leaf < 0');
      },
      () => [{ kind: 'missing', leaf: size - 1 }],
    );
    await open.close();
  });

  it('changed places with the next is found', async () => {
    const open = await filled('sqlite', size);
    await each(
      open,
      async (leaf) => {
        const other = (leaf + 1) % size;
        await run(open.store, `update audit_entry set leaf = -1 where leaf = ${leaf}`);
        await run(open.store, `update audit_entry set leaf = ${leaf} where leaf = ${other}`);
        await run(open.store, `update audit_entry set leaf = ${other} where leaf = -1`);
      },
      () => [{ kind: 'checkpoint differs', leaf: size }],
    );
    await open.close();
  });

  it('and a kept hash of the tree, altered or removed, is found', async () => {
    const open = await filled('sqlite', 513);
    for (const harm of [
      `update audit_node set hash = (select hash from audit_node where position = 1) where position = 0`,
      'delete from audit_node where position = 0',
    ]) {
      await run(open.store, harm);
      const { faults } = await verifyLog(open.store.read, open.verifier);
      expect(faults).toEqual([{ kind: 'hash altered', leaf: 0 }]);
    }
    await open.close();
  });

  it('and the last ones cut off with their checkpoint are found by a checkpoint kept outside', async () => {
    const open = await filled('sqlite', 20);
    const kept = (await open.log.settle())!.note;
    const tree = new GrowingTree();
    const { rows } = await sql<{
      hash: string;
    }>`select hash from audit_entry where leaf < 18 order by leaf`.execute(open.store.read);
    for (const { hash } of rows) tree.add(Buffer.from(hash, 'base64'));
    await run(open.store, 'delete from audit_entry where leaf >= 18');
    await run(open.store, 'delete from audit_checkpoint');
    const inside = await verifyLog(open.store.read, open.verifier);
    expect(inside.root).toBe(tree.root().toString('base64'));
    const outside = await verifyLog(open.store.read, open.verifier, { outside: [kept] });
    expect(outside.faults).toEqual(
      expect.arrayContaining([
        { kind: 'missing', leaf: 18 },
        { kind: 'checkpoint differs', leaf: 20 },
      ]),
    );
    await open.close();
  });
});
