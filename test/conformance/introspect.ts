import { type Kysely, sql } from 'kysely';
import type { Database, Store, Table } from '../../src/store/database.ts';

/** A table as it is in the database, or as `tables.ts` says: one line a column, then the key. */
export type TableShape = readonly string[];

/** Every table the store has, by name, except the list of its migrations. */
export async function tablesOf(store: Store): Promise<Record<string, TableShape>> {
  const found = store.kind === 'sqlite' ? await sqliteColumns(store.read) : await postgresColumns(store.read);
  const shapes: Record<string, string[]> = {};
  for (const { table, column, type, required } of found) {
    shapes[table] ??= [];
    shapes[table].push(line(column, type, !required));
  }
  for (const [table, lines] of Object.entries(shapes)) {
    lines.sort();
    const key = found
      .filter((column) => column.table === table && column.key > 0)
      .sort((a, b) => a.key - b.key)
      .map(({ column }) => column);
    lines.push(`key: ${key.join(', ')}`);
  }
  delete shapes['migration'];
  return shapes;
}

export function declaredShape(table: Table): TableShape {
  const lines = Object.entries(table.columns).map(([name, column]) =>
    line(name, column.storage, column.nullable),
  );
  return [...lines.sort(), `key: ${table.primaryKey.join(', ')}`];
}

const line = (column: string, type: string, nullable: boolean) =>
  `${column}: ${type}${nullable ? ' or null' : ''}`;

interface FoundColumn {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly required: number;
  /** Place in the primary key, from 1; 0 outside it. */
  readonly key: number;
}

async function sqliteColumns(db: Kysely<Database>): Promise<FoundColumn[]> {
  const { rows } = await sql<FoundColumn>`
    select t.name as "table", c.name as "column", lower(c.type) as type, max(c."notnull", c.pk > 0) as required, c.pk as key
    from pragma_table_list t, pragma_table_info(t.name) c
    where t.type = 'table' and t.name not like 'sqlite_%'`.execute(db);
  return rows;
}

/** PostgreSQL's words for the three ways of storing. */
const postgresTypes: Record<string, string> = {
  'text collate C': 'text',
  bigint: 'integer',
  'double precision': 'real',
};

async function postgresColumns(db: Kysely<Database>): Promise<FoundColumn[]> {
  const { rows } = await sql<FoundColumn>`
    select c.relname as "table", a.attname as "column",
      format_type(a.atttypid, a.atttypmod) || case when l.collname = 'default' then ' collate default'
        when l.collname is not null then ' collate ' || l.collname else '' end as type,
      a.attnotnull as required,
      coalesce(array_position(i.indkey::int2[], a.attnum) + 1, 0) as key
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_collation l on l.oid = a.attcollation
    left join pg_index i on i.indrelid = c.oid and i.indisprimary
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`.execute(db);
  return rows.map((row) => ({ ...row, type: postgresTypes[row.type] ?? row.type }));
}
