import type { CreateTableBuilder, Kysely } from 'kysely';

const dated = <T extends string>(table: CreateTableBuilder<T, never>) =>
  table
    .addColumn('valid_from', 'text')
    .addColumn('valid_to', 'text')
    .addColumn('recorded_at', 'text', (column) => column.notNull())
    .addColumn('superseded_at', 'text')
    .addColumn('origin', 'text', (column) => column.notNull())
    .addColumn('superseded_by', 'text');

export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('agency')
    .addColumn('code', 'text', (column) => column.primaryKey().notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('head', 'text')
    .execute();
  await dated(
    db.schema
      .createTable('agency_coverage')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('agency', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('clause', 'text')
      .addColumn('source', 'text')
      .addColumn('standing', 'text', (column) => column.notNull())
      .addColumn('note', 'text') as never,
  ).execute();
  await db.schema
    .createIndex('agency_coverage_by_agency')
    .on('agency_coverage')
    .columns(['agency', 'superseded_at'])
    .execute();
  await db.schema
    .createTable('agency_role')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('required', 'integer', (column) => column.notNull())
    .addColumn('clause', 'text')
    .addColumn('does', 'text')
    .execute();
  await db.schema
    .createTable('person')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('example', 'integer', (column) => column.notNull())
    .execute();
  await dated(
    db.schema
      .createTable('role_term')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('agency', 'text', (column) => column.notNull())
      .addColumn('role', 'text', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('example', 'integer', (column) => column.notNull()) as never,
  ).execute();
  await db.schema
    .createIndex('role_term_by_agency')
    .on('role_term')
    .columns(['agency', 'superseded_at'])
    .execute();
}
