import type { Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('plan_inventory')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('agency', 'text', (column) => column.notNull())
    .addColumn('year', 'integer', (column) => column.notNull())
    .addColumn('submitted_at', 'text', (column) => column.notNull())
    .addColumn('submitted_by', 'text', (column) => column.notNull())
    .addColumn('entries', 'integer', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .addColumn('reopened_at', 'text')
    .addColumn('reopened_by', 'text')
    .addColumn('reopened_because', 'text')
    .execute();
  await db.schema
    .createIndex('plan_inventory_by_agency')
    .on('plan_inventory')
    .columns(['agency', 'year'])
    .execute();
}
