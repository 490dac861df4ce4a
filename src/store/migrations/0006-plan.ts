import type { CreateTableBuilder, Kysely } from 'kysely';

type Builder = CreateTableBuilder<string, never>;
const text = (table: Builder, ...names: string[]) =>
  names.reduce((made, name) => made.addColumn(name, 'text', (column) => column.notNull()) as never, table);
const optionalText = (table: Builder, ...names: string[]) =>
  names.reduce((made, name) => made.addColumn(name, 'text') as never, table);
const integer = (table: Builder, ...names: string[]) =>
  names.reduce((made, name) => made.addColumn(name, 'integer', (column) => column.notNull()) as never, table);

export async function up(db: Kysely<never>): Promise<void> {
  const create = (name: string): Builder =>
    db.schema.createTable(name).addColumn('id', 'text', (column) => column.primaryKey().notNull()) as never;

  await integer(
    text(create('plan_cycle'), 'title', 'words', 'adopted_on', 'next_due', 'loaded_at'),
    'adopted_example',
  ).execute();
  await optionalText(
    integer(text(create('plan_item'), 'cycle', 'item', 'kind', 'words', 'recorded_at'), 'position').addColumn(
      'number',
      'integer',
    ) as never,
    'name',
    'heading',
    'clause',
    'superseded_at',
  ).execute();
  await db.schema.createIndex('plan_item_by_item').on('plan_item').columns(['item']).execute();
  await optionalText(
    integer(
      text(
        create('plan_objective'),
        'cycle',
        'objective',
        'goal',
        'title',
        'measure',
        'scope',
        'principles',
        'target',
        'horizon',
        'owner',
        'recorded_at',
      ),
      'position',
      'example',
    ),
    'baseline',
    'next_check',
    'superseded_at',
  ).execute();
  await optionalText(
    text(create('plan_value'), 'objective', 'measure', 'measured_on', 'known_at')
      .addColumn('value', 'real')
      .addColumn('numerator', 'integer')
      .addColumn('denominator', 'integer') as never,
    'reason',
  ).execute();
  await db.schema
    .createIndex('plan_value_by_objective')
    .on('plan_value')
    .columns(['objective', 'measured_on', 'known_at'])
    .execute();
}
