import { createWriteStream } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Actor } from '../../core/access.ts';
import { newId, newPublicId } from '../../core/id.ts';
import { makeFolder } from '../../engine/lake.ts';
import { sealInto } from '../../store/sealed/sealed-file.ts';
import { sealedSize } from '../../store/sealed/sealed-stream.ts';
import { noSuchAgency } from '../agencies/errors.ts';
import { namesOfAgencies } from '../agencies/index.ts';
import type { Context, Handler, Reader } from '../handler.ts';
import type { ingest as operation } from './contract.ts';
import {
  diskFullWhileLoading,
  emptyFile,
  noSuchFile,
  notAFile,
  nothingSent,
  pathNotAllowed,
} from './errors.ts';
import type { IngestJob } from './ingest-job.ts';
import { notOpenedByLoading } from './protection/errors.ts';
import { openGround } from './protection/open-from-start.ts';
import { willBeOpen } from './protection/release-decision.ts';
import { datasetOf } from './read-dataset.ts';

/**
 * Takes a file in, durably, and queues its loading. A file named by its path stays where it is and is read from there
 * when its turn comes; one that was sent is kept in the lake's `incoming` folder until it is loaded, sealed unless the
 * dataset's new versions are open at once.
 */
export const ingest: Handler<typeof operation> = async (context, input) => {
  const known = input.dataset === undefined ? undefined : await datasetOf(context.store.read, input.dataset);
  const dataset = known?.id ?? newId<'dataset'>(context.random);
  if (known !== undefined && input.ground !== undefined)
    throw notOpenedByLoading.with({ dataset: known.publicId });
  if (known === undefined && input.agency !== undefined)
    await mustBeAnAgency(context.store.read, input.agency);
  const open = input.ground === undefined ? null : openGround(context, input.ground, input.reviewer);
  const sealed = known ? !(await willBeOpen(context.store.read, known.id)) : open === null;
  const { path, filename, incoming, key } = await takeIn(
    context,
    sealed,
    input.path ?? input.file,
    input.filename,
  );
  const job: IngestJob = {
    dataset,
    register: known
      ? null
      : {
          publicId: newPublicId(context.random),
          title: input.title ?? null,
          agency: input.agency ?? onlyAgencyOf(context.actor),
          open,
        },
    path,
    filename,
    incoming,
    key,
    actor: context.actor.id,
    note: input.note ?? null,
    keyFields: input.key_fields ?? null,
    options: {
      delimiter: input.delimiter,
      quote: input.quote,
      encoding: input.encoding,
      header: input.header,
      sheet: input.sheet,
      types: input.types,
    },
  };
  context.fault('ingest:received');
  const id = await context.store.write((tx) =>
    context.enqueue(tx, { kind: 'catalog.ingest', input: job, subject: dataset }),
  );
  context.fault('ingest:queued');
  return { job: id };
};

/** Whoever works for one agency loads for it: then its own people can see what was loaded. */
function onlyAgencyOf(actor: Actor): string | null {
  const agencies = new Set(
    (actor.roles ?? []).flatMap(({ role, agency }) =>
      agency !== undefined && ['officer', 'deputy', 'steward'].includes(role) ? [agency] : [],
    ),
  );
  return agencies.size === 1 ? [...agencies][0]! : null;
}

/** What a sent file is sealed as while it waits for its job. */
export const sentLabel = 'sent';

async function takeIn(
  context: Context,
  sealed: boolean,
  path: string | undefined,
  given: string | undefined,
) {
  if (context.upload === undefined) {
    if (path === undefined) throw nothingSent.with({});
    if (context.actor.kind !== 'operator' && context.actor.kind !== 'system') throw pathNotAllowed.with({});
    const filename = given ?? basename(path);
    const found = await stat(path).catch((cause: unknown) => {
      throw noSuchFile.with({ file: filename }, cause);
    });
    if (!found.isFile()) throw notAFile.with({ file: filename });
    if (found.size === 0) throw emptyFile.with({ file: filename });
    return { path, filename, incoming: null, key: null };
  }
  // A browser may send a path; only its last part is a name.
  const filename = basename((given ?? context.upload.filename).replaceAll('\\', '/')) || 'upload';
  const incoming = newId(context.random);
  const folder = incomingFolder(context, incoming);
  await makeFolder(folder);
  const target = join(folder, 'source');
  const key = sealed ? await context.vault.keys.make() : undefined;
  try {
    const sent = Readable.fromWeb(context.upload.stream as never);
    if (key) await sealInto(sent, target, key.key, sentLabel, context.signal);
    else
      await pipeline(sent, createWriteStream(target, { mode: 0o600, flush: true }), {
        signal: context.signal,
      });
    if ((await stat(target)).size === (key ? sealedSize(0) : 0)) throw emptyFile.with({ file: filename });
    await syncFolder(folder);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    if (key) await context.vault.keys.destroy(key.id);
    if ((error as { code?: string }).code === 'ENOSPC') {
      throw diskFullWhileLoading.with({
        kept: 'Nothing of the upload was kept; everything loaded before is.',
      });
    }
    throw error;
  }
  return { path: target, filename, incoming, key: key?.id ?? null };
}

/** Where a sent file waits for its job. */
export const incomingFolder = (context: Pick<Context, 'lake'>, incoming: string): string =>
  join(context.lake.root, '.incoming', incoming);

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A slip in a code would leave the dataset with nobody who answers for it. A home without agencies takes any code. */
async function mustBeAnAgency(reader: Reader, agency: string): Promise<void> {
  const names = await namesOfAgencies(reader);
  if (names.size === 0 || names.has(agency)) return;
  const asked = agency.toUpperCase();
  const nearest = [...names]
    .filter(
      ([code, name]) =>
        code.toUpperCase().startsWith(asked.slice(0, 2)) ||
        (asked.length > 2 && name.toUpperCase().includes(asked)),
    )
    .map(([code]) => code)
    .slice(0, 5);
  throw noSuchAgency.with({ agency, nearest });
}
