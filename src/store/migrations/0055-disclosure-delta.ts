import type { Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await db.schema.alterTable('disclosure_budget').addColumn('delta', 'text').execute();
  await db.schema.alterTable('disclosure_budget').addColumn('spent_delta', 'text').execute();
  await db.schema.alterTable('disclosure_spending').addColumn('delta', 'text').execute();
}
