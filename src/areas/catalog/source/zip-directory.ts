import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import { cutOff, damagedFile, unpacksTooLarge } from '../errors.ts';

export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly offset: number;
}

const endMark = 0x06054b50;
const entryMark = 0x02014b50;
const localMark = 0x04034b50;

/** The entries of a ZIP file (APPNOTE 6.3, no ZIP64, no encryption). Throws `catalog.file-cut-off` without a directory. */
export async function readZipDirectory(path: string, filename: string): Promise<ZipEntry[]> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const tail = await read(file, Math.max(0, size - 65_557), Math.min(size, 65_557));
    let end = tail.length - 22;
    while (end >= 0 && tail.readUInt32LE(end) !== endMark) end--;
    if (end < 0) throw cutOff.with({ file: filename, at: 'the list of its parts is missing' });
    const count = tail.readUInt16LE(end + 10);
    const directory = await read(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
    const entries: ZipEntry[] = [];
    let at = 0;
    for (let one = 0; one < count; one++) {
      if (at + 46 > directory.length || directory.readUInt32LE(at) !== entryMark) {
        throw damagedFile.with({ file: filename, what: 'the list of its parts is broken' });
      }
      const nameBytes = directory.readUInt16LE(at + 28);
      entries.push({
        method: directory.readUInt16LE(at + 10),
        packed: directory.readUInt32LE(at + 20),
        unpacked: directory.readUInt32LE(at + 24),
        offset: directory.readUInt32LE(at + 42),
        name: directory.toString('utf8', at + 46, at + 46 + nameBytes),
      });
      at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    }
    return entries;
  } finally {
    await file.close();
  }
}

/**
 * Unpacks every entry into nothing, counting: what a directory says of sizes may be a lie. Throws
 * `catalog.unpacks-too-large` past `most` bytes in all, and `catalog.file-damaged` for a document type where one is
 * refused.
 */
export async function checkUnpackedSize(
  path: string,
  entries: readonly ZipEntry[],
  most: number,
  filename: string,
  options: { readonly refuseDocumentTypes?: boolean } = {},
): Promise<void> {
  const file = await open(path, 'r');
  let total = 0;
  const count = (bytes: number) => {
    total += bytes;
    if (total > most) throw unpacksTooLarge.with({ file: filename, bytes: most });
  };
  try {
    for (const entry of entries) {
      const head = await read(file, entry.offset, 30);
      if (head.length < 30 || head.readUInt32LE(0) !== localMark) {
        throw damagedFile.with({ file: filename, what: 'one of its parts is missing' });
      }
      const start = entry.offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
      const look = options.refuseDocumentTypes && /\.(?:xml|rels|vml)$/i.test(entry.name);
      let tail = Buffer.alloc(0);
      const sink = new Writable({
        write(chunk: Buffer, _encoding, done) {
          try {
            count(chunk.length);
            if (look) {
              const seen = Buffer.concat([tail, chunk]);
              if (declaresType(seen))
                throw damagedFile.with({ file: filename, what: 'it brings a document type of its own' });
              tail = seen.subarray(-24);
            }
            done();
          } catch (error) {
            done(error as Error);
          }
        },
      });
      if (entry.packed === 0) continue;
      const source = createReadStream(path, { start, end: start + entry.packed - 1 });
      const emptied =
        entry.method === 0 ? pipeline(source, sink) : pipeline(source, createInflateRaw(), sink);
      await emptied.catch((error: { code?: string }) => {
        if (!error.code?.startsWith('Z_')) throw error;
        throw damagedFile.with({ file: filename, what: 'one of its parts does not unpack' }, error);
      });
    }
  } finally {
    await file.close();
  }
}

/** A document type is where XML bombs and outside entities are declared; no workbook needs one. Also in UTF-16. */
function declaresType(bytes: Buffer): boolean {
  const text = bytes.toString('latin1').replaceAll('\0', '');
  return text.includes('<!DOCTYPE') || text.includes('<!ENTITY');
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}
