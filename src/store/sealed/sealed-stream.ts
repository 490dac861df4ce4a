import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { sealBroken } from '../errors.ts';

/**
 * Sealed bytes: the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár, "Online Authenticated-Encryption and its
 * Nonce-Reuse Misuse-Resistance", CRYPTO 2015) over AES-256-GCM. Each segment's nonce holds its index and whether it is
 * the last, so that a file cut short, reordered, or put together from two does not open.
 *
 * Layout: magic (8) · salt (16) · segments of `segmentBytes` and their tag (16); the last one may be shorter. The key of a
 * file comes from the data key by HKDF-SHA-256 over its salt and its label, so no nonce is ever used twice and a file put
 * in another's place does not open either.
 */
const magic = Buffer.from('OAKSEAL1', 'latin1');
const saltBytes = 16;
const tagBytes = 16;
/** Large enough that a segment's fixed cost does not count, small enough that deciphering one holds nobody up. */
export const segmentBytes = 256 * 1024;
/** A counter of 32 bits: 1 PiB a file. */
const mostSegments = 2 ** 32 - 1;

const headerBytes = magic.length + saltBytes;

/** How large `plain` bytes are when sealed. */
export const sealedSize = (plain: number): number =>
  headerBytes + plain + tagBytes * Math.max(1, Math.ceil(plain / segmentBytes));

/** Seals what comes in; `label` says what it is (`rows-0`) and must be given again to open it. */
export async function* sealed(
  source: AsyncIterable<Uint8Array>,
  dataKey: Buffer,
  label: string,
): AsyncGenerator<Buffer> {
  const salt = randomBytes(saltBytes);
  const header = Buffer.concat([magic, salt]);
  const key = fileKey(dataKey, salt, label);
  yield header;
  let index = 0;
  // One segment is held back: which one is the last is known only when nothing follows.
  let held: Buffer | undefined;
  for await (const plain of segmentsOf(source, segmentBytes)) {
    if (held !== undefined) yield sealSegment(key, header, index++, false, held);
    held = plain;
  }
  yield sealSegment(key, header, index, true, held ?? Buffer.alloc(0));
}

/**
 * Opens what {@link sealed} made. Each segment is handed on once it is proved; the end is proved last, so a consumer must
 * not act on what came before it throws. Throws `store.seal-broken`.
 */
export async function* unsealed(
  source: AsyncIterable<Uint8Array>,
  dataKey: Buffer,
  label: string,
): AsyncGenerator<Buffer> {
  let key: Buffer | undefined;
  let header: Buffer = Buffer.alloc(0);
  let index = 0;
  let held: Buffer | undefined;
  const open = (segment: Buffer, last: boolean) => {
    if (key === undefined || segment.length < tagBytes) throw sealBroken.with({ what: label });
    return openSegment(key, header, index++, last, segment, label);
  };
  for await (const part of segmentsOf(source, segmentBytes + tagBytes, headerBytes)) {
    if (key === undefined) {
      header = part;
      if (part.length < headerBytes || !part.subarray(0, magic.length).equals(magic))
        throw sealBroken.with({ what: label });
      key = fileKey(dataKey, part.subarray(magic.length), label);
      continue;
    }
    if (held !== undefined) yield open(held, false);
    held = part;
  }
  yield open(held ?? Buffer.alloc(0), true);
}

const fileKey = (dataKey: Buffer, salt: Buffer, label: string): Buffer =>
  Buffer.from(hkdfSync('sha256', dataKey, salt, `charter oak sealed file 1\0${label}`, 32));

/** 7 bytes of zero (the key is the file's alone), the index, and 1 for the last segment. */
function nonceOf(index: number, last: boolean): Buffer {
  if (index > mostSegments) throw new RangeError('too long to be sealed');
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(index, 7);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

function sealSegment(key: Buffer, header: Buffer, index: number, last: boolean, plain: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(index, last)).setAAD(header);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function openSegment(
  key: Buffer,
  header: Buffer,
  index: number,
  last: boolean,
  segment: Buffer,
  label: string,
): Buffer {
  const at = segment.length - tagBytes;
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(index, last), { authTagLength: tagBytes })
    .setAAD(header)
    .setAuthTag(segment.subarray(at));
  const plain = decipher.update(segment.subarray(0, at));
  try {
    decipher.final();
  } catch (cause) {
    throw sealBroken.with({ what: label }, cause);
  }
  return plain;
}

/** What comes in, cut into pieces of one size, the last one shorter; the first may have a size of its own. */
async function* segmentsOf(
  source: AsyncIterable<Uint8Array>,
  size: number,
  firstSize = size,
): AsyncGenerator<Buffer> {
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  let wanted = firstSize;
  for await (const chunk of source) {
    waiting.push(chunk);
    bytes += chunk.length;
    if (bytes < wanted) continue;
    const all =
      waiting.length === 1
        ? Buffer.from(waiting[0]!.buffer, waiting[0]!.byteOffset, bytes)
        : Buffer.concat(waiting);
    let from = 0;
    for (; bytes - from >= wanted; wanted = size) {
      yield all.subarray(from, from + wanted);
      from += wanted;
    }
    waiting = from === bytes ? [] : [all.subarray(from)];
    bytes -= from;
  }
  if (bytes > 0) yield Buffer.concat(waiting);
}
