import { type FileHandle, open } from 'node:fs/promises';
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { putVarint, type ThriftField, thrift } from './thrift-compact.ts';

/** A column without missing values: texts, numbers, or words of a short list by their number. */
export type ParquetColumn =
  | { readonly name: string; readonly text: (row: number) => string }
  | { readonly name: string; readonly number: (row: number) => number }
  | { readonly name: string; readonly words: readonly string[]; readonly word: (row: number) => number };

// Numbers of apache/parquet-format, src/main/thrift/parquet.thrift.
const type = { double: 5, bytes: 6 } as const;
const encoding = { plain: 0, rle: 3, dictionary: 8 } as const;
const codec = { gzip: 2, zstd: 6 } as const;
const page = { data: 0, dictionary: 2 } as const;
const utf8 = 0;

// Node has had zstd since 22.15.
const squeeze: (bytes: Buffer) => Promise<Buffer> =
  'zstdCompress' in zlib
    ? promisify(
        zlib.zstdCompress as (bytes: Buffer, done: (error: Error | null, out: Buffer) => void) => void,
      )
    : (bytes) => promisify(zlib.gzip)(bytes, { level: 1 }) as Promise<Buffer>;
const squeezed = 'zstdCompress' in zlib ? codec.zstd : codec.gzip;

const rowsOfGroup = 262_144;
const rowsOfPage = 65_536;

/**
 * Writes a Parquet file column by column, compressed on other threads while the next page is put together. Small and plain on
 * purpose: required columns, one dictionary at most, no statistics. A test reads every kind back with DuckDB.
 */
export async function writeParquet(
  path: string,
  rows: number,
  columns: readonly ParquetColumn[],
): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    const to = { file, at: 0 };
    await put(to, Buffer.from('PAR1'));
    const groups: (readonly ThriftField[])[] = [];
    for (let from = 0; from < rows; from += rowsOfGroup)
      groups.push(await writeGroup(to, columns, from, Math.min(rows, from + rowsOfGroup)));
    const footer = thrift([
      { id: 1, int: 1 },
      { id: 2, structs: [root(columns.length), ...columns.map(schemaOf)] },
      { id: 3, int: rows, wide: true },
      { id: 4, structs: groups },
      { id: 6, text: 'oak' },
    ]);
    const tail = Buffer.alloc(8);
    tail.writeUInt32LE(footer.length);
    tail.write('PAR1', 4);
    await put(to, Buffer.concat([footer, tail]));
  } finally {
    await file.close();
  }
}

interface Output {
  readonly file: FileHandle;
  at: number;
}

async function put(to: Output, bytes: Buffer): Promise<void> {
  let done = 0;
  // A full disk takes what it can first and fails at the next try.
  while (done < bytes.length) done += (await to.file.write(bytes, done, bytes.length - done)).bytesWritten;
  to.at += bytes.length;
}

const root = (children: number): readonly ThriftField[] => [
  { id: 4, text: 'schema' },
  { id: 5, int: children },
];
const schemaOf = (column: ParquetColumn): readonly ThriftField[] => [
  { id: 1, int: 'number' in column ? type.double : type.bytes },
  { id: 3, int: 0 },
  { id: 4, text: column.name },
  ...('number' in column ? [] : [{ id: 6, int: utf8 }]),
];

interface Page {
  readonly header: (compressed: number) => Buffer;
  readonly raw: number;
  readonly bytes: Promise<Buffer>;
}

async function writeGroup(
  to: Output,
  columns: readonly ParquetColumn[],
  from: number,
  end: number,
): Promise<readonly ThriftField[]> {
  const started = to.at;
  const pages = columns.map((column) => pagesOf(column, from, end));
  const chunks: (readonly ThriftField[])[] = [];
  for (const [at, column] of columns.entries()) {
    const begun = to.at;
    let [raw, dataAt] = [0, 0];
    for (const [number, one] of pages[at]!.entries()) {
      const bytes = await one.bytes;
      const header = one.header(bytes.length);
      if (number === ('words' in column ? 1 : 0)) dataAt = to.at;
      raw += header.length + one.raw;
      await put(to, header);
      await put(to, bytes);
    }
    const isList = 'words' in column;
    chunks.push([
      { id: 2, int: begun, wide: true },
      {
        id: 3,
        struct: [
          { id: 1, int: 'number' in column ? type.double : type.bytes },
          { id: 2, ints: [encoding.plain, encoding.rle, ...(isList ? [encoding.dictionary] : [])] },
          { id: 3, texts: [column.name] },
          { id: 4, int: squeezed },
          { id: 5, int: end - from, wide: true },
          { id: 6, int: raw, wide: true },
          { id: 7, int: to.at - begun, wide: true },
          { id: 9, int: dataAt, wide: true },
          ...(isList ? [{ id: 11, int: begun, wide: true } as const] : []),
        ],
      },
    ]);
  }
  return [
    { id: 1, structs: chunks },
    { id: 2, int: to.at - started, wide: true },
    { id: 3, int: end - from, wide: true },
  ];
}

function pagesOf(column: ParquetColumn, from: number, end: number): Page[] {
  const pages: Page[] = [];
  if ('words' in column) {
    const list = texts(0, column.words.length, (at) => column.words[at]!);
    pages.push(made(list, page.dictionary, column.words.length, encoding.plain));
  }
  for (let row = from; row < end; row += rowsOfPage) {
    const to = Math.min(end, row + rowsOfPage);
    const [bytes, how] =
      'text' in column
        ? [texts(row, to, column.text), encoding.plain]
        : 'number' in column
          ? [numbers(row, to, column.number), encoding.plain]
          : [places(row, to, column), encoding.dictionary];
    pages.push(made(bytes, page.data, to - row, how));
  }
  return pages;
}

function made(bytes: Buffer, kind: number, values: number, how: number): Page {
  const data: ThriftField = {
    id: 5,
    struct: [
      { id: 1, int: values },
      { id: 2, int: how },
      { id: 3, int: encoding.rle },
      { id: 4, int: encoding.rle },
    ],
  };
  const dictionary: ThriftField = {
    id: 7,
    struct: [
      { id: 1, int: values },
      { id: 2, int: how },
    ],
  };
  return {
    raw: bytes.length,
    bytes: squeeze(bytes),
    header: (compressed) =>
      thrift([
        { id: 1, int: kind },
        { id: 2, int: bytes.length },
        { id: 3, int: compressed },
        kind === page.data ? data : dictionary,
      ]),
  };
}

/** Texts, each after its length in four bytes. */
function texts(from: number, to: number, of: (row: number) => string): Buffer {
  let bytes = Buffer.allocUnsafe(Math.max(64, (to - from) * 24));
  let used = 0;
  for (let row = from; row < to; row++) {
    const text = of(row);
    if (used + 4 + 3 * text.length > bytes.length) {
      const larger = Buffer.allocUnsafe(2 * bytes.length + 4 + 3 * text.length);
      bytes.copy(larger, 0, 0, used);
      bytes = larger;
    }
    const size = putText(bytes, text, used + 4);
    bytes[used] = size & 255;
    bytes[used + 1] = (size >>> 8) & 255;
    bytes[used + 2] = (size >>> 16) & 255;
    bytes[used + 3] = size >>> 24;
    used += 4 + size;
  }
  return bytes.subarray(0, used);
}

/** Short plain texts, which ids are, letter by letter: a call out of the engine for each costs several times as much. */
function putText(bytes: Buffer, text: string, at: number): number {
  if (text.length > shortText) return bytes.write(text, at);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) return bytes.write(text, at);
    bytes[at + i] = code;
  }
  return text.length;
}

const shortText = 40;

function numbers(from: number, to: number, of: (row: number) => number): Buffer {
  const bytes = Buffer.allocUnsafe((to - from) * 8);
  for (let row = from; row < to; row++) bytes.writeDoubleLE(of(row), (row - from) * 8);
  return bytes;
}

/** Numbers of words, as many bits each as the longest list needs, in one bit-packed run. */
function places(
  from: number,
  to: number,
  { words, word }: Extract<ParquetColumn, { readonly words: readonly string[] }>,
): Buffer {
  const width = Math.max(1, 32 - Math.clz32(Math.max(1, words.length - 1)));
  const eights = Math.ceil((to - from) / 8);
  const head = [width];
  putVarint(head, eights * 2 + 1);
  const bytes = Buffer.alloc(head.length + eights * width);
  bytes.set(head);
  let at = head.length * 8;
  for (let row = from; row < to; row++, at += width) {
    const value = word(row);
    for (let bit = 0; bit < width; bit++)
      if ((value >>> bit) & 1) bytes[(at + bit) >> 3]! |= 1 << ((at + bit) & 7);
  }
  return bytes;
}
