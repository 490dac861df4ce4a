import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('audit_entry')
    .addColumn('sequence', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('leaf', 'integer')
    .addColumn('hash', 'text')
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('operation', 'text', (column) => column.notNull())
    .addColumn('dataset', 'text')
    .addColumn('count', 'integer', (column) => column.notNull())
    .addColumn('commitment', 'text', (column) => column.notNull())
    .addColumn('closes_at', 'text')
    .addColumn('salt', 'text')
    .addColumn('actor', 'text')
    .addColumn('kind', 'text')
    .addColumn('purpose', 'text')
    .addColumn('person', 'text')
    .addColumn('request', 'text')
    .addColumn('detail', 'text')
    .execute();
  const filled = { leaf: true, dataset: false, actor: false, person: false, purpose: false };
  for (const [column, unique] of Object.entries(filled)) {
    const index = db.schema
      .createIndex(`audit_entry_by_${column}`)
      .on('audit_entry')
      .columns(unique ? [column] : [column, 'sequence'])
      .where(sql.ref(column), 'is not', null);
    await (unique ? index.unique() : index).execute();
  }
  await db.schema
    .createIndex('audit_entry_waiting')
    .on('audit_entry')
    .column('sequence')
    .where(sql.ref('leaf'), 'is', null)
    .execute();
  await db.schema.createIndex('audit_entry_by_time').on('audit_entry').column('at').execute();

  await db.schema
    .createTable('audit_node')
    .addColumn('level', 'integer', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('audit_node_key', ['level', 'position'])
    .execute();

  await db.schema
    .createTable('audit_checkpoint')
    .addColumn('size', 'integer', (column) => column.primaryKey().notNull())
    .addColumn('root', 'text', (column) => column.notNull())
    .addColumn('note', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('kept', 'integer', (column) => column.notNull())
    .execute();
}
