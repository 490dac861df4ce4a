import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startChild } from '../../test/conformance/process.ts';
import { claimHome, type HomeClaim } from './home.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'oak-home-test-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const owned = async (home = dir): Promise<HomeClaim> => {
  const claim = await claimHome(home);
  if (!claim.owned) throw new Error('somebody else has it');
  return claim;
};

describe('one process owns a home', () => {
  test('the first claims it, the next is told who and where', async () => {
    const claim = await owned();
    expect(await claimHome(dir)).toMatchObject({
      owned: false,
      socketPath: claim.socketPath,
      pid: process.pid,
    });
    await claim.release();
    await (await owned()).release();
  });

  test('another process is told too, by any path to the home', async () => {
    const claim = await owned();
    const other = startChild('own', join(dir, '..', dir.split('/').at(-1)!));
    expect(JSON.parse(await other.line())).toMatchObject({ owned: false, pid: process.pid });
    expect((await other.ended).code).toBe(0);
    await claim.release();
  });

  test('of many that start at once exactly one gets it', async () => {
    const children = Array.from({ length: 5 }, () => startChild('own', dir));
    const claims = await Promise.all(children.map(async (child) => JSON.parse(await child.line())));
    const owners = claims.filter((claim) => claim.owned);
    expect(owners).toHaveLength(1);
    for (const claim of claims) expect(claim.socketPath).toBe(owners[0].socketPath);
    await Promise.all(children.map((child) => child.kill()));
    await (await owned()).release();
    expect(existsSync(dirname(owners[0].socketPath))).toBe(false);
  });

  test('an owner killed with SIGKILL does not block the next, and its socket is tidied away', async () => {
    const killed = startChild('own', dir);
    const before = JSON.parse(await killed.line());
    expect(before.owned).toBe(true);
    await killed.kill();
    const claim = await owned();
    expect(claim.socketPath).not.toBe(before.socketPath);
    expect(existsSync(dirname(before.socketPath))).toBe(false);
    await claim.release();
  });

  test('a pid that now belongs to somebody else means nothing', async () => {
    const killed = startChild('own', dir);
    await killed.line();
    await killed.kill();
    const card = JSON.parse(readFileSync(join(dir, 'owner.json'), 'utf8'));
    // As in a container, where every server is the same pid.
    writeFileSync(join(dir, 'owner.json'), JSON.stringify({ ...card, pid: process.pid }));
    await (await owned()).release();
  });

  test('a torn or hostile owner file is neither believed nor obeyed', async () => {
    const keep = join(dir, 'keep');
    mkdirSync(keep);
    for (const card of [
      '{"pid": 1, "so',
      '[]',
      JSON.stringify({ pid: 1, socket: join(keep, 's'), since: '' }),
    ]) {
      writeFileSync(join(dir, 'owner.json'), card);
      await (await owned()).release();
      expect(existsSync(keep)).toBe(true);
    }
  });
});

describe('a home', () => {
  test('has its folders, and what is private is closed to others', async () => {
    const claim = await owned(join(dir, 'new', 'home'));
    expect(existsSync(claim.home.lakeDir)).toBe(true);
    expect(existsSync(claim.home.logsDir)).toBe(true);
    expect(statSync(claim.home.privateDir).mode & 0o777).toBe(0o700);
    expect(statSync(claim.home.dir).mode & 0o777).toBe(0o700);
    expect(statSync(join(claim.home.dir, 'owner.json')).mode & 0o777).toBe(0o600);
    await claim.release();
  });

  test('has a socket one can listen on, in a folder of its own that goes at release', async () => {
    const deep = join(dir, 'a-long-name-'.repeat(12), 'b-long-name-'.repeat(12));
    const claim = await owned(deep);
    expect(Buffer.byteLength(claim.socketPath)).toBeLessThan(100);
    expect(statSync(dirname(claim.socketPath)).mode & 0o777).toBe(0o700);
    const server = createServer((socket) => socket.end('hello'));
    await new Promise<void>((resolve) => server.listen(claim.socketPath, resolve));
    await new Promise((resolve) => server.close(resolve));
    await claim.release();
    expect(existsSync(dirname(claim.socketPath))).toBe(false);
  });

  test('that is a file is refused in words', async () => {
    const file = join(dir, 'file');
    writeFileSync(file, '');
    await expect(claimHome(file)).rejects.toMatchObject({ code: 'store.home-not-usable' });
  });

  test.skipIf(process.getuid?.() !== 0)('that cannot be written is refused in words', async () => {
    mkdirSync(join(dir, 'closed'), { mode: 0o555 });
    const program = `import('${new URL('./home.ts', import.meta.url)}').then(async ({ claimHome }) => {
      process.setgid(65534); process.setuid(65534);
      await claimHome(process.argv[1]).catch((error) => console.log(error.code)); })`;
    const ran = await promisify(execFile)(process.execPath, ['-e', program, join(dir, 'closed', 'home')]);
    expect(ran.stdout.trim()).toBe('store.home-not-usable');
  });
});
