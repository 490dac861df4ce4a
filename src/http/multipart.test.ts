import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMultipart } from './multipart.ts';

/** A body that arrives in pieces of the given sizes. */
function inPieces(bytes: Uint8Array, sizes: readonly number[]): ReadableStream<Uint8Array> {
  let at = 0;
  let turn = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      const size = sizes[turn++ % sizes.length]!;
      controller.enqueue(bytes.subarray(at, at + size));
      at += size;
    },
  });
}

async function formBytes(form: FormData): Promise<{ bytes: Uint8Array; type: string }> {
  const response = new Response(form);
  return { bytes: new Uint8Array(await response.arrayBuffer()), type: response.headers.get('content-type')! };
}

describe('readMultipart', () => {
  it('gives back what a browser would send, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 5000 }),
        fc.string(),
        fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 6 }),
        async (content, title, sizes) => {
          const form = new FormData();
          form.set('title', title);
          form.set('file', new File([content as Uint8Array<ArrayBuffer>], 'data.csv'));
          const { bytes, type } = await formBytes(form);
          const { fields, upload } = await readMultipart(inPieces(bytes, sizes), type);
          // A form's line ends are normalised by its sender (HTML, section on form submission).
          expect(fields['title']).toBe(title.replace(/\r\n|\r|\n/g, '\r\n'));
          expect(upload?.filename).toBe('data.csv');
          expect(new Uint8Array(await new Response(upload!.stream).arrayBuffer())).toEqual(content);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('tells an upload that was cut off from one that ended', async () => {
    const form = new FormData();
    form.set('file', new File(['a,b\n1,2\n'.repeat(200)], 'data.csv'));
    const { bytes, type } = await formBytes(form);
    const { upload } = await readMultipart(inPieces(bytes.subarray(0, 900), [100]), type);
    await expect(new Response(upload!.stream).arrayBuffer()).rejects.toThrow(/cut off/);
  });

  it('takes a form without a file', async () => {
    const form = new FormData();
    form.set('title', 'Crashes');
    const { bytes, type } = await formBytes(form);
    expect(await readMultipart(inPieces(bytes, [64]), type)).toEqual({ fields: { title: 'Crashes' } });
  });

  it('refuses a field that never ends', async () => {
    const head = new TextEncoder().encode('--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n');
    const endless = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(head),
      pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024)),
    });
    await expect(readMultipart(endless, 'multipart/form-data; boundary=x')).rejects.toThrow(/too long/);
  });
});
