import type { Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('quality_profile')
    .addColumn('dataset', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('rows', 'integer', (column) => column.notNull())
    .addColumn('fields', 'integer', (column) => column.notNull())
    .addColumn('file', 'text', (column) => column.notNull())
    .addColumn('profiled_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('quality_profile_key', ['dataset', 'version'])
    .execute();
  await db.schema
    .createTable('quality_field')
    .addColumn('dataset', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('field', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('rows', 'integer', (column) => column.notNull())
    .addColumn('nulls', 'integer', (column) => column.notNull())
    .addColumn('distinct_values', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('quality_field_key', ['dataset', 'version', 'field'])
    .execute();
  await db.schema
    .createTable('quality_rule')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('dataset', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('definition', 'text', (column) => column.notNull())
    .addColumn('criticality', 'text', (column) => column.notNull())
    .addColumn('tolerance', 'real', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('origin', 'text', (column) => column.notNull())
    .addColumn('entry', 'text')
    .addColumn('mark', 'text')
    .addColumn('accepted_at', 'text', (column) => column.notNull())
    .addColumn('accepted_by', 'text', (column) => column.notNull())
    .addColumn('retired_at', 'text')
    .addColumn('retired_by', 'text')
    .addColumn('retired_because', 'text')
    .execute();
  await db.schema
    .createIndex('quality_rule_by_dataset')
    .on('quality_rule')
    .columns(['dataset', 'state'])
    .execute();
  await db.schema
    .createTable('quality_check')
    .addColumn('dataset', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('rule', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('checked', 'integer', (column) => column.notNull())
    .addColumn('failing', 'integer', (column) => column.notNull())
    .addColumn('finding', 'text', (column) => column.notNull())
    .addColumn('file', 'text')
    .addColumn('checked_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('quality_check_key', ['dataset', 'version', 'rule'])
    .execute();
  await db.schema
    .createIndex('quality_check_by_rule')
    .on('quality_check')
    .columns(['rule', 'version'])
    .execute();
  await db.schema
    .createTable('quality_issue')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('dataset', 'text', (column) => column.notNull())
    .addColumn('rule', 'text', (column) => column.notNull().unique())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('failing', 'integer', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('opened_at', 'text', (column) => column.notNull())
    .addColumn('opened_version', 'integer', (column) => column.notNull())
    .addColumn('closed_at', 'text')
    .addColumn('reason', 'text')
    .execute();
  await db.schema
    .createIndex('quality_issue_by_state')
    .on('quality_issue')
    .columns(['state', 'opened_at'])
    .execute();
  await db.schema
    .createIndex('quality_issue_by_dataset')
    .on('quality_issue')
    .columns(['dataset', 'state'])
    .execute();
  await db.schema
    .createTable('quality_issue_event')
    .addColumn('issue', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('version', 'integer')
    .addColumn('failing', 'integer')
    .addPrimaryKeyConstraint('quality_issue_event_key', ['issue', 'number'])
    .execute();
  await db.schema
    .createTable('quality_contract')
    .addColumn('dataset', 'text', (column) => column.primaryKey().notNull())
    .addColumn('template', 'text', (column) => column.notNull())
    .addColumn('table_name', 'text')
    .addColumn('imported_at', 'text', (column) => column.notNull())
    .addColumn('imported_by', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('quality_anomaly')
    .addColumn('dataset', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('field', 'text')
    .addColumn('sentence', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('quality_anomaly_key', ['dataset', 'version', 'number'])
    .execute();
}
