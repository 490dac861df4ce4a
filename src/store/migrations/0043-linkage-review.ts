import type { Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('linkage_review')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('run', 'text', (column) => column.notNull())
    .addColumn('seed', 'integer', (column) => column.notNull())
    .addColumn('double_share', 'real', (column) => column.notNull())
    .addColumn('strata', 'text', (column) => column.notNull())
    .addColumn('job', 'text', (column) => column.notNull())
    .addColumn('opened_by', 'text', (column) => column.notNull())
    .addColumn('opened_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('linkage_review_by_run').on('linkage_review').columns(['run']).execute();
  await db.schema
    .createIndex('linkage_review_by_job')
    .on('linkage_review')
    .columns(['job'])
    .unique()
    .execute();

  await db.schema
    .createTable('linkage_review_pair')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('review', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('pair', 'integer', (column) => column.notNull())
    .addColumn('chance', 'real', (column) => column.notNull())
    .addColumn('stratum', 'integer', (column) => column.notNull())
    .addColumn('double', 'integer', (column) => column.notNull())
    .addColumn('shown_to', 'text')
    .addColumn('shown_at', 'text')
    .addColumn('settled', 'text')
    .addColumn('settled_at', 'text')
    .execute();
  await db.schema
    .createIndex('linkage_review_pair_by_review')
    .on('linkage_review_pair')
    .columns(['review', 'number'])
    .unique()
    .execute();

  await db.schema
    .createTable('linkage_review_word')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('review_pair', 'text', (column) => column.notNull())
    .addColumn('said_by', 'text', (column) => column.notNull())
    .addColumn('said', 'text', (column) => column.notNull())
    .addColumn('note', 'text')
    .addColumn('settles', 'integer', (column) => column.notNull())
    .addColumn('recorded_at', 'text', (column) => column.notNull())
    .addColumn('superseded_at', 'text')
    .execute();
  await db.schema
    .createIndex('linkage_review_word_by_pair')
    .on('linkage_review_word')
    .columns(['review_pair'])
    .execute();

  await db.schema
    .createTable('linkage_decision')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('left_dataset', 'text', (column) => column.notNull())
    .addColumn('left_record', 'text', (column) => column.notNull())
    .addColumn('right_dataset', 'text', (column) => column.notNull())
    .addColumn('right_record', 'text', (column) => column.notNull())
    .addColumn('identity', 'text', (column) => column.notNull())
    .addColumn('verdict', 'text', (column) => column.notNull())
    .addColumn('review', 'text', (column) => column.notNull())
    .addColumn('review_pair', 'text', (column) => column.notNull())
    .addColumn('decided_by', 'text', (column) => column.notNull())
    .addColumn('valid_from', 'text', (column) => column.notNull())
    .addColumn('valid_to', 'text')
    .addColumn('recorded_at', 'text', (column) => column.notNull())
    .addColumn('superseded_at', 'text')
    .addColumn('superseded_by', 'text')
    .addColumn('reason', 'text')
    .execute();
  await db.schema
    .createIndex('linkage_decision_by_left')
    .on('linkage_decision')
    .columns(['left_dataset', 'right_dataset'])
    .execute();
  await db.schema
    .createIndex('linkage_decision_by_pair')
    .on('linkage_decision')
    .columns(['review_pair'])
    .execute();
}
