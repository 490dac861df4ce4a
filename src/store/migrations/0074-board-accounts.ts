import type { Kysely } from 'kysely';

/**
 * Whose account speaks for a seat of the board; whether a vote was cast by its holder or recorded by the clerk, and by which
 * account; which meetings are made up.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await db.schema.alterTable('plan_seat_term').addColumn('account', 'text').execute();
  await db.schema.alterTable('plan_vote').addColumn('how', 'text').execute();
  await db.schema.alterTable('plan_vote').addColumn('account', 'text').execute();
  await db.schema.alterTable('plan_meeting').addColumn('example', 'integer').execute();
}
