import type { Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await db.schema.alterTable('dataset').addColumn('describes', 'text').execute();
  await db.schema.alterTable('dataset').addColumn('class', 'text').execute();
  await db.schema.alterTable('dataset').addColumn('record_class', 'text').execute();
  // The release decision of the current version, kept here so that a list need not look at versions.
  await db.schema.alterTable('dataset').addColumn('release', 'text').execute();
  // A version without a release decision is protected: so are those that stood here before there were any.
  await db.schema.alterTable('dataset_version').addColumn('release', 'text').execute();
  await db.schema.alterTable('dataset_version').addColumn('sealed_by', 'text').execute();
  await db.schema.alterTable('dataset_version').addColumn('destroyed', 'text').execute();

  await db.schema
    .createTable('classification')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('dataset', 'text', (column) => column.notNull())
    .addColumn('field', 'text')
    .addColumn('class', 'text', (column) => column.notNull())
    .addColumn('ground', 'text', (column) => column.notNull())
    .addColumn('citation', 'text')
    .addColumn('decided_by', 'text', (column) => column.notNull())
    .addColumn('valid_from', 'text', (column) => column.notNull())
    .addColumn('recorded_at', 'text', (column) => column.notNull())
    .addColumn('superseded_at', 'text')
    .execute();
  await db.schema
    .createIndex('classification_by_dataset')
    .on('classification')
    .columns(['dataset', 'superseded_at'])
    .execute();

  await db.schema
    .createTable('release_decision')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('dataset', 'text')
    .addColumn('version', 'integer')
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('ground', 'text', (column) => column.notNull())
    .addColumn('citation', 'text')
    .addColumn('source', 'text')
    .addColumn('reviewer', 'text', (column) => column.notNull())
    .addColumn('decided_by', 'text', (column) => column.notNull())
    .addColumn('decided_at', 'text', (column) => column.notNull())
    .addColumn('standing', 'text')
    .addColumn('evidence', 'text')
    .addColumn('revoked_at', 'text')
    .addColumn('revoked_by', 'text')
    .addColumn('revoked_because', 'text')
    .execute();
  await db.schema
    .createIndex('release_decision_by_dataset')
    .on('release_decision')
    .columns(['dataset', 'kind', 'decided_at'])
    .execute();

  await db.schema
    .createTable('data_grant')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('grantee', 'text', (column) => column.notNull())
    .addColumn('dataset', 'text', (column) => column.notNull())
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('view', 'text', (column) => column.notNull())
    .addColumn('ground', 'text', (column) => column.notNull())
    .addColumn('valid_from', 'text', (column) => column.notNull())
    .addColumn('valid_until', 'text', (column) => column.notNull())
    .addColumn('given_by', 'text', (column) => column.notNull())
    .addColumn('given_at', 'text', (column) => column.notNull())
    .addColumn('withdrawn_at', 'text')
    .addColumn('withdrawn_by', 'text')
    .execute();
  await db.schema
    .createIndex('data_grant_by_dataset')
    .on('data_grant')
    .columns(['dataset', 'grantee'])
    .execute();

  await db.schema
    .createTable('legal_hold')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('dataset', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('citation', 'text')
    .addColumn('placed_by', 'text', (column) => column.notNull())
    .addColumn('placed_at', 'text', (column) => column.notNull())
    .addColumn('lifted_at', 'text')
    .addColumn('lifted_by', 'text')
    .addColumn('lifted_because', 'text')
    .execute();
  await db.schema
    .createIndex('legal_hold_by_dataset')
    .on('legal_hold')
    .columns(['dataset', 'lifted_at'])
    .execute();

  await db.schema
    .createTable('destruction_certificate')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('dataset', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('record_class', 'text')
    .addColumn('ground', 'text', (column) => column.notNull())
    .addColumn('citation', 'text')
    .addColumn('approved_by', 'text', (column) => column.notNull())
    .addColumn('approved_at', 'text', (column) => column.notNull())
    .addColumn('sealed_by', 'text')
    .addColumn('files', 'integer')
    .addColumn('bytes', 'integer')
    .addColumn('destroyed_at', 'text')
    .addColumn('proof', 'text')
    .addColumn('key_backups_until', 'text')
    .execute();
  await db.schema
    .createIndex('destruction_certificate_by_dataset')
    .on('destruction_certificate')
    .columns(['dataset', 'version'])
    .execute();
}
