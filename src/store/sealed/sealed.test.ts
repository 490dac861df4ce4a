import { spawn } from 'node:child_process';
import { createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openKeyStore } from './key-store.ts';
import { freshPrivateFolder, removePrivateFolder } from './private-folder.ts';
import { openFile, readSealed, sealFile } from './sealed-file.ts';
import { sealed, sealedSize, segmentBytes, unsealed } from './sealed-stream.ts';

const key: Buffer = Buffer.alloc(32, 7);
const header = 24;
const stored = segmentBytes + 16;

async function all(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts);
}
async function* pieces(bytes: Uint8Array, size = 100_000) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const seal = (bytes: Uint8Array, label = 'rows-0', with_ = key, size?: number) =>
  all(sealed(pieces(bytes, size), with_, label));
const open = (bytes: Uint8Array, label = 'rows-0', with_ = key, size?: number) =>
  all(unsealed(pieces(bytes, size), with_, label));
const broken = { code: 'store.seal-broken' };

describe('a sealed stream', () => {
  it('opens to what was sealed, whatever the pieces it comes in', async () => {
    for (const length of [0, 1, segmentBytes - 1, segmentBytes, segmentBytes + 1, 3 * segmentBytes]) {
      const plain = randomBytes(length);
      const made = await seal(plain, 'rows-0', key, 70_001);
      expect(made.length).toBe(sealedSize(length));
      expect((await open(made, 'rows-0', key, 33_333)).equals(plain)).toBe(true);
    }
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 3000 }),
        fc.integer({ min: 1, max: 900 }),
        async (plain, size) => {
          expect(
            Buffer.from(await open(await seal(plain, 'x', key, size), 'x', key, size)).equals(plain),
          ).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('is AES-256-GCM with the index and the last flag in the nonce, as its description says', async () => {
    const plain = randomBytes(segmentBytes + 5);
    const made = await seal(plain);
    const own = Buffer.from(
      hkdfSync('sha256', key, made.subarray(8, 24), 'charter oak sealed file 1\0rows-0', 32),
    );
    const last = made.subarray(header + stored);
    const decipher = createDecipheriv('aes-256-gcm', own, Buffer.from('000000000000000000000101', 'hex'))
      .setAAD(made.subarray(0, header))
      .setAuthTag(last.subarray(-16));
    const five = Buffer.concat([decipher.update(last.subarray(0, -16)), decipher.final()]);
    expect(five.equals(plain.subarray(segmentBytes))).toBe(true);
  });

  it('does not open when it was cut short, even between two segments', async () => {
    const made = await seal(randomBytes(3 * segmentBytes + 10));
    for (const cut of [
      0,
      7,
      header - 1,
      header,
      header + 5,
      header + stored,
      header + 2 * stored,
      header + 3 * stored,
      made.length - 1,
    ])
      await expect(open(made.subarray(0, cut))).rejects.toMatchObject(broken);
    await expect(open(Buffer.concat([made, Buffer.from('x')]))).rejects.toMatchObject(broken);
  });

  it('does not open when segments are swapped, left out, repeated or taken from another file', async () => {
    const made = await seal(randomBytes(4 * segmentBytes));
    const other = await seal(randomBytes(4 * segmentBytes));
    const segment = (of: Buffer, at: number) => of.subarray(header + at * stored, header + (at + 1) * stored);
    const put = (...parts: Buffer[]) => open(Buffer.concat([made.subarray(0, header), ...parts]));
    const [a, b, c, d] = [0, 1, 2, 3].map((at) => segment(made, at)) as [Buffer, Buffer, Buffer, Buffer];
    await expect(put(a, b, c, d)).resolves.toHaveLength(4 * segmentBytes);
    await expect(put(b, a, c, d)).rejects.toMatchObject(broken);
    await expect(put(a, c, d)).rejects.toMatchObject(broken);
    await expect(put(a, b, b, c, d)).rejects.toMatchObject(broken);
    await expect(put(a, b, c)).rejects.toMatchObject(broken);
    await expect(put(a, segment(other, 1), c, d)).rejects.toMatchObject(broken);
    await expect(put(d)).rejects.toMatchObject(broken);
  });

  it('does not open after one bit anywhere was turned, under another label or with another key', async () => {
    const made = await seal(randomBytes(segmentBytes + 100));
    for (let at = 0; at < made.length; at += at < 40 ? 1 : 9_973) {
      const turned = Buffer.from(made);
      turned[at]! ^= 1 << (at % 8);
      await expect(open(turned)).rejects.toMatchObject(broken);
    }
    await expect(open(made, 'rejected-cells-0')).rejects.toMatchObject(broken);
    await expect(open(made, 'rows-0', Buffer.alloc(32, 8))).rejects.toMatchObject(broken);
  });
});

describe('on disk', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'oak-sealed-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('seals and opens files, and leaves nothing of one that is broken', async () => {
    const [from, to, back] = ['plain', 'sealed', 'opened'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const plain = randomBytes(700_000);
    writeFileSync(from, plain);
    await sealFile(from, to, key, 'rows-0');
    expect(statSync(to).mode & 0o777).toBe(0o600);
    await openFile(to, back, key, 'rows-0');
    expect(readFileSync(back).equals(plain)).toBe(true);
    expect((await readSealed(to, key, 'rows-0')).equals(plain)).toBe(true);
    writeFileSync(to, readFileSync(to).subarray(0, -1));
    await expect(openFile(to, `${back}-2`, key, 'rows-0')).rejects.toMatchObject(broken);
    expect(existsSync(`${back}-2`)).toBe(false);
  });

  it('keeps data keys wrapped, and a destroyed one opens nothing any more', async () => {
    const keys = openKeyStore(join(folder, 'keys'));
    const [one, two] = await Promise.all([keys.make(), keys.make()]);
    expect(statSync(join(folder, 'keys', 'root.key')).mode & 0o777).toBe(0o600);
    const wrapped = readFileSync(join(folder, 'keys', 'wrapped', one.id));
    expect(wrapped.includes(one.key)).toBe(false);
    // Another process, which shares nothing but the folder.
    const again = openKeyStore(join(folder, 'keys'));
    expect((await again.open(one.id)).equals(one.key)).toBe(true);
    expect((await again.open(two.id)).equals(two.key)).toBe(true);
    const file = await seal(Buffer.from('a name'), 'rows-0', one.key);
    await keys.destroy(one.id);
    await expect(again.open(one.id)).rejects.toMatchObject({ code: 'store.key-destroyed' });
    await expect(open(file, 'rows-0', two.key)).rejects.toMatchObject(broken);
    expect((await again.list()).map(({ id }) => id)).toEqual([two.id]);
    // A wrapped key under another's id is not that key.
    writeFileSync(
      join(folder, 'keys', 'wrapped', one.id),
      readFileSync(join(folder, 'keys', 'wrapped', two.id)),
    );
    await expect(again.open(one.id)).rejects.toMatchObject({ code: 'store.key-destroyed' });
  });

  it('makes no new root key over keys it cannot open, and refuses one that others can read', async () => {
    const at = join(folder, 'keys-2');
    await openKeyStore(at).make();
    chmodSync(join(at, 'root.key'), 0o644);
    await expect(openKeyStore(at).make()).rejects.toMatchObject({ code: 'store.root-key-readable' });
    await rm(join(at, 'root.key'));
    await expect(openKeyStore(at).make()).rejects.toMatchObject({ code: 'store.root-key-missing' });
  });

  it('empties the private folder at the start, in memory or on disk', () => {
    const home = join(folder, 'home');
    mkdirSync(home);
    const made = freshPrivateFolder(home);
    writeFileSync(join(made, 'left.csv'), 'a name');
    expect(statSync(made).mode & 0o777).toBe(0o700);
    expect(readdirSync(freshPrivateFolder(home))).toEqual([]);
    if (existsSync('/dev/shm')) expect(lstatSync(made).isSymbolicLink()).toBe(true);
    removePrivateFolder(home);
    expect(existsSync(made)).toBe(false);
    process.env['OAK_PRIVATE'] = 'disk';
    try {
      expect(lstatSync(freshPrivateFolder(home)).isDirectory()).toBe(true);
    } finally {
      delete process.env['OAK_PRIVATE'];
    }
  });

  it.runIf(existsSync('/dev/shm'))('leaves nothing in memory when the process is killed', async () => {
    const home = join(folder, 'killed');
    mkdirSync(home);
    const code = `import { freshPrivateFolder } from ${JSON.stringify(join(import.meta.dirname, 'private-folder.ts'))};
      import { writeFileSync } from 'node:fs';
      const made = freshPrivateFolder(${JSON.stringify(home)});
      writeFileSync(made + '/opened.parquet', 'a name');
      console.log('ready');
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await once(child.stdout, 'data');
    const inMemory = readlinkSync(join(home, 'private'));
    expect(readdirSync(inMemory)).toEqual(['opened.parquet']);
    child.kill('SIGKILL');
    await expect.poll(() => existsSync(inMemory), { timeout: 5_000 }).toBe(false);
    const next = freshPrivateFolder(home);
    expect(readdirSync(next)).toEqual([]);
    removePrivateFolder(home);
  });
});
