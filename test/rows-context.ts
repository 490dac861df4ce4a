import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context, JobContext, NewJob, Tx } from '../src/areas/handler.ts';
import { openActor } from '../src/core/access.ts';
import { fixedClock } from '../src/core/clock.ts';
import type { ColumnType } from '../src/core/column-type.ts';
import { newId, newPublicId, systemRandom } from '../src/core/id.ts';
import type { Jurisdiction } from '../src/core/jurisdiction.ts';
import { newMeter } from '../src/core/meter.ts';
import { openDuckdb } from '../src/engine/duckdb/open.ts';
import type { Engine } from '../src/engine/engine.ts';
import { lakePath, openLake } from '../src/engine/lake.ts';
import { literal, type Sql, sql } from '../src/engine/sql.ts';
import { enqueue } from '../src/store/jobs.ts';
import { migrate } from '../src/store/migrations/index.ts';
import { emit } from '../src/store/outbox.ts';
import { openVault } from '../src/store/sealed/vault.ts';
import { openSqliteStore } from '../src/store/sqlite.ts';
import { testAudit } from './test-audit.ts';
import { testDecide, testPolicies } from './test-policies.ts';

export interface RowsContext extends JobContext {
  readonly clock: ReturnType<typeof fixedClock>;
  /** Puts a version straight into store and lake: `rows` selects the columns by name, without `_row`. */
  addVersion(version: TestVersion): Promise<{ dataset: string; publicId: string; version: number }>;
  readonly folder: string;
  close(): Promise<void>;
}

export interface TestVersion {
  readonly rows: Sql;
  readonly columns: readonly { readonly name: string; readonly type: ColumnType; readonly title?: string }[];
  /** The dataset this is a newer version of. */
  readonly of?: { dataset: string; publicId: string; version: number };
  readonly title?: string;
  readonly mainFilter?: string;
  readonly placeField?: string;
  readonly dateField?: string;
}

/** A context over a real migrated store, a real DuckDB and a lake on disk, for the areas that read rows. */
export async function openRowsContext(
  options: { at?: string; jurisdiction?: Partial<Jurisdiction>; memoryLimitMb?: number } = {},
): Promise<RowsContext> {
  const folder = await mkdtemp(join(tmpdir(), 'oak-rows-'));
  const store = await openSqliteStore({ file: join(folder, 'store.db') });
  await migrate(store);
  const clock = fixedClock(options.at ?? '2026-11-23T15:00:00.000Z', 'America/New_York');
  const lake = await openLake(join(folder, 'lake'));
  const vault = openVault({ keys: join(folder, 'keys'), private: join(folder, 'private') });
  const open = (memoryLimitMb: number, name: string) =>
    openDuckdb({ memoryLimitMb, threads: 2, tempFolder: join(folder, name), onError: showInDebug });
  const engine: Engine = await open(options.memoryLimitMb ?? 512, 'spill');
  const engineApart = await open(300, 'spill-apart');
  const jurisdiction: Jurisdiction = {
    id: 'test',
    name: 'Testonia',
    planTitle: 'Testonia State Data Plan',
    timeZone: 'America/New_York',
    dateOrder: 'month-first',
    twoDigitYearPivot: 68,
    placeNoun: { one: 'town', many: 'towns' },
    places: [],
    regions: [],
    ...options.jurisdiction,
  } as Jurisdiction;
  const context: Omit<RowsContext, 'addVersion' | 'close' | 'folder'> = {
    actor: openActor,
    requestId: 'test',
    clock,
    random: systemRandom,
    jurisdiction,
    store,
    engine,
    engineApart,
    lake,
    vault,
    enqueue: (tx: Tx, job: NewJob) => enqueue(tx, clock, job),
    emit: (async (tx, name, payload) => {
      await emit(tx, clock, name, payload);
    }) satisfies Context['emit'],
    log: () => {},
    decide: testDecide({ actor: openActor, clock }),
    policies: testPolicies,
    leastCell: async () => 11,
    audit: testAudit(store, clock, { actor: openActor, requestId: 'test' }),
    running: { home: folder, version: 'test', meter: newMeter() },
    fault: () => {},
    signal: new AbortController().signal,
    job: { id: 'test', attempt: 1, progress: () => {}, note: () => {} },
  };
  return {
    ...context,
    folder,
    addVersion: (version) => addVersion(context, version),
    async close() {
      await engine.close();
      await engineApart.close();
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

const showInDebug = process.env['OAK_DEBUG_SQL']
  ? (error: unknown) => console.error(String(error))
  : undefined;

type World = Pick<Context, 'store' | 'lake' | 'engine' | 'clock'>;

async function addVersion(context: World, added: TestVersion) {
  const { store, lake, engine, clock } = context;
  const dataset = added.of?.dataset ?? newId<'dataset'>();
  const publicId = added.of?.publicId ?? newPublicId<'dataset'>();
  const version = (added.of?.version ?? 0) + 1;
  const now = clock.now();
  const folder = lake.folder(dataset, version);
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'part-1.parquet');
  await engine.run(
    sql`copy (select *, row_number() over () as _row, ${now.replace('T', ' ').replace('Z', '')}::timestamp as _updated_at from (${added.rows})) to ${literal(file)} (format parquet, compression zstd)`,
  );
  const [counted] = await engine.rows<{ n: string }>(
    sql`select count(*) as n from read_parquet(${literal(file)})`,
  );
  const rows = Number(counted!.n);
  const columns = added.columns.map((one, position) => ({
    name: one.name,
    title: one.title ?? one.name,
    type: one.type,
    position,
    filled: rows,
    rejected: 0,
    fit: 1,
    notes: [],
  }));
  const bytes = await readFile(file);
  await store.write(async (tx) => {
    if (!added.of)
      await tx
        .insertInto('dataset')
        .values({
          id: dataset,
          public_id: publicId,
          title: added.title ?? 'Test rows',
          main_filter: added.mainFilter ?? null,
          place_field: added.placeField ?? null,
          date_field: added.dateField ?? null,
          key_fields: '[]',
          tags: '[]',
          state: 'active',
          current_version: version,
          release: 'test',
          rows_stored: rows,
          loaded_at: now,
          created_at: now,
          created_by: 'test',
          updated_at: now,
        })
        .execute();
    else
      await tx
        .updateTable('dataset')
        .set({ current_version: version, release: 'test', rows_stored: rows, loaded_at: now })
        .where('id', '=', dataset)
        .execute();
    await tx
      .updateTable('dataset_version')
      .set({ state: 'superseded' })
      .where('dataset', '=', dataset)
      .where('state', '=', 'current')
      .execute();
    await tx
      .insertInto('dataset_version')
      .values({
        dataset,
        number: version,
        state: 'current',
        release: 'test',
        rows_in: rows,
        rows_stored: rows,
        rows_quarantined: 0,
        cells_rejected: 0,
        bytes: bytes.length,
        source_name: 'test.csv',
        source_bytes: 0,
        source_sha256: '',
        media_type: 'text/csv',
        dialect: '{}',
        columns: JSON.stringify(columns),
        loaded_at: now,
        loaded_by: 'test',
      })
      .execute();
    await tx
      .insertInto('version_part')
      .values({
        dataset,
        version,
        kind: 'rows',
        number: 1,
        file: lakePath(lake, file),
        rows,
        bytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      })
      .execute();
    for (const column of columns)
      await tx
        .insertInto('dataset_field')
        .values({
          dataset,
          name: column.name,
          title: column.title,
          type: column.type,
          position: column.position,
          known_from: 1,
        })
        .onConflict((conflict) => conflict.columns(['dataset', 'name']).doNothing())
        .execute();
  });
  return { dataset, publicId, version };
}
