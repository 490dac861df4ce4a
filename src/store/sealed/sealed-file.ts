import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { sealed, unsealed } from './sealed-stream.ts';

const chunk = { highWaterMark: 1 << 20 };

/** Seals a file into another, which is on disk when this resolves. */
export async function sealFile(from: string, to: string, key: Buffer, label: string): Promise<void> {
  await sealInto(createReadStream(from, chunk), to, key, label);
}

/** Seals what comes in into a file. */
export async function sealInto(
  source: AsyncIterable<Uint8Array>,
  to: string,
  key: Buffer,
  label: string,
  signal?: AbortSignal,
): Promise<void> {
  await pipeline(
    (async function* () {
      yield* sealed(source, key, label);
    })(),
    createWriteStream(to, { mode: 0o600, flush: true, ...chunk }),
    { ...(signal && { signal }) },
  );
}

/** Opens a sealed file into a plain one; when any of it does not open, nothing is left. Throws `store.seal-broken`. */
export async function openFile(from: string, to: string, key: Buffer, label: string): Promise<void> {
  try {
    await pipeline(
      unsealed(createReadStream(from, chunk), key, label),
      createWriteStream(to, { mode: 0o600, ...chunk }),
    );
  } catch (error) {
    await rm(to, { force: true });
    throw error;
  }
}

/** A small sealed file as bytes. Throws `store.seal-broken`. */
export async function readSealed(from: string, key: Buffer, label: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  const whole = await readFile(from);
  for await (const part of unsealed(
    (async function* () {
      yield whole;
    })(),
    key,
    label,
  ))
    parts.push(part);
  return Buffer.concat(parts);
}
