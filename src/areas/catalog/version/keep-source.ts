import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';

/** Already packed: packing again gains nothing. */
const packed = ['gzip', 'Parquet', 'XLSX'];
export const isPacked = (dialect: Readonly<Record<string, unknown>>): boolean =>
  packed.includes(String(dialect['packing'] ?? '')) || packed.includes(String(dialect['format']));

/**
 * Keeps the source as it came, byte for byte (zstd around it unless it is packed already), so that every reading of it
 * can be checked or done again. Answers its SHA-256 and size as it came.
 */
export async function keepSource(
  from: string,
  to: string,
  asItIs: boolean,
  signal: AbortSignal,
): Promise<{ sha256: string; bytes: number }> {
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
  if (asItIs) await pipeline(source, digest, target, { signal });
  else {
    const zstd = createZstdCompress({
      params: { [constants.ZSTD_c_compressionLevel]: 1 },
      chunkSize: 1 << 20,
    });
    await pipeline(source, digest, zstd, target, { signal });
  }
  return { sha256: hash.digest('hex'), bytes };
}
