import { rm, stat } from 'node:fs/promises';
import { Temporal } from 'temporal-polyfill';
import { systemActor } from '../../../core/access.ts';
import { plainRetention } from '../../../core/classification.ts';
import { OakError } from '../../../core/error.ts';
import { newId } from '../../../core/id.ts';
import { absolutePath } from '../../../engine/lake.ts';
import { readSealed } from '../../../store/sealed/sealed-file.ts';
import type { Context, Handler, JobContext, JobRun, Reader } from '../../handler.ts';
import { noSuchVersion } from '../errors.ts';
import type { Dataset } from '../model.ts';
import { datasetOf } from '../read-dataset.ts';
import type { disposeVersion as operation } from './contract.ts';
import { notDueYet, underHold, versionDestroyed } from './errors.ts';
import { partLabel } from './open-content.ts';
import { closeOpened } from './opened-files.ts';
import { dueOn, holdOn, recordClasses, viewOfCertificate } from './retention.ts';
import { filesOf, partsOf, removeUnnamed } from './seal-version.ts';

interface About {
  readonly dataset: string;
  readonly version: number;
  readonly certificate: string;
}

/** Approves a disposal and queues it. The rows are out of reach from the commit on. */
export const disposeVersion: Handler<typeof operation> = (context, input) =>
  context.store.write(async (tx) => {
    const dataset = await datasetOf(tx, input.dataset);
    const { version, record } = await mustBeDue(context, tx, dataset, input.version);
    const id = newId(context.random);
    const now = context.clock.now();
    await tx
      .insertInto('destruction_certificate')
      .values({
        id,
        dataset: dataset.id,
        version: version.number,
        record_class: dataset.recordClass,
        ground: input.ground,
        citation: record?.citation ?? null,
        approved_by: context.actor.id,
        approved_at: now,
        sealed_by: version.sealed_by,
      })
      .execute();
    await tx
      .updateTable('dataset_version')
      .set({ destroyed: now })
      .where('dataset', '=', dataset.id)
      .where('number', '=', version.number)
      .execute();
    context.audit.about({ dataset: dataset.id, detail: { version: version.number, certificate: id } });
    const about = { dataset: dataset.id, publicId: dataset.publicId, version: version.number };
    await context.emit(tx, 'version-destroyed', about);
    const job = await context.enqueue(tx, {
      kind: 'catalog.destroy-version',
      input: { dataset: dataset.id, version: version.number, certificate: id } satisfies About,
      subject: dataset.id,
      actor: systemActor.id,
    });
    return { job };
  });

/** Throws what stands against it: no such version, destroyed before, a hold, a period that has not passed, a version that shares its rows. */
async function mustBeDue(
  context: Pick<Context, 'clock' | 'jurisdiction'>,
  reader: Reader,
  dataset: Dataset,
  number: number,
) {
  const versions = await reader
    .selectFrom('dataset_version')
    .selectAll()
    .where('dataset', '=', dataset.id)
    .execute();
  const version = versions.find((one) => one.number === number);
  if (version === undefined) throw noSuchVersion.with({ dataset: dataset.publicId, version: String(number) });
  const about = { dataset: dataset.publicId, version: number };
  if (version.destroyed !== null)
    throw versionDestroyed.with({ ...about, on: version.destroyed.slice(0, 10) });
  const hold = await holdOn(reader, dataset.id);
  if (hold !== undefined) throw underHold.with({ dataset: dataset.publicId, hold });
  const record = recordClasses(context).find(({ id }) => id === dataset.recordClass);
  const content = version.content_of ?? version.number;
  const sharing = versions.find(
    (one) => one.number !== number && one.destroyed === null && (one.content_of ?? one.number) === content,
  );
  const because =
    version.state === 'current'
      ? 'it is the current one'
      : sharing !== undefined
        ? `version ${sharing.number} has the same rows`
        : record === undefined
          ? 'its dataset has no record class'
          : record.disposal === 'archive'
            ? `records of the class ${record.title.toLowerCase()} go to the archive`
            : notYet(dueOn(version, versions, record, context.clock.timeZone), context.clock.today());
  if (because !== undefined) throw notDueYet.with({ ...about, because });
  return { version, record };
}

const notYet = (due: string | null, today: string): string | undefined =>
  due === null
    ? 'records of its class are kept for good'
    : due > today
      ? `it is kept until ${due}`
      : undefined;

/**
 * Job `catalog.destroy-version`: destroys the key, proves on a file that it opens no more, then deletes all files. Run
 * again after a crash it goes on where it stopped.
 */
export const destroyVersion: JobRun = async (context: JobContext, about: About) => {
  const dataset = await datasetOf(context.store.read, about.dataset);
  const version = { dataset: dataset.id, number: about.version };
  const certificate = await context.store.read
    .selectFrom('destruction_certificate')
    .selectAll()
    .where('id', '=', about.certificate)
    .executeTakeFirstOrThrow();
  // A hold may have come between the approval and its turn.
  const hold = await holdOn(context.store.read, dataset.id);
  if (hold !== undefined && certificate.destroyed_at === null) {
    await takeBack(context, about);
    throw underHold.with({ dataset: dataset.publicId, hold });
  }
  const key = certificate.sealed_by;
  const parts = await partsOf(context.store.read, version);
  let proof = 'The files are deleted.';
  if (key !== null) {
    context.job.progress({ stage: 'Destroying the key' });
    await context.vault.keys.destroy(key);
    await closeOpened(context.vault, key);
    proof = await failedOpen(context, key, parts);
  }
  context.job.progress({ stage: 'Deleting files', done: 0, total: parts.length, unit: 'files' });
  const files = await filesOf(context, version);
  const bytes = (await Promise.all(files.map((file) => sizeOf(absolutePath(context.lake, file))))).reduce(
    (sum, one) => sum + one,
    0,
  );
  const done = await context.store.write(async (tx) => {
    await tx
      .deleteFrom('version_part')
      .where('dataset', '=', dataset.id)
      .where('version', '=', about.version)
      .execute();
    const today = Temporal.PlainDate.from(context.clock.today());
    const { keyBackups } = context.jurisdiction.retention ?? plainRetention;
    const row = {
      files: certificate.files ?? files.length,
      bytes: certificate.bytes ?? bytes,
      destroyed_at: context.clock.now(),
      proof,
      key_backups_until: key === null ? null : today.add({ days: keyBackups.days }).toString(),
    };
    await tx.updateTable('destruction_certificate').set(row).where('id', '=', certificate.id).execute();
    await context.audit.record(tx, {
      operation: 'catalog.destroy-version',
      dataset: dataset.id,
      detail: { version: about.version, certificate: certificate.id, files: row.files },
    });
    return { ...certificate, ...row };
  });
  await removeUnnamed(context, parts);
  const folder = context.lake.folder(dataset.id, about.version);
  // A version whose files another shares is refused before: the folder is this one's alone.
  await rm(folder, { recursive: true, force: true });
  return viewOfCertificate(done, dataset.publicId);
};

/** That nothing opens any more, tried on a file of the version itself. */
async function failedOpen(
  context: JobContext,
  key: string,
  parts: Awaited<ReturnType<typeof partsOf>>,
): Promise<string> {
  try {
    const opened = await context.vault.keys.open(key);
    const [part] = parts;
    if (part)
      await readSealed(absolutePath(context.lake, part.file), opened, partLabel(part.kind, part.number));
  } catch (error) {
    return error instanceof OakError ? error.code : 'store.key-destroyed';
  }
  throw new Error('a destroyed key still opens');
}

async function takeBack(context: JobContext, { dataset, version, certificate }: About): Promise<void> {
  await context.store.write(async (tx) => {
    await tx.deleteFrom('destruction_certificate').where('id', '=', certificate).execute();
    await tx
      .updateTable('dataset_version')
      .set({ destroyed: null })
      .where('dataset', '=', dataset)
      .where('number', '=', version)
      .execute();
  });
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );
