import type { Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('job')
    .addColumn('sequence', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('subject', 'text')
    .addColumn('once', 'text')
    .addColumn('not_before', 'text')
    .addColumn('actor', 'text')
    .addColumn('purpose', 'text')
    .addColumn('input', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempt', 'integer', (column) => column.notNull())
    .addColumn('queued_at', 'text', (column) => column.notNull())
    .addColumn('started_at', 'text')
    .addColumn('finished_at', 'text')
    .addColumn('worker', 'text')
    .addColumn('lease_until', 'text')
    .addColumn('cancel_requested_at', 'text')
    .addColumn('stage', 'text')
    .addColumn('done', 'integer')
    .addColumn('total', 'integer')
    .addColumn('unit', 'text')
    .addColumn('result', 'text')
    .addColumn('error', 'text')
    .execute();
  await db.schema.createIndex('job_by_state').on('job').columns(['state', 'sequence']).execute();
  await db.schema.createIndex('job_by_subject').on('job').columns(['subject', 'sequence']).execute();
  await db.schema.createIndex('job_by_subject_and_state').on('job').columns(['subject', 'state']).execute();

  await db.schema
    .createTable('job_log')
    .addColumn('sequence', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('job', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('line', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('job_log_by_job').on('job_log').columns(['job', 'sequence']).execute();

  await db.schema
    .createTable('event')
    .addColumn('sequence', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('payload', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('event_by_name').on('event').columns(['name', 'sequence']).execute();

  await db.schema
    .createTable('delivery')
    .addColumn('subscriber', 'text', (column) => column.notNull())
    .addColumn('event', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('next_at', 'text')
    .addColumn('error', 'text')
    .addPrimaryKeyConstraint('delivery_key', ['subscriber', 'event'])
    .execute();
  await db.schema
    .createIndex('delivery_by_state')
    .on('delivery')
    .columns(['state', 'subscriber', 'event'])
    .execute();

  await db.schema
    .createTable('setting')
    .addColumn('key', 'text', (column) => column.primaryKey().notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
}
