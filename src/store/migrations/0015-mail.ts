import type { Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('mail_message')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('once', 'text', (column) => column.unique())
    .addColumn('topic', 'text', (column) => column.notNull())
    .addColumn('recipient', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('digest', 'integer', (column) => column.notNull())
    .addColumn('gathered_in', 'text')
    .addColumn('queued_at', 'text', (column) => column.notNull())
    .addColumn('next_at', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('tried_at', 'text')
    .addColumn('sent_at', 'text')
    .addColumn('problem', 'text')
    .execute();
  await db.schema
    .createIndex('mail_message_by_state')
    .on('mail_message')
    .columns(['state', 'next_at'])
    .execute();
}
