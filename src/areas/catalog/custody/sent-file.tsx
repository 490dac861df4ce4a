import type { Upload } from '../../../core/operation.ts';

/** The file a form sent, as an operation takes it; none when none was chosen. */
export function sentFile(form: FormData): Upload | undefined {
  const file = form.get('file');
  if (file === null || typeof file === 'string' || file.size === 0) return undefined;
  return { filename: file.name, stream: file.stream() as ReadableStream<Uint8Array>, length: file.size };
}
