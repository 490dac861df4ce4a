import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestContext, type TestContext } from '../../test/context.ts';
import { area } from '../areas/audit/index.ts';
import { OakError } from '../core/error.ts';
import { openAuditLog } from '../store/audit-log/audit-log.ts';
import { parseVerifier } from '../store/audit-log/signed-note.ts';
import { newNoteKey } from '../store/audit-log/signing-key.ts';
import { witnessCommand, witnessOnce } from './witness.ts';

const key = newNoteKey('charter-oak/elmland/test');
const opened: TestContext[] = [];
const open = async () => {
  const context = await openTestContext();
  opened.push(context);
  const log = openAuditLog({ store: context.store, clock: context.clock, key });
  const write = (...datasets: string[]) =>
    Promise.all(
      datasets.map((dataset) =>
        log.appendNow({
          outcome: 'looked',
          operation: 'catalog.read-rows',
          dataset,
          actor: 'a',
          kind: 'person',
        }),
      ),
    );
  const audit = { ...context.audit, verifier: log.verifier, settle: log.settle };
  return { context: { ...context, audit }, write, log };
};
type Log = Awaited<ReturnType<typeof open>>;

let folder: string;
let shown: Log;
let server: ReturnType<typeof createServer>;
let address: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'oak-witness-'));
  shown = await open();
  // The two addresses a witness asks, answered by the area's own handlers over whichever log is shown.
  server = createServer(async (request, response) => {
    const url = new URL(request.url!, 'http://localhost');
    try {
      if (url.pathname === '/api/v1/audit/growth') {
        const older = Number(url.searchParams.get('older'));
        response.end(JSON.stringify(await area.handlers['prove-growth'](shown.context, { older })));
      } else response.end((await area.handlers.checkpoint(shown.context, {})).body);
    } catch (error) {
      response.statusCode = error instanceof OakError ? error.status : 500;
      response.end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.close();
  for (const context of opened.splice(0)) await context.close();
  rmSync(folder, { recursive: true });
});
const look = () => witnessOnce(address, parseVerifier(shown.log.verifier)!, folder);

describe('a witness', () => {
  it('keeps what continues, from nothing on', async () => {
    await shown.write('aaaa-1111', 'bbbb-2222');
    expect(await look()).toContain('first checkpoint: 2 entries');
    expect(await look()).toContain('Unchanged: 2');
    await shown.write('cccc-3333');
    expect(await look()).toContain('2 entries then, 3 now');
    expect(readdirSync(folder).sort()).toEqual(['2.checkpoint', '3.checkpoint', 'newest.checkpoint']);
  });

  it('refuses a log that was written anew under the same key, and keeps both sides', async () => {
    await shown.write('aaaa-1111', 'bbbb-2222');
    await look();
    const kept = readFileSync(join(folder, 'newest.checkpoint'), 'utf8');
    shown = await open();
    await shown.write('aaaa-1111', 'zzzz-9999', 'cccc-3333');
    await expect(look()).rejects.toMatchObject({ code: 'audit.log-forked', exit: 5 });
    expect(readFileSync(join(folder, 'newest.checkpoint'), 'utf8')).toBe(kept);
    expect(readFileSync(join(folder, 'fork-2.txt'), 'utf8')).toContain(kept);
  });

  it('refuses the same size with another root, and a log that has become shorter', async () => {
    await shown.write('aaaa-1111', 'bbbb-2222');
    await look();
    shown = await open();
    await shown.write('aaaa-1111');
    await expect(look()).rejects.toMatchObject({ code: 'audit.log-forked' });
    await shown.write('zzzz-9999');
    await expect(look()).rejects.toMatchObject({ code: 'audit.log-forked' });
  });

  it('refuses another key, a spoiled folder, a silent server and a command without its words', async () => {
    await shown.write('aaaa-1111');
    const other = openAuditLog({ ...shown.context, key: newNoteKey('charter-oak/elmland/test') });
    await expect(witnessOnce(address, parseVerifier(other.verifier)!, folder)).rejects.toMatchObject({
      code: 'audit.log-not-signed',
    });
    writeFileSync(join(folder, 'newest.checkpoint'), 'spoiled');
    await expect(look()).rejects.toMatchObject({ code: 'audit.witness-folder-broken' });
    await expect(
      witnessOnce('http://127.0.0.1:9', parseVerifier(shown.log.verifier)!, join(folder, 'new')),
    ).rejects.toMatchObject({ code: 'audit.log-unreachable' });
    await expect(witnessCommand([])).rejects.toMatchObject({ code: 'request.invalid-input' });
    await expect(witnessCommand([address, '--key', 'x', '--keep', folder])).rejects.toMatchObject({
      code: 'request.invalid-input',
    });
  });
});
