import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestContext, type TestContext } from '../../../test/context.ts';
import type { Actor } from '../../core/access.ts';
import { openCheckpoint } from '../../store/audit-log/checkpoint.ts';
import { parseVerifier } from '../../store/audit-log/signed-note.ts';
import { verifyLog } from '../../store/audit-log/verify-log.ts';
import type { Handler } from '../handler.ts';
import * as contract from './contract.ts';
import { area } from './index.ts';

let context: TestContext;
beforeEach(async () => {
  context = await openTestContext();
});
afterEach(() => context.close());

const person = (id: string): Actor => ({ id, kind: 'person', roles: [] });
const dataset = 'abcd-1234';

/** A person looks at rows for a purpose. */
const looked = (by: string, what: { dataset?: string; person?: string }, purpose = 'evaluation') =>
  context.auditLog.appendNow({
    outcome: 'looked',
    operation: 'catalog.read-rows',
    actor: by,
    kind: 'person',
    purpose,
    ...what,
  });

const call = <K extends keyof typeof area.handlers>(verb: K, input: unknown, by: TestContext = context) => {
  const { operations } = contract;
  const parsed = (operations[verb] as (typeof operations)[K]).input.parse(input);
  return (area.handlers[verb] as Handler<never>)(by, parsed as never) as Promise<never>;
};
const textOf = async (answer: { body: unknown }) => new Response(answer.body as BodyInit).text();

describe('who looked at this, when, for what purpose', () => {
  it('is answered for a dataset, with refusals', async () => {
    await looked('ana', { dataset });
    await looked('ben', { dataset: 'zzzz-9999' });
    await context.auditLog.refuse({
      client: 'x',
      operation: 'catalog.read-rows',
      dataset,
      actor: 'open',
      kind: 'open',
    });
    const { looks }: { looks: { actor: string; purpose: string; outcome: string }[] } = await call('looks', {
      dataset,
    });
    expect(looks.filter(({ actor }) => actor !== 'operator')).toMatchObject([
      { actor: 'open', outcome: 'refused' },
      { actor: 'ana', purpose: 'evaluation', outcome: 'looked' },
    ]);
    // Whoever asks this has looked too.
    const again: { looks: { actor: string }[] } = await call('looks', { dataset });
    expect(again.looks.some(({ actor }) => actor === 'operator')).toBe(true);
  });

  it('stays in the order in which it happened when the clock was moved backwards, and its proofs hold', async () => {
    await looked('ana', { dataset });
    const before: { size: number } = (await context.auditLog.settle()) as never;
    context.clock.moveTo('2020-01-01T00:00:00.000Z');
    await looked('ben', { dataset });
    await looked('cleo', { dataset });
    const { looks }: { looks: { actor: string; at: string }[] } = await call('looks', { dataset });
    const order = looks.map(({ actor }) => actor).filter((actor) => actor !== 'operator');
    expect(order).toEqual(['cleo', 'ben', 'ana']);
    expect(looks.find(({ actor }) => actor === 'ben')?.at).toBe('2020-01-01T00:00:00.000Z');
    const after = (await context.auditLog.settle()) as unknown as { size: number };
    expect(after.size).toBeGreaterThan(before.size);
    const report = await verifyLog(context.store.read, parseVerifier(context.audit.verifier)!, {});
    expect(report.faults).toEqual([]);
  });

  it('is answered to a person for their own record, and no other', async () => {
    await looked('ana', { dataset, person: 'p-1' });
    await looked('ben', { dataset, person: 'p-2' });
    const mine: { looks: { actor: string }[] } = await call(
      'my-looks',
      {},
      context.asked({ actor: person('p-1') }),
    );
    expect(mine.looks.map(({ actor }) => actor)).toEqual(['ana']);
  });
});

describe('search', () => {
  beforeEach(async () => {
    await looked('ana', { dataset, person: 'p-1' }, 'evaluation');
    context.clock.moveTo('2026-11-24T12:00:00.000Z');
    await looked('ben', { dataset }, 'audit');
    await looked('ana', { dataset: 'zzzz-9999' }, 'audit');
  });
  const found = async (input: object): Promise<string[]> => {
    const { entries }: { entries: { operation: string; actor: string; dataset: string }[] } = await call(
      'search',
      input,
    );
    return entries
      .filter(({ operation }) => operation === 'catalog.read-rows')
      .map((entry) => `${entry.actor} ${entry.dataset}`);
  };

  it('finds by dataset, person, operation, purpose and time, and by all of them', async () => {
    expect(await found({ dataset })).toEqual(['ben abcd-1234', 'ana abcd-1234']);
    expect(await found({ actor: 'ana' })).toEqual(['ana zzzz-9999', 'ana abcd-1234']);
    expect(await found({ person: 'p-1' })).toEqual(['ana abcd-1234']);
    expect(await found({ purpose: 'audit' })).toEqual(['ana zzzz-9999', 'ben abcd-1234']);
    expect(await found({ operation: 'catalog.read-rows', to: '2026-11-23' })).toEqual(['ana abcd-1234']);
    expect(await found({ from: '2026-11-24' })).toEqual(['ana zzzz-9999', 'ben abcd-1234']);
    expect(await found({ from: '2026-11-24', actor: 'ana', purpose: 'audit' })).toEqual(['ana zzzz-9999']);
    expect(await found({ purpose: 'curiosity' })).toEqual([]);
  });

  it('goes on where the page before ended', async () => {
    const first: { entries: { sequence: number }[]; next: string } = await call('search', {
      outcome: 'looked',
      limit: 2,
    });
    const second: { entries: { sequence: number }[] } = await call('search', {
      outcome: 'looked',
      limit: 2,
      cursor: first.next,
    });
    expect(second.entries[0]!.sequence).toBe(first.entries[1]!.sequence - 1);
  });

  it('goes out as CSV and NDJSON, oldest first, inert in a spreadsheet', async () => {
    await looked('ana', { dataset }, '=cmd|" /C calc"!A0');
    const csv = await textOf(await call('export', { operation: 'catalog.read-rows' }));
    const lines = csv.trimEnd().split('\r\n');
    expect(lines).toHaveLength(5);
    expect(lines[0]).toMatch(/^sequence,leaf,at,outcome,operation,dataset,/);
    expect(lines[1]).toContain(',ana,person,evaluation,p-1,');
    expect(lines[4]).toContain(`"'=cmd|"" /C calc""!A0"`);
    const rows = (await textOf(await call('export', { dataset, format: 'ndjson' })))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.slice(0, 2)).toMatchObject([{ actor: 'ana' }, { actor: 'ben' }]);
  });
});

describe('the proof of an entry', () => {
  it('is checked by anyone, and fails when one letter of it is another', async () => {
    for (const by of ['ana', 'ben', 'cy']) await looked(by, { dataset });
    const proof: { text: string; checkpoint: string } = await call('prove', { leaf: 1 });
    expect(proof.text).not.toContain('ben');
    expect(await call('check-proof', proof)).toMatchObject({ shown: true, entries: 3 });
    const pasted = { ...proof, checkpoint: proof.checkpoint.trim().replaceAll('\n', '\r\n') };
    expect(await call('check-proof', pasted)).toMatchObject({ shown: true });
    const altered = { ...proof, text: proof.text.replace('looked', 'noted!') };
    expect(await call('check-proof', altered)).toMatchObject({ shown: false, fails: 'path' });
    const forged = { ...proof, checkpoint: proof.checkpoint.replace('\n3\n', '\n4\n') };
    expect(await call('check-proof', forged)).toMatchObject({ shown: false, fails: 'signature' });
    await expect(call('prove', { leaf: 99 })).rejects.toMatchObject({ code: 'audit.no-such-entry' });
  });

  it('of growth leads from a kept checkpoint to the newest; a longer one than the log is refused', async () => {
    await looked('ana', { dataset });
    const kept = await textOf(await call('checkpoint', {}));
    await looked('ben', { dataset });
    const verifier = parseVerifier(context.audit.verifier)!;
    const growth: { older: number; checkpoint: string } = await call('prove-growth', {
      older: openCheckpoint(kept, verifier)!.size,
    });
    expect(openCheckpoint(growth.checkpoint, verifier)!.size).toBe(2);
    await expect(call('prove-growth', { older: 50 })).rejects.toMatchObject({ code: 'audit.log-shorter' });
  });
});

describe('verification', () => {
  const runVerify = async (input: object) => {
    const { job }: { job: string } = await call('verify', input);
    return context.run(job, area.jobs!);
  };

  it('passes a whole log, with a checkpoint kept outside', async () => {
    await looked('ana', { dataset });
    const kept = await textOf(await call('checkpoint', {}));
    await looked('ben', { dataset });
    expect(await runVerify({ checkpoint: kept })).toMatchObject({ entries: 2, faults: [] });
  });

  it('fails, with the entry named, when the store was written behind its back', async () => {
    await looked('ana', { dataset });
    await looked('ben', { dataset });
    await context.auditLog.settle();
    await context.store.write((tx) =>
      tx.updateTable('audit_entry').set({ actor: 'nobody' }).where('leaf', '=', 1).execute(),
    );
    await expect(runVerify({})).rejects.toMatchObject({
      code: 'audit.not-verified',
      details: { faults: 1, leaf: 1 },
    });
  });

  it('passes a log whose content was erased by the operation, which keeps who did it and why', async () => {
    await looked('ana', { dataset, person: 'p-1' });
    await context.auditLog.settle();
    // In use the first transaction carries this entry; here nothing stands around the handler.
    await context.store.write((tx) =>
      context.audit.record(tx, { operation: 'audit.erase-content', detail: { leaf: 0, reason: 'order 12' } }),
    );
    expect(await call('erase-content', { leaf: 0, reason: 'court order 12' })).toMatchObject({
      erased: true,
      actor: null,
      person: null,
      dataset,
    });
    expect(await runVerify({})).toMatchObject({ entries: 2, erased: 1, faults: [] });
    await expect(call('erase-content', { leaf: 0, reason: 'again, please' })).rejects.toMatchObject({
      code: 'audit.already-erased',
    });
    await expect(call('erase-content', { leaf: 1, reason: 'cover the tracks' })).rejects.toMatchObject({
      code: 'audit.not-erasable',
    });
  });
});
