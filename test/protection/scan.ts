import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { Engine } from '../../src/engine/engine.ts';
import { literal, sql } from '../../src/engine/sql.ts';

/** What the values look like: overlapping, so that a digit before a number hides none. */
const shapes = [/(?=(9\d{8}))/g, /[A-Z][a-z]+\d+ [A-Z][a-z]+\d+/g];

/**
 * Which of the planted values stand in plain text in any file under a folder: as bytes, in UTF-8 and UTF-16, inside gzip and zstd,
 * and in every column of a Parquet file, where compression would hide them from a search of bytes.
 */
export async function plainTextIn(
  folder: string,
  values: readonly string[],
  engine: Engine,
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  const wanted = new Set(values);
  const look = (name: string, bytes: Buffer) => {
    const narrow = bytes.toString('latin1');
    // UTF-16 is the same text with a zero beside each letter.
    const hits = [narrow, narrow.replaceAll('\0', '')].flatMap((text) =>
      shapes
        .flatMap((shape) => [...text.matchAll(shape)].map((match) => match[1] ?? match[0]))
        .filter((hit) => wanted.has(hit)),
    );
    if (hits.length > 0) found.set(name, [...(found.get(name) ?? []), ...hits]);
  };
  // A link (the private folder) leads into memory, which is no disk; sockets and pipes hold nothing.
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    look(path, bytes);
    if (bytes.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b]))) look(path, gunzipSync(bytes));
    if (bytes.subarray(0, 4).equals(Buffer.from([0x28, 0xb5, 0x2f, 0xfd])))
      look(path, zstdDecompressSync(bytes));
    if (bytes.subarray(0, 4).toString('latin1') !== 'PAR1') continue;
    const rows = await engine.json(sql`select columns(*)::varchar from read_parquet(${literal(path)})`);
    look(path, Buffer.from(rows));
  }
  return found;
}
