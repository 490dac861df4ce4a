import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { recordFileUnreadable } from '../core/record-file.ts';
import type { Context } from './handler.ts';

/** Input of an operation that takes a YAML file of records: sent as the body, or named by its path on the command line. */
export const recordUploadInput = z.object({
  file: z.string().optional().describe('the YAML file'),
  path: z.string().optional().describe('the same, made absolute by the command line'),
  filename: z.string().optional(),
});

// A state's records are some 100 kB; a file of this size is not one.
const mostBytes = 8 * 1024 * 1024;

/** The text of that file and its name for messages. Throws `core.record-file-unreadable`. */
export async function readRecordUpload(
  context: Pick<Context, 'upload'>,
  input: z.output<typeof recordUploadInput>,
): Promise<{ text: string; name: string }> {
  const path = input.path ?? input.file;
  const name = basename(context.upload?.filename ?? path ?? 'the file');
  const fault = (problem: string, cause?: unknown) =>
    recordFileUnreadable.with({ file: name, where: 'the whole file', problem }, cause);
  const decode = (bytes: Uint8Array) => {
    if (bytes.length > mostBytes) throw fault('it is larger than 8 MB');
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch (cause) {
      throw fault('it is not UTF-8 text', cause);
    }
  };
  if (context.upload) {
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const part of context.upload.stream) {
      size += part.length;
      if (size > mostBytes) throw fault('it is larger than 8 MB');
      parts.push(part);
    }
    return { text: decode(Buffer.concat(parts)), name };
  }
  if (path === undefined) throw fault('no file was given');
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw fault('it cannot be read', cause);
  });
  return { text: decode(bytes), name };
}
