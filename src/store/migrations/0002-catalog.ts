import type { Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('dataset')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('public_id', 'text', (column) => column.notNull().unique())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('description', 'text')
    .addColumn('agency', 'text')
    .addColumn('licence', 'text')
    .addColumn('source_url', 'text')
    .addColumn('cadence', 'text')
    .addColumn('main_filter', 'text')
    .addColumn('place_field', 'text')
    .addColumn('date_field', 'text')
    .addColumn('key_fields', 'text', (column) => column.notNull())
    .addColumn('tags', 'text', (column) => column.notNull())
    .addColumn('owner', 'text')
    .addColumn('contact', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('current_version', 'integer')
    .addColumn('rows_stored', 'integer')
    .addColumn('loaded_at', 'text')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('dataset_by_title').on('dataset').columns(['title', 'id']).execute();
  await db.schema.createIndex('dataset_by_agency').on('dataset').columns(['agency', 'title']).execute();
  await db.schema.createIndex('dataset_by_load').on('dataset').columns(['loaded_at', 'id']).execute();

  await db.schema
    .createTable('dataset_field')
    .addColumn('dataset', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('description', 'text')
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('known_from', 'integer', (column) => column.notNull())
    .addColumn('known_to', 'integer')
    .addPrimaryKeyConstraint('dataset_field_key', ['dataset', 'name'])
    .execute();

  await db.schema
    .createTable('dataset_version')
    .addColumn('dataset', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('rows_in', 'integer', (column) => column.notNull())
    .addColumn('rows_stored', 'integer', (column) => column.notNull())
    .addColumn('rows_quarantined', 'integer', (column) => column.notNull())
    .addColumn('cells_rejected', 'integer', (column) => column.notNull())
    .addColumn('bytes', 'integer', (column) => column.notNull())
    .addColumn('source_name', 'text', (column) => column.notNull())
    .addColumn('source_bytes', 'integer', (column) => column.notNull())
    .addColumn('source_sha256', 'text', (column) => column.notNull())
    .addColumn('media_type', 'text', (column) => column.notNull())
    .addColumn('dialect', 'text', (column) => column.notNull())
    .addColumn('columns', 'text', (column) => column.notNull())
    .addColumn('loaded_at', 'text', (column) => column.notNull())
    .addColumn('loaded_by', 'text', (column) => column.notNull())
    .addColumn('job', 'text')
    .addColumn('note', 'text')
    .addColumn('notice', 'text')
    .addColumn('changes', 'text')
    .addColumn('content_of', 'integer')
    .addPrimaryKeyConstraint('dataset_version_key', ['dataset', 'number'])
    .execute();
  await db.schema.createIndex('dataset_version_by_load').on('dataset_version').column('loaded_at').execute();
  await db.schema
    .createIndex('dataset_version_by_job')
    .on('dataset_version')
    .column('job')
    .unique()
    .execute();

  await db.schema
    .createTable('version_part')
    .addColumn('dataset', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('file', 'text', (column) => column.notNull())
    .addColumn('rows', 'integer', (column) => column.notNull())
    .addColumn('bytes', 'integer', (column) => column.notNull())
    .addColumn('sha256', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('version_part_key', ['dataset', 'version', 'kind', 'number'])
    .execute();
}
