import type { Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('portal_row_view')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('dataset', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('file', 'text', (column) => column.notNull())
    .addColumn('filters', 'integer', (column) => column.notNull())
    .addColumn('ordered_by', 'text')
    .addColumn('saved_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('portal_row_view_by_account')
    .on('portal_row_view')
    .columns(['account', 'dataset'])
    .execute();
}
