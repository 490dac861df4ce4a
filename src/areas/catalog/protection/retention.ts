import type { Selectable } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import type { z } from 'zod';
import { inForce, plainRetention, type RecordClass } from '../../../core/classification.ts';
import { newId } from '../../../core/id.ts';
import type { Database } from '../../../store/database.ts';
import type { Context, Handler, Reader } from '../../handler.ts';
import { noSuchVersion } from '../errors.ts';
import type { Dataset } from '../model.ts';
import { datasetFromRow, datasetOf } from '../read-dataset.ts';
import type {
  showCertificate as certificateOp,
  liftHold as liftOp,
  placeHold as placeOp,
  showSchedule as scheduleOp,
  setRecordClass as setOp,
  showRetention as showOp,
} from './contract.ts';
import { noSuchClass, noSuchHold } from './errors.ts';
import type { certificateView, holdView, recordClassView, retentionView } from './model.ts';

type VersionRow = Selectable<Database['dataset_version']>;

/** The record classes in force today. */
export const recordClasses = (context: Pick<Context, 'jurisdiction' | 'clock'>): RecordClass[] =>
  inForce((context.jurisdiction.retention ?? plainRetention).records, context.clock.today());

/**
 * First day on which a version may be disposed of: the period of its class after it was loaded, or after a newer one came.
 * None while it is current, or when its class is kept for good. Days are the state's own.
 */
export function dueOn(
  version: Pick<VersionRow, 'number' | 'state' | 'loaded_at'>,
  all: readonly Pick<VersionRow, 'number' | 'loaded_at'>[],
  record: RecordClass | undefined,
  timeZone: string,
): string | null {
  if (record?.keep === undefined || version.state === 'current') return null;
  const next = all.filter(({ number }) => number > version.number).sort((a, b) => a.number - b.number)[0];
  const from = record.keep.after === 'loaded' ? version.loaded_at : (next?.loaded_at ?? version.loaded_at);
  return Temporal.Instant.from(from)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .add(Temporal.Duration.from(record.keep.for))
    .toString();
}

export const setRecordClass: Handler<typeof setOp> = async (context, input) => {
  const known = recordClasses(context).map(({ id }) => id);
  if (!known.includes(input.record_class)) throw noSuchClass.with({ class: input.record_class, known });
  const dataset = await context.store.write(async (tx) => {
    const found = await datasetOf(tx, input.dataset);
    await tx
      .updateTable('dataset')
      .set({ record_class: input.record_class, updated_at: context.clock.now() })
      .where('id', '=', found.id)
      .execute();
    context.audit.about({ dataset: found.id, detail: { recordClass: input.record_class } });
    return { ...found, recordClass: input.record_class };
  });
  return retentionOf(context, dataset);
};

export const showRetention: Handler<typeof showOp> = async (context, input) =>
  retentionOf(context, await datasetOf(context.store.read, input.dataset));

async function retentionOf(context: Context, dataset: Dataset): Promise<z.output<typeof retentionView>> {
  const reader = context.store.read;
  const record = recordClasses(context).find(({ id }) => id === dataset.recordClass);
  const [holds, versions, certificates] = await Promise.all([
    holdsOf(reader, dataset.id),
    reader
      .selectFrom('dataset_version')
      .select(['number', 'state', 'loaded_at', 'destroyed'])
      .where('dataset', '=', dataset.id)
      .orderBy('number', 'desc')
      .execute(),
    reader
      .selectFrom('destruction_certificate')
      .selectAll()
      .where('dataset', '=', dataset.id)
      .orderBy('version')
      .execute(),
  ]);
  const today = context.clock.today();
  const held = holds.some(({ lifted_at }) => lifted_at === null);
  return {
    dataset: dataset.publicId,
    title: dataset.title,
    record_class: record ? viewOfRecordClass(record) : null,
    holds: holds.map((row) => viewOfHold(row, dataset)),
    versions: versions.map((row) => {
      const due = dueOn(row, versions, record, context.clock.timeZone);
      return {
        version: row.number,
        state: row.state,
        loaded_at: row.loaded_at,
        destroyed: row.destroyed !== null,
        due_on: row.destroyed === null ? due : null,
        due: row.destroyed === null && !held && due !== null && due <= today,
      };
    }),
    certificates: certificates.map((row) => viewOfCertificate(row, dataset.publicId)),
  };
}

export const showSchedule: Handler<typeof scheduleOp> = async (context) => {
  const reader = context.store.read;
  const records = recordClasses(context);
  const [datasets, holds] = await Promise.all([
    reader.selectFrom('dataset').selectAll().where('state', '=', 'active').orderBy('title').execute(),
    reader.selectFrom('legal_hold').selectAll().where('lifted_at', 'is', null).orderBy('placed_at').execute(),
  ]);
  const byId = new Map(datasets.map((row) => [row.id, datasetFromRow(row)]));
  const kept = datasets.filter((row) => records.some(({ id, keep }) => id === row.record_class && keep));
  const due = (await Promise.all(kept.map((row) => retentionOf(context, datasetFromRow(row))))).flatMap(
    ({ dataset, title, versions }) =>
      versions.flatMap((one) =>
        one.due ? [{ dataset, title, version: one.version, due_on: one.due_on! }] : [],
      ),
  );
  const { keyBackups } = context.jurisdiction.retention ?? plainRetention;
  return {
    records: records.map((record) => ({
      ...viewOfRecordClass(record),
      datasets: datasets.filter((row) => row.record_class === record.id).length,
    })),
    unclassified: datasets.filter((row) => row.record_class === null).length,
    holds: holds.flatMap((row) => {
      const dataset = byId.get(row.dataset as Dataset['id']);
      return dataset ? [viewOfHold(row, dataset)] : [];
    }),
    due,
    key_backup_days: keyBackups.days,
  };
};

export const placeHold: Handler<typeof placeOp> = (context, input) =>
  context.store.write(async (tx) => {
    const dataset = await datasetOf(tx, input.dataset);
    const row = {
      id: newId(context.random),
      dataset: dataset.id,
      reason: input.reason,
      citation: input.citation ?? null,
      placed_by: context.actor.id,
      placed_at: context.clock.now(),
      lifted_at: null,
      lifted_by: null,
      lifted_because: null,
    };
    await tx.insertInto('legal_hold').values(row).execute();
    context.audit.about({ dataset: dataset.id, detail: { hold: row.id } });
    return viewOfHold(row, dataset);
  });

export const liftHold: Handler<typeof liftOp> = (context, input) =>
  context.store.write(async (tx) => {
    const dataset = await datasetOf(tx, input.dataset);
    const row = await tx
      .selectFrom('legal_hold')
      .selectAll()
      .where('id', '=', input.hold)
      .where('dataset', '=', dataset.id)
      .where('lifted_at', 'is', null)
      .executeTakeFirst();
    if (row === undefined) throw noSuchHold.with({ dataset: dataset.publicId, hold: input.hold });
    const lifted = {
      lifted_at: context.clock.now(),
      lifted_by: context.actor.id,
      lifted_because: input.reason,
    };
    await tx.updateTable('legal_hold').set(lifted).where('id', '=', row.id).execute();
    context.audit.about({ dataset: dataset.id, detail: { hold: row.id } });
    return viewOfHold({ ...row, ...lifted }, dataset);
  });

export const showCertificate: Handler<typeof certificateOp> = async (context, input) => {
  const dataset = await datasetOf(context.store.read, input.dataset);
  const row = await context.store.read
    .selectFrom('destruction_certificate')
    .selectAll()
    .where('dataset', '=', dataset.id)
    .where('version', '=', input.version)
    .executeTakeFirst();
  if (row === undefined)
    throw noSuchVersion.with({ dataset: dataset.publicId, version: `${input.version} with a certificate` });
  return viewOfCertificate(row, dataset.publicId);
};

const holdsOf = (reader: Reader, dataset: string) =>
  reader
    .selectFrom('legal_hold')
    .selectAll()
    .where('dataset', '=', dataset)
    .orderBy('placed_at', 'desc')
    .execute();

/** The hold that keeps a dataset now, if there is one. */
export const holdOn = async (reader: Reader, dataset: string): Promise<string | undefined> =>
  (await holdsOf(reader, dataset)).find(({ lifted_at }) => lifted_at === null)?.id;

const viewOfHold = (
  row: Selectable<Database['legal_hold']>,
  dataset: Pick<Dataset, 'publicId' | 'title'>,
): z.output<typeof holdView> => ({
  hold: row.id,
  dataset: dataset.publicId,
  title: dataset.title,
  reason: row.reason,
  citation: row.citation,
  placed_by: row.placed_by,
  placed_at: row.placed_at,
  lifted_at: row.lifted_at,
  lifted_by: row.lifted_by,
  lifted_because: row.lifted_because,
});

const viewOfRecordClass = (record: RecordClass): z.output<typeof recordClassView> => ({
  id: record.id,
  title: record.title,
  keep: record.keep?.for ?? null,
  after: record.keep?.after ?? null,
  disposal: record.disposal,
  citation: record.citation,
  standing: record.standing,
});

export const viewOfCertificate = (
  row: Selectable<Database['destruction_certificate']>,
  publicId: string,
): z.output<typeof certificateView> => ({
  certificate: row.id,
  dataset: publicId,
  version: row.version,
  record_class: row.record_class,
  ground: row.ground,
  citation: row.citation,
  approved_by: row.approved_by,
  approved_at: row.approved_at,
  key: row.sealed_by,
  files: row.files,
  bytes: row.bytes,
  destroyed_at: row.destroyed_at,
  proof: row.proof,
  key_backups_until: row.key_backups_until,
});
