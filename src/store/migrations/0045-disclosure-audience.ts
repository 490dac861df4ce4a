import type { Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await db.schema.alterTable('disclosure_release').addColumn('audience', 'text').execute();
  await db.schema.alterTable('disclosure_release').addColumn('question', 'text').execute();
  await db.schema
    .createIndex('disclosure_release_by_question')
    .on('disclosure_release')
    .columns(['dataset', 'version', 'question'])
    .execute();
  await db.schema
    .createTable('disclosure_determination')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('dataset', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('expert', 'text', (column) => column.notNull())
    .addColumn('qualification', 'text', (column) => column.notNull())
    .addColumn('recipient', 'text', (column) => column.notNull())
    .addColumn('controls', 'text', (column) => column.notNull())
    .addColumn('method', 'text', (column) => column.notNull())
    .addColumn('result', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('measured', 'text', (column) => column.notNull())
    .addColumn('review_by', 'text', (column) => column.notNull())
    .addColumn('recorded_by', 'text', (column) => column.notNull())
    .addColumn('recorded_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('disclosure_determination_by_dataset')
    .on('disclosure_determination')
    .columns(['dataset', 'version'])
    .execute();
}
