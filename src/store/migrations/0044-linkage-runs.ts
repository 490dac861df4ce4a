import type { Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('linkage_run')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('asked_by', 'text', (column) => column.notNull())
    .addColumn('asked_at', 'text', (column) => column.notNull())
    .addColumn('job', 'text', (column) => column.notNull())
    .addColumn('left_dataset', 'text', (column) => column.notNull())
    .addColumn('left_version', 'integer', (column) => column.notNull())
    .addColumn('right_dataset', 'text')
    .addColumn('right_version', 'integer')
    .addColumn('request', 'text', (column) => column.notNull())
    .addColumn('follows', 'text')
    .addColumn('result_dataset', 'text')
    .addColumn('result_version', 'integer')
    .addColumn('pairs_file', 'text')
    .addColumn('finished_at', 'text')
    .addColumn('report', 'text')
    .addColumn('model', 'text')
    .addColumn('reason', 'text')
    .addColumn('reason_by', 'text')
    .addColumn('reason_at', 'text')
    .execute();
  await db.schema.createIndex('linkage_run_by_time').on('linkage_run').columns(['asked_at', 'id']).execute();
}
