import { createReadStream, createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { cutOff, damagedFile, unpacksTooLarge } from '../errors.ts';
import { alwaysUnpackedBytes, maxUnpackedBytes, maxUnpackedRatio } from './limits.ts';
import type { Reading } from './staged-table.ts';

/** Unpacks a gzip file, and stops at a bomb before it fills the disk. Returns the bytes written. */
export async function unpack(reading: Reading, target: string): Promise<number> {
  const most = Math.min(maxUnpackedBytes, Math.max(alwaysUnpackedBytes, reading.bytes * maxUnpackedRatio));
  let bytes = 0;
  const cap = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > most) done(unpacksTooLarge.with({ file: reading.filename, bytes: most }));
      else done(null, chunk);
    },
  });
  try {
    await pipeline(
      createReadStream(reading.path, { highWaterMark: 1 << 18 }),
      createGunzip({ chunkSize: 1 << 18 }),
      cap,
      createWriteStream(target, { mode: 0o600 }),
      { signal: reading.signal },
    );
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'Z_BUF_ERROR')
      throw cutOff.with({ file: reading.filename, at: 'inside its gzip data' }, error);
    if (code?.startsWith('Z_')) {
      throw damagedFile.with(
        { file: reading.filename, what: 'its gzip data is not what was written' },
        error,
      );
    }
    throw error;
  }
  return bytes;
}
