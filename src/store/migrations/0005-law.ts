import type { CreateTableBuilder, Kysely } from 'kysely';

type Builder = CreateTableBuilder<string, never>;
const text = (table: Builder, ...names: string[]) =>
  names.reduce((made, name) => made.addColumn(name, 'text', (column) => column.notNull()) as never, table);
const optionalText = (table: Builder, ...names: string[]) =>
  names.reduce((made, name) => made.addColumn(name, 'text') as never, table);
const dated = (table: Builder) =>
  text(optionalText(table, 'valid_from', 'valid_to', 'superseded_at'), 'recorded_at', 'file');

export async function up(db: Kysely<never>): Promise<void> {
  const create = (name: string): Builder =>
    db.schema.createTable(name).addColumn('id', 'text', (column) => column.primaryKey().notNull()) as never;

  await optionalText(text(create('law_source'), 'title', 'address'), 'official', 'read_on', 'note').execute();
  await optionalText(
    text(create('law_act'), 'citation', 'title', 'kind', 'file').addColumn('position', 'integer', (column) =>
      column.notNull(),
    ) as never,
    'address',
    'valid_from',
  ).execute();
  await dated(
    optionalText(
      text(create('law_clause'), 'clause', 'act', 'label', 'says', 'wording', 'standing'),
      'source',
    ).addColumn('position', 'integer', (column) => column.notNull()) as never,
  ).execute();
  await db.schema.createIndex('law_clause_by_clause').on('law_clause').columns(['clause']).execute();
  await dated(
    optionalText(
      text(create('law_duty'), 'duty', 'clause', 'title', 'bearer', 'rule', 'standing'),
      'source',
      'note',
    ),
  ).execute();
  await dated(
    optionalText(text(create('law_holiday'), 'holiday', 'name', 'rule', 'standing'), 'source'),
  ).execute();
  await text(create('law_event'), 'event', 'on_date', 'recorded_at').execute();
}
