/**
 * Thrift's compact protocol, as far as Parquet's headers need it (apache/thrift doc/specs/thrift-compact-protocol.md):
 * structures of numbers, texts, lists and structures, fields in ascending order.
 */
export type ThriftField =
  | { readonly id: number; readonly int: number; readonly wide?: true }
  | { readonly id: number; readonly text: string }
  | { readonly id: number; readonly struct: readonly ThriftField[] }
  | { readonly id: number; readonly ints: readonly number[] }
  | { readonly id: number; readonly texts: readonly string[] }
  | { readonly id: number; readonly structs: readonly (readonly ThriftField[])[] };

const kind = { int: 5, wide: 6, text: 8, list: 9, struct: 12 } as const;

/** The bytes of a structure. */
export function thrift(fields: readonly ThriftField[]): Buffer {
  const bytes: number[] = [];
  putStruct(bytes, fields);
  return Buffer.from(bytes);
}

function putStruct(bytes: number[], fields: readonly ThriftField[]): void {
  let before = 0;
  for (const field of fields) {
    const own = kindOf(field);
    bytes.push(((field.id - before) << 4) | own);
    before = field.id;
    if ('int' in field) putVarint(bytes, zigzag(field.int));
    else if ('text' in field) putText(bytes, field.text);
    else if ('struct' in field) putStruct(bytes, field.struct);
    else if ('ints' in field) {
      putList(bytes, field.ints.length, kind.int);
      for (const value of field.ints) putVarint(bytes, zigzag(value));
    } else if ('texts' in field) {
      putList(bytes, field.texts.length, kind.text);
      for (const value of field.texts) putText(bytes, value);
    } else {
      putList(bytes, field.structs.length, kind.struct);
      for (const value of field.structs) putStruct(bytes, value);
    }
  }
  bytes.push(0);
}

function kindOf(field: ThriftField): number {
  if ('int' in field) return field.wide ? kind.wide : kind.int;
  if ('text' in field) return kind.text;
  return 'struct' in field ? kind.struct : kind.list;
}

function putList(bytes: number[], size: number, of: number): void {
  if (size < 15) bytes.push((size << 4) | of);
  else {
    bytes.push(0xf0 | of);
    putVarint(bytes, size);
  }
}

function putText(bytes: number[], text: string): void {
  const utf8 = Buffer.from(text);
  putVarint(bytes, utf8.length);
  bytes.push(...utf8);
}

const zigzag = (value: number) => (value < 0 ? -2 * value - 1 : 2 * value);

/** Seven bits a byte, lowest first; whole numbers up to 2^53. */
export function putVarint(bytes: number[], value: number): void {
  let left = value;
  while (left > 127) {
    bytes.push((left % 128) | 128);
    left = Math.floor(left / 128);
  }
  bytes.push(left);
}
