import { type OpenContent, versionAt } from '../catalog/index.ts';
import type { Context } from '../handler.ts';
import { contentWithdrawn } from './errors.ts';
import type { OpenVersion } from './open-version.ts';

/** A version withdrawn, or protected again, while it is being sent stops within this time. */
const askEveryMs = 10_000;

/**
 * Throws when a version that is being sent may not be read any more: it was withdrawn, destroyed, or its release revoked.
 * Asked often, it looks seldom.
 */
export function stillOpen(
  { store }: Pick<Context, 'store'>,
  { dataset, version, content }: Pick<OpenVersion, 'dataset' | 'version'> & { readonly content: OpenContent },
): () => Promise<void> {
  let lastAsked = performance.now();
  return async () => {
    if (performance.now() - lastAsked < askEveryMs) return;
    lastAsked = performance.now();
    const now = await versionAt(store.read, dataset, { version: version.number });
    if (now.destroyed !== null || (content.isOpen && now.release === null))
      throw contentWithdrawn.with({ dataset: dataset.publicId, version: version.number });
  };
}

/** The same bytes, broken off when the version may not be read any more. */
export function whileOpen(
  bytes: ReadableStream<Uint8Array>,
  ask: () => Promise<void>,
): ReadableStream<Uint8Array> {
  return bytes.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      async transform(chunk, controller) {
        await ask();
        controller.enqueue(chunk);
      },
    }),
  );
}
