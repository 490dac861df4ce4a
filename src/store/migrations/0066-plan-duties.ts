import type { Kysely } from 'kysely';

/** Published standards; where the head of an agency is written to; why an inventory holds nothing. */
export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('standard_edition')
    .addColumn('standard', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('published_on', 'text', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .addColumn('recorded_at', 'text', (column) => column.notNull())
    .addColumn('recorded_by', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('standard_edition_key', ['standard', 'version'])
    .execute();
  await db.schema.alterTable('agency').addColumn('head_contact', 'text').execute();
  await db.schema.alterTable('plan_inventory').addColumn('nothing_held', 'text').execute();
}
