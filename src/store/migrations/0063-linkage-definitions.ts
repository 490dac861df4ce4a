import type { Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('linkage_definition')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .addColumn('note', 'text')
    .addColumn('made_from', 'text')
    .addColumn('saved_by', 'text', (column) => column.notNull())
    .addColumn('saved_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('linkage_definition_key', ['kind', 'name', 'version'])
    .execute();
  await db.schema
    .createTable('linkage_index_change')
    .addColumn('run', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('file', 'text', (column) => column.notNull())
    .addColumn('recorded_by', 'text', (column) => column.notNull())
    .addColumn('recorded_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('linkage_index_change_key', ['run', 'number'])
    .execute();
  await db.schema.alterTable('linkage_run').addColumn('changes_file', 'text').execute();
  await db.schema.alterTable('dataset_version').addColumn('withheld', 'text').execute();
}
