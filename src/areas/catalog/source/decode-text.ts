import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Reading } from './staged-table.ts';

/**
 * Rewrites a text file as UTF-8. `mixed` judges line by line: one that is valid UTF-8 stays, any other is read as
 * Windows-1252, which has Latin-1 in it. Answers the encoding found, in words, and the bytes written.
 */
export async function decodeText(
  path: string,
  encoding: 'mixed' | NonNullable<Reading['options']['encoding']>,
  target: string,
  signal: AbortSignal,
): Promise<{ encoding: string; bytes: number }> {
  const out = await open(target, 'w', 0o600);
  let bytes = 0;
  const write = async (chunk: Uint8Array) => {
    for (let at = 0; at < chunk.length; ) at += (await out.write(chunk, at)).bytesWritten;
    bytes += chunk.length;
  };
  try {
    const source = createReadStream(path, { highWaterMark: 1 << 20, signal });
    if (encoding === 'mixed') return { encoding: await decodeLines(source, write), bytes };
    if (encoding === 'iso-8859-1') {
      for await (const chunk of source)
        await write(Buffer.from((chunk as Buffer).toString('latin1'), 'utf8'));
      return { encoding: 'ISO-8859-1', bytes };
    }
    const decoder = new TextDecoder(encoding);
    for await (const chunk of source)
      await write(Buffer.from(decoder.decode(chunk as Buffer, { stream: true }), 'utf8'));
    await write(Buffer.from(decoder.decode(), 'utf8'));
    return { encoding: spelled[encoding] ?? encoding, bytes };
  } finally {
    await out.close();
  }
}

const spelled: Record<string, string> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  'windows-1252': 'Windows-1252',
};

async function decodeLines(
  source: AsyncIterable<Buffer>,
  write: (chunk: Uint8Array) => Promise<void>,
): Promise<string> {
  const decoder = new TextDecoder('windows-1252');
  let western = 0;
  let unicode = 0;
  const decode = async (block: Buffer) => {
    if (isUtf8(block)) {
      if (block.some((byte) => byte > 127)) unicode++;
      await write(block);
      return;
    }
    const parts: Uint8Array[] = [];
    for (let at = 0; at < block.length; ) {
      const end = block.indexOf(0x0a, at);
      const line = block.subarray(at, end < 0 ? block.length : end + 1);
      at += line.length;
      if (isUtf8(line)) {
        if (line.some((byte) => byte > 127)) unicode++;
        parts.push(line);
      } else {
        western++;
        parts.push(Buffer.from(decoder.decode(line), 'utf8'));
      }
    }
    await write(Buffer.concat(parts));
  };
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    const block = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = block.lastIndexOf(0x0a) + 1;
    // A file of carriage returns has no such line end: it is cut between characters that are surely ASCII.
    const cut = end > 0 ? end : lastAscii(block);
    await decode(block.subarray(0, cut));
    rest = Buffer.from(block.subarray(cut));
  }
  if (rest.length > 0) await decode(rest);
  return western > 0 && unicode > 0 ? `UTF-8, and Windows-1252 in ${western} lines` : 'Windows-1252';
}

function lastAscii(block: Uint8Array): number {
  let at = block.length;
  while (at > 0 && block[at - 1]! > 127) at--;
  return at;
}
