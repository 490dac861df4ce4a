import type { Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('account')
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('issuer', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('email', 'text')
    .addColumn('person', 'text')
    .addColumn('example', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('signed_in_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('account_key', ['id'])
    .execute();
  await db.schema
    .createIndex('account_by_subject')
    .on('account')
    .columns(['issuer', 'subject'])
    .unique()
    .execute();
  await db.schema.createIndex('account_by_person').on('account').column('person').execute();
  await db.schema
    .createTable('account_role')
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('agency', 'text')
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('given_by', 'text', (column) => column.notNull())
    .addColumn('from_at', 'text', (column) => column.notNull())
    .addColumn('until_at', 'text')
    .addColumn('ended_at', 'text')
    .addPrimaryKeyConstraint('account_role_key', ['id'])
    .execute();
  await db.schema.createIndex('account_role_by_account').on('account_role').column('account').execute();
  await db.schema
    .createTable('group_role')
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('agency', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('group_role_key', ['name', 'role', 'agency'])
    .execute();
  await db.schema
    .createTable('post_role')
    .addColumn('post', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('post_role_key', ['post'])
    .execute();
  await db.schema
    .createTable('session')
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('signed_in_at', 'text', (column) => column.notNull())
    .addColumn('stepped_up_at', 'text')
    .addColumn('seen_at', 'text', (column) => column.notNull())
    .addColumn('ends_at', 'text', (column) => column.notNull())
    .addColumn('ended_at', 'text')
    .addColumn('purpose', 'text')
    .addPrimaryKeyConstraint('session_key', ['hash'])
    .execute();
  await db.schema.createIndex('session_by_account').on('session').column('account').execute();
  await db.schema
    .createTable('sign_in_attempt')
    .addColumn('state_hash', 'text', (column) => column.notNull())
    .addColumn('browser_hash', 'text', (column) => column.notNull())
    .addColumn('nonce', 'text', (column) => column.notNull())
    .addColumn('verifier', 'text', (column) => column.notNull())
    .addColumn('return_to', 'text', (column) => column.notNull())
    .addColumn('step_up', 'text')
    .addColumn('begun_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('sign_in_attempt_key', ['state_hash'])
    .execute();
  await db.schema
    .createTable('access_token')
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('scope', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('ends_at', 'text', (column) => column.notNull())
    .addColumn('used_at', 'text')
    .addColumn('revoked_at', 'text')
    .addPrimaryKeyConstraint('access_token_key', ['id'])
    .execute();
  await db.schema.createIndex('access_token_by_hash').on('access_token').column('hash').unique().execute();
  await db.schema.createIndex('access_token_by_account').on('access_token').column('account').execute();
  await db.schema
    .createTable('leaving')
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('person', 'text')
    .addColumn('account', 'text')
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('agency', 'text')
    .addColumn('noticed_at', 'text', (column) => column.notNull())
    .addColumn('noticed_by', 'text', (column) => column.notNull())
    .addColumn('last_day', 'text', (column) => column.notNull())
    .addColumn('ends_at', 'text', (column) => column.notNull())
    .addColumn('withdrawn_at', 'text')
    .addColumn('handed_over_at', 'text')
    .addColumn('handed_over_by', 'text')
    .addColumn('successor', 'text')
    .addColumn('handed', 'text')
    .addPrimaryKeyConstraint('leaving_key', ['id'])
    .execute();
  await db.schema.createIndex('leaving_by_account').on('leaving').column('account').execute();
  await db.schema.createIndex('leaving_by_person').on('leaving').column('person').execute();
  await db.schema
    .createTable('break_glass')
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('dataset', 'text', (column) => column.notNull())
    .addColumn('agency', 'text')
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('opened_at', 'text', (column) => column.notNull())
    .addColumn('until_at', 'text', (column) => column.notNull())
    .addColumn('told_account', 'text')
    .addColumn('told_name', 'text', (column) => column.notNull())
    .addColumn('told_email', 'text')
    .addColumn('ended_at', 'text')
    .addColumn('review_due', 'text', (column) => column.notNull())
    .addColumn('review', 'text', (column) => column.notNull())
    .addColumn('reviewed_by', 'text')
    .addColumn('reviewer_name', 'text')
    .addColumn('reviewed_at', 'text')
    .addColumn('review_note', 'text')
    .addPrimaryKeyConstraint('break_glass_key', ['id'])
    .execute();
  await db.schema.createIndex('break_glass_by_account').on('break_glass').column('account').execute();
  await db.schema
    .createTable('policy_set')
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('files', 'text', (column) => column.notNull())
    .addColumn('in_force_at', 'text', (column) => column.notNull())
    .addColumn('put_by', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('policy_set_key', ['digest', 'in_force_at'])
    .execute();
}
