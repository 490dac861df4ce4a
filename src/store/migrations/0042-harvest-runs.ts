import type { Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('harvest_run')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('title', 'text')
    .addColumn('form', 'text', (column) => column.notNull())
    .addColumn('agency', 'text')
    .addColumn('checked', 'integer', (column) => column.notNull())
    .addColumn('counts', 'text', (column) => column.notNull())
    .addColumn('differences', 'text', (column) => column.notNull())
    .addColumn('problems', 'text', (column) => column.notNull())
    .addColumn('harvested_at', 'text', (column) => column.notNull())
    .addColumn('harvested_by', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('harvest_run_by_time').on('harvest_run').column('harvested_at').execute();
}
