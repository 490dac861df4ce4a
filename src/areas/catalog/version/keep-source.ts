import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';
import { readHead } from '../source/recognise.ts';

/** Gzip, Parquet and ZIP are packed already: packing them again gains nothing. */
export async function isPacked(path: string): Promise<boolean> {
  const head = (await readHead(path, 4)).toString('latin1');
  return head.startsWith('\x1f\x8b') || head === 'PAR1' || head === 'PK\x03\x04';
}

export interface KeptSource {
  /** Of the source as it came. */
  readonly sha256: string;
  readonly bytes: number;
  readonly path: string;
  readonly packed: boolean;
}

/**
 * Keeps the source as it came, byte for byte (zstd around it, unless it is packed already), so that every reading of it
 * can be checked or done again. Answers its SHA-256 and size as it came.
 */
export async function keepSource(from: string, to: string, signal: AbortSignal): Promise<KeptSource> {
  const packed = await isPacked(from);
  const hash = createHash('sha256');
  let bytes = 0;
  const digest = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const source = createReadStream(from, { highWaterMark: 1 << 20 });
  const target = createWriteStream(to, { mode: 0o600, highWaterMark: 1 << 20 });
  if (packed) await pipeline(source, digest, target, { signal });
  else {
    const zstd = createZstdCompress({
      params: { [constants.ZSTD_c_compressionLevel]: 1 },
      chunkSize: 1 << 20,
    });
    await pipeline(source, digest, zstd, target, { signal });
  }
  return { sha256: hash.digest('hex'), bytes, path: to, packed };
}
