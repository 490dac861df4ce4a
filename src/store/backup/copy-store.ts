import { CompiledQuery, PostgresAdapter, sql, type Transaction } from 'kysely';
import { runRows } from '../audit-log/run-rows.ts';
import type { Database, Store } from '../database.ts';
import { copyNotEmpty } from '../errors.ts';

interface TableForm {
  readonly name: string;
  readonly columns: readonly string[];
  readonly key: readonly string[];
  /** The column that the database numbers, if there is one. */
  readonly numbered: string | undefined;
}

const rowsAtOnce = 500;

/**
 * Copies every row of one store into another, empty one of the same shape, both of which have been migrated: from SQLite to
 * PostgreSQL or back. What is copied is one moment of the source. Answers the rows of each table. Throws
 * `store.copy-not-empty`.
 */
export async function copyStore(
  from: Store,
  to: Store,
  progress?: (table: string, done: number) => void,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const shape = await shapeOf(from.kind === 'sqlite' ? from : to);
  await from.read.transaction().execute(async (source) => {
    for (const table of shape) {
      counts[table.name] = 0;
      let after: readonly unknown[] | undefined;
      for (;;) {
        const rows = await page(source as Transaction<Database>, table, after);
        if (rows.length === 0) break;
        await to.write((tx) => insert(tx, table, rows, counts[table.name] === 0));
        counts[table.name]! += rows.length;
        progress?.(table.name, counts[table.name]!);
        after = table.key.map((column) => rows.at(-1)![column]);
        if (rows.length < rowsAtOnce) break;
      }
    }
  });
  await to.write((tx) => goOnCounting(tx, shape));
  return counts;
}

/** The tables, from the side that is SQLite; the list of migrations is each store's own. */
async function shapeOf(store: Store): Promise<TableForm[]> {
  const { rows } = await sql<{ table: string; column: string; key: number }>`
    select t.name as "table", c.name as "column", c.pk as key
    from pragma_table_list t, pragma_table_info(t.name) c
    where t.type = 'table' and t.schema = 'main' and t.name not like 'sqlite_%' and t.name <> 'migration'
    order by t.name, c.cid`.execute(store.read);
  return [...Map.groupBy(rows, ({ table }) => table)].map(([name, columns]) => {
    const key = columns
      .filter(({ key }) => key > 0)
      .sort((a, b) => a.key - b.key)
      .map(({ column }) => column);
    return {
      name,
      columns: columns.map(({ column }) => column),
      key,
      numbered: key.length === 1 && key[0] === 'sequence' ? 'sequence' : undefined,
    };
  });
}

async function page(
  source: Transaction<Database>,
  { name, columns, key }: TableForm,
  after: readonly unknown[] | undefined,
): Promise<Record<string, unknown>[]> {
  const keys = sql.join(key.map((column) => sql.ref(column)));
  const beyond =
    after === undefined ? sql`` : sql`where (${keys}) > (${sql.join(after.map((value) => sql.val(value)))})`;
  const { rows } = await sql<Record<string, unknown>>`
    select ${sql.join(columns.map((column) => sql.ref(column)))} from ${sql.table(name)} ${beyond}
    order by ${keys} limit ${rowsAtOnce}`.execute(source);
  return rows;
}

async function insert(
  tx: Transaction<Database>,
  { name, columns }: TableForm,
  rows: readonly Record<string, unknown>[],
  first: boolean,
): Promise<void> {
  if (first) {
    const { rows: there } = await tx.executeQuery(CompiledQuery.raw(`select 1 from "${name}" limit 1`, []));
    if (there.length > 0) throw copyNotEmpty.with({ table: name });
  }
  const list = columns.map((column) => `"${column}"`).join(', ');
  await runRows(
    tx,
    (values) => `insert into "${name}" (${list}) values ${values}`,
    rows.map((row) => columns.map((column) => row[column] ?? null)),
  );
}

/** PostgreSQL numbers on from where it stood, whatever was put in by hand. */
async function goOnCounting(tx: Transaction<Database>, shape: readonly TableForm[]): Promise<void> {
  if (!(tx.getExecutor().adapter instanceof PostgresAdapter)) return;
  for (const { name, numbered } of shape) {
    if (numbered === undefined) continue;
    await sql`select setval(pg_get_serial_sequence(${name}, ${numbered}),
      (select coalesce(max(${sql.ref(numbered)}), 0) + 1 from ${sql.table(name)}), false)`.execute(tx);
  }
}
