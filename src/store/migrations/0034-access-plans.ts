import type { Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('plan_access_entry')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('agency', 'text', (column) => column.notNull())
    .addColumn('entry', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('planned_on', 'text', (column) => column.notNull())
    .addColumn('frequency', 'text', (column) => column.notNull())
    .addColumn('automated', 'integer', (column) => column.notNull())
    .addColumn('protected', 'integer', (column) => column.notNull())
    .addColumn('method', 'text')
    .addColumn('dataset', 'text')
    .addColumn('published_on', 'text')
    .addColumn('recorded_at', 'text', (column) => column.notNull())
    .addColumn('superseded_at', 'text')
    .execute();
  await db.schema
    .createIndex('plan_access_entry_by_agency')
    .on('plan_access_entry')
    .columns(['agency', 'entry'])
    .execute();
  await db.schema
    .createTable('plan_access_submission')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('agency', 'text', (column) => column.notNull())
    .addColumn('submitted_at', 'text', (column) => column.notNull())
    .addColumn('submitted_by', 'text', (column) => column.notNull())
    .addColumn('entries', 'integer', (column) => column.notNull())
    .execute();
}
