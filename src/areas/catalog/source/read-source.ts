import { join } from 'node:path';
import type { Engine } from '../../../engine/engine.ts';
import { emptyFile, unknownFormat } from '../errors.ts';
import { decodeText } from './decode-text.ts';
import { NotUtf8 } from './read-file.ts';
import { looksUtf16, readHead, recognise, type SourceKind } from './recognise.ts';
import { stageJson, stageNdjson } from './stage-json.ts';
import { stageParquet } from './stage-parquet.ts';
import { type DelimitedText, stageText } from './stage-text.ts';
import { stageXlsx } from './stage-xlsx.ts';
import type { Reading, StagedTable } from './staged-table.ts';
import { unpack } from './unpack.ts';

export interface ReadSource {
  readonly staged: StagedTable;
  /** The same source set in order by us first, for when the engine turns out to read it otherwise than we do. */
  readonly again?: () => Promise<StagedTable>;
}

/** Reads a source file, whatever its format, to the point where its rows can be written. */
export async function readSource(engine: Engine, reading: Reading): Promise<ReadSource> {
  let source = reading;
  let kind = await recognise(source.path, source.filename);
  if (kind === 'gzip') {
    const path = join(reading.workFolder, 'unpacked');
    reading.progress('Unpacking');
    source = { ...reading, path, bytes: await unpack(reading, path) };
    if (source.bytes === 0) throw emptyFile.with({ file: reading.filename });
    kind = await recognise(path, source.filename);
  }
  const { staged, again } = await stage(engine, source, kind);
  if (source === reading) return { staged, again };
  const packed = (table: StagedTable) => ({ ...table, dialect: { ...table.dialect, packing: 'gzip' } });
  return { staged: packed(staged), again: again && (async () => packed(await again())) };
}

async function stage(engine: Engine, source: Reading, kind: SourceKind): Promise<ReadSource> {
  switch (kind) {
    case 'delimited':
      return readDelimited(source);
    case 'json':
      return { staged: await stageJson(await asUtf8(source, source.options.encoding), source) };
    case 'ndjson':
      return { staged: await stageNdjson(await asUtf8(source, source.options.encoding), source) };
    case 'parquet':
      return { staged: await stageParquet(engine, source) };
    case 'xlsx':
      return { staged: await stageXlsx(source) };
    case 'gzip':
      throw unknownFormat.with({ file: source.filename, found: 'packed twice' });
  }
}

async function readDelimited(source: Reading): Promise<ReadSource> {
  const text = await asUtf8(source, source.options.encoding);
  try {
    return { staged: await stageText(text, source), again: () => stageText(text, source, true) };
  } catch (error) {
    if (!(error instanceof NotUtf8)) throw error;
    source.progress('Decoding');
    const decoded = await asUtf8(source, 'mixed');
    return { staged: await stageText(decoded, source), again: () => stageText(decoded, source, true) };
  }
}

/** The source as UTF-8: itself unless a mark, its bytes or the person who sent it say otherwise. */
export async function asUtf8(source: Reading, encoding: string | undefined): Promise<DelimitedText> {
  const head = await readHead(source.path);
  const found =
    encoding ??
    (head[0] === 0xff && head[1] === 0xfe
      ? 'utf-16le'
      : head[0] === 0xfe && head[1] === 0xff
        ? 'utf-16be'
        : looksUtf16(head));
  if (found === undefined || found === 'utf-8') {
    const hasMark = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
    return {
      path: source.path,
      bytes: source.bytes,
      encoding: hasMark ? 'UTF-8 with a mark' : 'UTF-8',
      hasMark,
    };
  }
  const path = join(source.workFolder, 'decoded');
  const decoded = await decodeText(source.path, found as never, path, source.signal);
  return { path, bytes: decoded.bytes, encoding: decoded.encoding, hasMark: false };
}
