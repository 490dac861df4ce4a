import type { Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('dataset_custody')
    .addColumn('dataset', 'text', (column) => column.primaryKey().notNull())
    .addColumn('holder', 'text')
    .addColumn('system', 'text')
    .addColumn('format', 'text')
    .addColumn('rights', 'text')
    .addColumn('spatial', 'text')
    .addColumn('temporal', 'text')
    .addColumn('landing_page', 'text')
    .addColumn('access_level', 'text')
    .addColumn('access_ground', 'text')
    .addColumn('years_from', 'integer')
    .addColumn('years_to', 'integer')
    .addColumn('reasons', 'text', (column) => column.notNull())
    .addColumn('determined_by', 'text')
    .addColumn('determined_on', 'text')
    .addColumn('origin', 'text', (column) => column.notNull())
    .addColumn('catalogue', 'text')
    .addColumn('identifier', 'text')
    .addColumn('record', 'text')
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('dataset_custody_by_identifier')
    .on('dataset_custody')
    .columns(['catalogue', 'identifier'])
    .execute();

  await db.schema
    .createTable('described_field')
    .addColumn('dataset', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('category', 'text')
    .addColumn('description', 'text')
    .addColumn('type', 'text')
    .addColumn('type_written', 'text')
    .addColumn('years_from', 'integer')
    .addColumn('years_to', 'integer')
    .addColumn('years_written', 'text')
    .addColumn('source', 'text')
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('described_field_key', ['dataset', 'name'])
    .execute();

  await db.schema
    .createTable('lineage')
    .addColumn('dataset', 'text', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('how', 'text')
    .addColumn('version', 'integer')
    .addColumn('source_version', 'integer')
    .addColumn('recorded_at', 'text', (column) => column.notNull())
    .addColumn('recorded_by', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('lineage_key', ['dataset', 'source', 'kind'])
    .execute();
  await db.schema.createIndex('lineage_by_source').on('lineage').columns(['source']).execute();

  await db.schema
    .createTable('near_copy')
    .addColumn('dataset', 'text', (column) => column.notNull())
    .addColumn('other', 'text', (column) => column.notNull())
    .addColumn('columns_alike', 'integer', (column) => column.notNull())
    .addColumn('columns_all', 'integer', (column) => column.notNull())
    .addColumn('keys_alike', 'integer')
    .addColumn('keys_all', 'integer')
    .addColumn('found_at', 'text', (column) => column.notNull())
    .addColumn('kept_because', 'text')
    .addColumn('kept_by', 'text')
    .addColumn('kept_at', 'text')
    .addPrimaryKeyConstraint('near_copy_key', ['dataset', 'other'])
    .execute();

  await db.schema
    .createTable('harvested_catalogue')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('title', 'text')
    .addColumn('form', 'text', (column) => column.notNull())
    .addColumn('agency', 'text')
    .addColumn('head', 'text', (column) => column.notNull())
    .addColumn('counts', 'text', (column) => column.notNull())
    .addColumn('harvested_at', 'text', (column) => column.notNull())
    .execute();

  await db.schema
    .createTable('dataset_question')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('dataset', 'text', (column) => column.notNull())
    .addColumn('question', 'text', (column) => column.notNull())
    .addColumn('asked_at', 'text', (column) => column.notNull())
    .addColumn('asked_by', 'text', (column) => column.notNull())
    .addColumn('reply_to', 'text')
    .addColumn('shown', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('due_on', 'text', (column) => column.notNull())
    .addColumn('answer', 'text')
    .addColumn('answered_at', 'text')
    .addColumn('answered_by', 'text')
    .execute();
  await db.schema
    .createIndex('dataset_question_by_dataset')
    .on('dataset_question')
    .columns(['dataset', 'asked_at'])
    .execute();
  await db.schema
    .createIndex('dataset_question_by_state')
    .on('dataset_question')
    .columns(['state', 'due_on'])
    .execute();

  await db.schema
    .createTable('schema_change')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('dataset', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('field', 'text', (column) => column.notNull())
    .addColumn('becomes', 'text')
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('effective_on', 'text', (column) => column.notNull())
    .addColumn('announced_at', 'text', (column) => column.notNull())
    .addColumn('announced_by', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('schema_change_by_dataset')
    .on('schema_change')
    .columns(['dataset', 'state'])
    .execute();

  await db.schema
    .createTable('retirement')
    .addColumn('dataset', 'text', (column) => column.primaryKey().notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('archive', 'text', (column) => column.notNull())
    .addColumn('archive_ground', 'text', (column) => column.notNull())
    .addColumn('replaced_by', 'text')
    .addColumn('announced_at', 'text', (column) => column.notNull())
    .addColumn('announced_by', 'text', (column) => column.notNull())
    .addColumn('retire_on', 'text', (column) => column.notNull())
    .addColumn('retired_at', 'text')
    .addColumn('called_off_at', 'text')
    .execute();

  await db.schema
    .createTable('feed_item')
    .addColumn('sequence', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('summary', 'text', (column) => column.notNull())
    .addColumn('href', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('feed_topic')
    .addColumn('topic', 'text', (column) => column.notNull())
    .addColumn('item', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('feed_topic_key', ['topic', 'item'])
    .execute();

  await db.schema
    .createTable('subscription')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('topic', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('secret', 'text', (column) => column.notNull())
    .addColumn('subscribed_at', 'text', (column) => column.notNull())
    .addColumn('subscribed_by', 'text', (column) => column.notNull())
    .addColumn('confirmed_at', 'text')
    .addColumn('ended_at', 'text')
    .addColumn('ended_because', 'text')
    .addColumn('failures', 'integer', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('subscription_by_topic')
    .on('subscription')
    .columns(['topic', 'state'])
    .execute();
  await db.schema
    .createTable('webhook_delivery')
    .addColumn('subscription', 'text', (column) => column.notNull())
    .addColumn('item', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('next_at', 'text', (column) => column.notNull())
    .addColumn('problem', 'text')
    .addPrimaryKeyConstraint('webhook_delivery_key', ['subscription', 'item'])
    .execute();
  await db.schema
    .createIndex('webhook_delivery_by_state')
    .on('webhook_delivery')
    .columns(['state', 'next_at'])
    .execute();
}
