import type { Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('law_obstacle')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('citation', 'text', (column) => column.notNull())
    .addColumn('data', 'text', (column) => column.notNull())
    .addColumn('agencies', 'text', (column) => column.notNull())
    .addColumn('reviewer', 'text', (column) => column.notNull())
    .addColumn('reviewer_email', 'text')
    .addColumn('review_by', 'text', (column) => column.notNull())
    .addColumn('linked_to', 'text')
    .addColumn('outcome', 'text')
    .addColumn('outcome_words', 'text')
    .addColumn('reviewed_on', 'text')
    .addColumn('raised_by', 'text', (column) => column.notNull())
    .addColumn('raised_at', 'text', (column) => column.notNull())
    .addColumn('example', 'integer', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('plan_clause_feature')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('clause', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('feature', 'text', (column) => column.notNull())
    .addColumn('href', 'text', (column) => column.notNull())
    .addColumn('evidence', 'text', (column) => column.notNull())
    .execute();
}
