import type { Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('disclosure_release')
    .addColumn('sequence', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('universes', 'text', (column) => column.notNull())
    .addColumn('dataset', 'text')
    .addColumn('version', 'integer')
    .addColumn('variables', 'text', (column) => column.notNull())
    .addColumn('vintage', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('published', 'text', (column) => column.notNull())
    .addColumn('sha256', 'text', (column) => column.notNull())
    .addColumn('cells', 'integer', (column) => column.notNull())
    .addColumn('blanks', 'integer', (column) => column.notNull())
    .addColumn('rule', 'text', (column) => column.notNull())
    .addColumn('proof', 'text', (column) => column.notNull())
    .addColumn('asked_by', 'text', (column) => column.notNull())
    .addColumn('asked_at', 'text', (column) => column.notNull())
    .addColumn('purpose', 'text')
    .addColumn('reviewer', 'text')
    .addColumn('decided_by', 'text')
    .addColumn('decided_at', 'text')
    .addColumn('reason', 'text')
    .addColumn('decision', 'text')
    .execute();

  await db.schema
    .createTable('disclosure_universe')
    .addColumn('universe', 'text', (column) => column.notNull())
    .addColumn('release', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('disclosure_universe_key', ['universe', 'release'])
    .execute();

  await db.schema
    .createTable('disclosure_budget')
    .addColumn('dataset', 'text', (column) => column.notNull())
    .addColumn('epsilon', 'text', (column) => column.notNull())
    .addColumn('spent', 'text', (column) => column.notNull())
    .addColumn('opened_by', 'text', (column) => column.notNull())
    .addColumn('opened_at', 'text', (column) => column.notNull())
    .addColumn('ground', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('disclosure_budget_key', ['dataset'])
    .execute();

  await db.schema
    .createTable('disclosure_spending')
    .addColumn('sequence', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('dataset', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('epsilon', 'text', (column) => column.notNull())
    .addColumn('mechanism', 'text', (column) => column.notNull())
    .addColumn('answer', 'text', (column) => column.notNull())
    .addColumn('spent_by', 'text', (column) => column.notNull())
    .addColumn('spent_at', 'text', (column) => column.notNull())
    .execute();

  await db.schema
    .createTable('disclosure_identifiers')
    .addColumn('project', 'text', (column) => column.notNull())
    .addColumn('release', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('people', 'integer', (column) => column.notNull())
    .addColumn('made_at', 'text', (column) => column.notNull())
    .addColumn('destroyed_at', 'text')
    .addColumn('proof', 'text')
    .addPrimaryKeyConstraint('disclosure_identifiers_key', ['project', 'release'])
    .execute();

  await db.schema
    .createIndex('disclosure_release_by_id')
    .on('disclosure_release')
    .columns(['id'])
    .unique()
    .execute();
}
