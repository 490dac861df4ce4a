import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { guardedRequest, outsideFailed } from '../../../core/guarded-request.ts';
import { newId, newPublicId } from '../../../core/id.ts';
import { namesOfAgencies } from '../../agencies/index.ts';
import type { JobContext, Tx } from '../../handler.ts';
import { agencyWritten } from '../custody/agency-written.ts';
import { custodyOf } from '../custody/read-custody.ts';
import { said, writeCustody } from '../custody/write-custody.ts';
import { metadataChanges } from '../metadata-changes.ts';
import { datasetOf } from '../read-dataset.ts';
import { parseBounded } from './bounded-json.ts';
import type { HarvestDifference, HarvestResult } from './contract.ts';
import { catalogueTooLarge, catalogueUnreadable } from './errors.ts';
import { keepHarvest } from './harvests.ts';
import { type ReadCatalogue, readCatalogue } from './read-catalogue.ts';
import { sayingsOf } from './record-in.ts';

const mostCatalogueBytes = 64_000_000;
/** Records of one transaction: a writer never waits long for a harvest. */
const batch = 100;

export interface HarvestJob {
  readonly name: string;
  readonly address: string | null;
  readonly path: string | null;
  readonly agency: string | null;
  readonly check: boolean;
  readonly allowPrivate: boolean;
  readonly differences: number;
  /** Who asked, as it is shown. */
  readonly by: string;
}

/**
 * Reads a catalogue and makes the record of each of its datasets what it says there. A statement that somebody changed
 * here since the last harvest stays. Stopped or crashed, it is begun again and finds what is done done.
 */
export async function runHarvest(context: JobContext, job: HarvestJob): Promise<HarvestResult> {
  context.job.progress({ stage: 'Reading the catalogue' });
  const parsed = parseBounded(await bytesOf(context, job));
  if ('problem' in parsed) throw catalogueUnreadable.with({ source: job.name, problem: parsed.problem });
  const catalogue = readCatalogue(parsed.value);
  if ('fault' in catalogue) throw catalogueUnreadable.with({ source: job.name, problem: catalogue.fault });
  const result = await takeCatalogue(context, job, catalogue);
  await context.store.write((tx) => keepHarvest(tx, context, job, result));
  return result;
}

async function bytesOf(context: JobContext, job: HarvestJob): Promise<Buffer> {
  if (job.path !== null) {
    const { size } = await stat(job.path).catch((cause: unknown) => {
      throw catalogueUnreadable.with({ source: job.name, problem: 'there is no such file' }, cause);
    });
    if (size > mostCatalogueBytes) throw catalogueTooLarge.with({ source: job.name });
    return readFile(job.path);
  }
  const { status, bytes } = await guardedRequest(job.address!, {
    mostBytes: mostCatalogueBytes,
    timeoutMs: 120_000,
    signal: context.signal,
    allowPrivate: job.allowPrivate,
  });
  if (status !== 200)
    throw outsideFailed.with({
      host: new URL(job.address!).hostname,
      because: `it answered with status ${status}`,
    });
  return bytes;
}

/** A catalogue is known again by where it came from, a file by what it calls itself. */
const catalogueId = (job: HarvestJob, title: string | null) =>
  createHash('sha256')
    .update(job.address ?? title ?? job.name)
    .digest('hex')
    .slice(0, 16);

async function takeCatalogue(
  context: JobContext,
  job: HarvestJob,
  found: ReadCatalogue,
): Promise<HarvestResult> {
  const { store, clock } = context;
  const id = catalogueId(job, found.title);
  const names = await namesOfAgencies(store.read);
  const differences: HarvestDifference[] = [];
  const counts = { added: 0, changed: 0, unchanged: 0, gone: 0 };
  const known = new Map(
    (
      await store.read
        .selectFrom('dataset_custody')
        .innerJoin('dataset', 'dataset.id', 'dataset_custody.dataset')
        .select(['dataset_custody.identifier', 'dataset.public_id', 'dataset.title'])
        .where('catalogue', '=', id)
        .execute()
    ).map((row) => [row.identifier ?? '', row]),
  );
  if (!job.check) await store.write((tx) => writeHead(tx, job, found, id, clock.now()));
  for (let at = 0; at < found.records.length; at += batch) {
    const some = found.records.slice(at, at + batch);
    const work = async (tx: Tx) => {
      const outcomes: (HarvestDifference | undefined)[] = [];
      for (const one of some) {
        const agency = job.agency ?? agencyFor(one.record, names, context.jurisdiction.name);
        outcomes.push(await takeRecord(tx, context, id, one, agency));
      }
      if (job.check) throw new OnlyChecked(outcomes);
      return outcomes;
    };
    const outcomes = await store.write(work).catch((thrown: unknown) => {
      if (thrown instanceof OnlyChecked) return thrown.outcomes;
      throw thrown;
    });
    for (const outcome of outcomes) {
      if (outcome === undefined) counts.unchanged += 1;
      else {
        counts[outcome.outcome] += 1;
        differences.push(job.check && outcome.outcome === 'added' ? { ...outcome, dataset: null } : outcome);
      }
    }
    context.job.progress({
      stage: job.check ? 'Comparing' : 'Taking records over',
      done: Math.min(at + batch, found.records.length),
      total: found.records.length,
      unit: 'records',
    });
  }
  const there = new Set(found.records.map(({ identifier }) => identifier));
  for (const [identifier, row] of known) {
    if (there.has(identifier)) continue;
    counts.gone += 1;
    differences.push({ dataset: row.public_id, identifier, title: row.title, outcome: 'gone', changes: [] });
  }
  return {
    source: job.name,
    title: found.title,
    form: found.form,
    checked: job.check,
    records: found.records.length,
    distributions: found.records.reduce((sum, { record }) => sum + lengthOf(record['distribution']), 0),
    ...counts,
    differences: differences.slice(0, job.differences),
    more_differences: Math.max(0, differences.length - job.differences),
    problems: found.problems.slice(0, 1000).map((one) => ({ ...one })),
  };
}

const lengthOf = (value: unknown) => (Array.isArray(value) ? value.length : 0);

class OnlyChecked extends Error {
  readonly outcomes: readonly (HarvestDifference | undefined)[];
  constructor(outcomes: readonly (HarvestDifference | undefined)[]) {
    super('only checked');
    this.outcomes = outcomes;
  }
}

const writeHead = (tx: Tx, job: HarvestJob, found: ReadCatalogue, id: string, now: string) => {
  const values = {
    address: job.address ?? job.name,
    title: found.title,
    form: found.form,
    agency: job.agency,
    head: JSON.stringify(found.head),
    counts: JSON.stringify({ records: found.records.length }),
    harvested_at: now,
  };
  return tx
    .insertInto('harvested_catalogue')
    .values({ id, ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute();
};

function agencyFor(
  record: Readonly<Record<string, unknown>>,
  names: ReadonlyMap<string, string>,
  state: string,
): string | null {
  const { publisher } = sayingsOf('', record);
  return publisher === null ? null : (agencyWritten(publisher, names, state) ?? null);
}

type Found = ReadCatalogue['records'][number];

/** Makes one dataset what its record says; answers what is different, or nothing. */
async function takeRecord(
  tx: Tx,
  context: JobContext,
  catalogue: string,
  { identifier, title, record }: Found,
  agency: string | null,
): Promise<HarvestDifference | undefined> {
  const now = context.clock.now();
  const says = sayingsOf(title, record);
  const before = await tx
    .selectFrom('dataset_custody')
    .select(['dataset', 'record'])
    .where('catalogue', '=', catalogue)
    .where('identifier', '=', identifier)
    .executeTakeFirst();
  if (before === undefined) {
    const id = newId<'dataset'>(context.random);
    const publicId = newPublicId<'dataset'>(context.random);
    const changes = await metadataChanges(tx, undefined, says.metadata);
    await tx
      .insertInto('dataset')
      .values({
        id,
        public_id: publicId,
        agency,
        key_fields: '[]',
        tags: '[]',
        state: 'active',
        created_at: now,
        created_by: context.actor.id,
        updated_at: now,
        ...changes,
        title: says.metadata.title,
      })
      .execute();
    await tx
      .insertInto('dataset_custody')
      .values({
        dataset: id,
        reasons: '[]',
        origin: 'harvest',
        catalogue,
        identifier,
        record: JSON.stringify(record),
        updated_at: now,
      })
      .execute();
    await writeCustody(
      tx,
      context,
      id,
      { ...says.custody, holder: agency === null ? (says.publisher ?? '') : '' },
      'harvest',
    );
    await context.emit(tx, 'dataset-registered', { dataset: id, publicId });
    return { dataset: publicId, identifier, title, outcome: 'added', changes: [] };
  }
  if (before.record === JSON.stringify(record)) return undefined;
  const known = await datasetOf(tx, before.dataset);
  // What the last harvest said, and only that, may be said anew: a person's word here stands.
  const last = sayingsOf(title, JSON.parse(before.record ?? '{}') as Record<string, unknown>);
  const metadata = moved(last.metadata, says.metadata);
  const custody = moved(last.custody, says.custody);
  const changes = await metadataChanges(tx, known, metadata);
  const custodyBefore = await custodyOf(tx, known.id);
  const custodyAfter = said(custodyBefore, custody);
  const custodyChanged = Object.keys(custody).filter(
    (name) =>
      JSON.stringify(custodyBefore[name as keyof typeof custodyBefore]) !==
      JSON.stringify(custodyAfter[name as keyof typeof custodyAfter]),
  );
  await tx
    .updateTable('dataset')
    .set({ ...changes, updated_at: now })
    .where('id', '=', known.id)
    .execute();
  await writeCustody(tx, context, known.id, custody, 'harvest');
  await tx
    .updateTable('dataset_custody')
    .set({ record: JSON.stringify(record), updated_at: now })
    .where('dataset', '=', known.id)
    .execute();
  await context.emit(tx, 'dataset-edited', { dataset: known.id, publicId: known.publicId });
  return {
    dataset: known.publicId,
    identifier,
    title,
    outcome: 'changed',
    changes: [...Object.keys(changes), ...custodyChanged],
  };
}

/** Statements that differ between two harvests. */
const moved = <Sayings extends object>(last: Sayings, next: Sayings): Partial<Sayings> =>
  Object.fromEntries(
    Object.entries(next).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(last[name as keyof Sayings]),
    ),
  ) as Partial<Sayings>;
