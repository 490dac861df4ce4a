import { open } from 'node:fs/promises';
import { unknownFormat } from '../errors.ts';

/** What a file is, by its content: names and extensions lie. */
export type SourceKind = 'delimited' | 'json' | 'ndjson' | 'parquet' | 'xlsx' | 'gzip';

const headBytes = 64 * 1024;

/** Files that are surely no table, by how they begin. */
const others: readonly [number[], string][] = [
  [[0x25, 0x50, 0x44, 0x46], 'a PDF document'],
  [[0x89, 0x50, 0x4e, 0x47], 'a picture'],
  [[0xff, 0xd8, 0xff], 'a picture'],
  [[0x47, 0x49, 0x46, 0x38], 'a picture'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'a document of Microsoft Office before 2007'],
  [[0x53, 0x51, 0x4c, 0x69, 0x74, 0x65], 'an SQLite database'],
  [[0x42, 0x5a, 0x68], 'an archive of bzip2'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'an archive of xz'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'an archive of zstd'],
  [[0x37, 0x7a, 0xbc, 0xaf], 'an archive of 7-Zip'],
  [[0x7f, 0x45, 0x4c, 0x46], 'a program'],
  [[0x4d, 0x5a, 0x90], 'a program'],
  [[0xca, 0xfe, 0xba, 0xbe], 'a program'],
];

/** Tells what a file is. Throws `catalog.unknown-format` for one that cannot be a table. */
export async function recognise(path: string, filename: string): Promise<SourceKind> {
  const head = await readHead(path);
  const starts = (bytes: readonly number[]) => bytes.every((byte, at) => head[at] === byte);
  if (starts([0x1f, 0x8b])) return 'gzip';
  if (starts([0x50, 0x41, 0x52, 0x31])) return 'parquet';
  if (starts([0x50, 0x4b, 0x03, 0x04]) || starts([0x50, 0x4b, 0x05, 0x06])) return 'xlsx';
  for (const [bytes, found] of others) {
    if (starts(bytes)) throw unknownFormat.with({ file: filename, found });
  }
  if (starts([0xff, 0xfe]) || starts([0xfe, 0xff])) return 'delimited';
  const text = head
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (/^<(!doctype html|html|\?xml)/i.test(text)) {
    throw unknownFormat.with({
      file: filename,
      found: /^<\?xml/i.test(text) ? 'an XML document' : 'a web page',
    });
  }
  if (/^\{\s*("|\})/.test(text) || /^\[\s*([[{"\]\-\d]|true|false|null)/.test(text)) return jsonKind(text);
  if (mostlyNul(head) && !looksUtf16(head)) throw unknownFormat.with({ file: filename, found: 'not a text' });
  return 'delimited';
}

/** One value a line, or one value in all. */
function jsonKind(text: string): SourceKind {
  const line = text.split(/\r?\n/, 1)[0]!;
  if (line.length === text.length || text.startsWith('['))
    return text.startsWith('[') && isWhole(line) && /^\s*[[{]/.test(text.slice(line.length))
      ? 'ndjson'
      : 'json';
  return isWhole(line) && text.slice(line.length).trimStart().startsWith('{') ? 'ndjson' : 'json';
}

function isWhole(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

/** UTF-16 without a mark: every second byte of the head is zero, on one side only. */
export function looksUtf16(head: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const pairs = Math.floor(Math.min(head.length, 4096) / 2);
  if (pairs < 4) return undefined;
  let even = 0;
  let odd = 0;
  for (let at = 0; at < pairs; at++) {
    if (head[at * 2] === 0) even++;
    if (head[at * 2 + 1] === 0) odd++;
  }
  if (odd > pairs * 0.8 && even < pairs * 0.05) return 'utf-16le';
  if (even > pairs * 0.8 && odd < pairs * 0.05) return 'utf-16be';
  return undefined;
}

function mostlyNul(head: Uint8Array): boolean {
  let nul = 0;
  for (const byte of head) if (byte === 0) nul++;
  return nul > head.length * 0.1;
}

export async function readHead(path: string, bytes = headBytes): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const head = Buffer.alloc(bytes);
    const { bytesRead } = await file.read(head, 0, bytes, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
