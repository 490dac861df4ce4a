import { createHash } from 'node:crypto';
import type { Engine, StatementOptions } from '../../engine/engine.ts';
import { ident, integer, literal, type Sql, sql } from '../../engine/sql.ts';
import { monthTotals, type TotalsWanted, totalsTable } from './month-totals.sql.ts';

/**
 * A sorted copy is a database file of DuckDB's own, not Parquet: a page of it costs a third of the processor time (its
 * blocks stay decoded in memory, and each small group of rows knows its least and greatest value). It is disposable, so
 * it may be readable by this release alone.
 */
const table = 'sorted_rows';
/**
 * The text column it is sorted by stands in it a second time as numbers of its values (an ENUM in their order): groups of
 * small numbers are told apart in a third of the time.
 */
export const groupCode = '_group';
const valuesType = 'group_values';
/** More values than this are no code. */
const mostValues = 4_096;
/** Small, so that one value's rows touch little else. */
const rowGroupSize = sql`row_group_size 8192`;

/** Writes rows in an order to a new file. The file is complete, and on disk, when this resolves. */
export async function writeSortedCopy(
  engine: Engine,
  copy: {
    readonly rows: Sql;
    readonly order: Sql;
    readonly file: string;
    readonly signal: AbortSignal;
    /** The column of text that it is sorted by, when it is one. */
    readonly text?: string;
    /** What its totals are of, when it has a date. */
    readonly totals?: Omit<TotalsWanted, 'by' | 'code'>;
  },
): Promise<void> {
  const name = nameOf(copy.file);
  const options = { step: 'sorted_copy', signal: copy.signal };
  await engine.run(sql`attach ${literal(copy.file)} as ${ident(name)} (${rowGroupSize})`, options);
  try {
    const code = copy.text === undefined ? undefined : await codeOf(engine, copy.rows, name, copy.text);
    await engine.run(
      sql`create table ${ident(name, table)} as select *${code ?? sql``} from ${copy.rows} order by ${copy.order}`,
      options,
    );
    if (code !== undefined && copy.text !== undefined && copy.totals !== undefined)
      await writeTotals(engine, name, { ...copy.totals, by: ident(copy.text), code: ident(groupCode) });
  } finally {
    // Detaching writes what is still in its log into the file.
    await engine.run(sql`detach ${ident(name)}`, { step: 'sorted_copy' });
  }
}

/** The further column of codes; none when the values are too many. */
async function codeOf(engine: Engine, rows: Sql, name: string, text: string): Promise<Sql | undefined> {
  const values = sql`select distinct ${ident(text)} as value from ${rows} where ${ident(text)} is not null limit ${integer(mostValues + 1)}`;
  const options = { step: 'sorted_copy' };
  const [counted] = await engine.rows<{ n: string }>(sql`select count(*) as n from (${values}) v`, options);
  const n = Number(counted!.n);
  if (n === 0 || n > mostValues) return undefined;
  const type = ident(name, valuesType);
  await engine.run(
    sql`create type ${type} as enum (select value from (${values}) v order by value)`,
    options,
  );
  return sql`, cast(${ident(text)} as ${type}) as ${ident(groupCode)}`;
}

/** Totals are worth their space where each stands for several rows. */
const fewestRowsEach = 4;

async function writeTotals(engine: Engine, name: string, wanted: TotalsWanted): Promise<void> {
  const [rows, totals] = [ident(name, table), ident(name, totalsTable)];
  const options = { step: 'month_totals' };
  await engine.run(sql`create table ${totals} as ${monthTotals(rows, wanted)}`, options);
  const [size] = await engine.rows<{ few: boolean }>(
    sql`select (select count(*) from ${totals}) * ${fewestRowsEach} <= (select count(*) from ${rows}) as few`,
    options,
  );
  if (!size!.few) await engine.run(sql`drop table ${totals}`, options);
}

/** Attached copies an engine keeps at once; each costs a file handle and a little memory. */
const mostAttached = 64;
/** A copy used this lately may have a statement running. */
const restMs = 60_000;

interface Attached {
  usedAt: number;
  /** What it holds, once it is attached; nothing when it cannot be. */
  readonly ready: Promise<Holding | undefined>;
}

interface Holding {
  /** Holds {@link groupCode}. */
  readonly coded: boolean;
  readonly totalled: boolean;
}

export interface SortedRows extends Pick<Holding, 'coded'> {
  readonly rows: Sql;
  /** Its totals by month, where it has any. */
  readonly totals: Sql | undefined;
}

/** Which of an engine's instances reads it: each has attached its own copies. */
type On = Pick<StatementOptions, 'oneThread'>;

const shelves = { all: new WeakMap<Engine, Shelf>(), one: new WeakMap<Engine, Shelf>() };
type Shelf = Map<string, Attached>;

/** A copy as a relation; nothing when it cannot be read: then the version itself answers, only slower. */
export async function sortedRows(engine: Engine, file: string, on: On = {}): Promise<SortedRows | undefined> {
  const own = on.oneThread === true ? shelves.one : shelves.all;
  const shelf: Shelf = own.get(engine) ?? new Map();
  own.set(engine, shelf);
  const known = shelf.get(file);
  const name = nameOf(file);
  const attached = known ?? { usedAt: 0, ready: attach(engine, file, name, on) };
  attached.usedAt = performance.now();
  if (known === undefined) {
    shelf.set(file, attached);
    await clear(engine, shelf, on);
  }
  const ready = await attached.ready;
  if (!ready) return undefined;
  const totals = ready.totalled ? ident(name, totalsTable) : undefined;
  return { rows: ident(name, table), coded: ready.coded, totals };
}

async function attach(engine: Engine, file: string, name: string, on: On): Promise<Holding | undefined> {
  const options = { step: 'sorted_copy', ...on };
  try {
    await engine.run(sql`attach if not exists ${literal(file)} as ${ident(name)} (read_only)`, options);
    const codes = await engine.rows<{ of: string }>(
      sql`select table_name as of from duckdb_columns() where database_name = ${name} and column_name = ${groupCode}`,
      options,
    );
    return { coded: codes.length > 0, totalled: codes.some((one) => one.of === totalsTable) };
  } catch {
    return undefined;
  }
}

async function clear(engine: Engine, shelf: Shelf, on: On): Promise<void> {
  if (shelf.size <= mostAttached) return;
  const [oldest] = [...shelf].toSorted(([, a], [, b]) => a.usedAt - b.usedAt);
  if (!oldest || performance.now() - oldest[1].usedAt < restMs) return;
  shelf.delete(oldest[0]);
  await engine.run(sql`detach database if exists ${ident(nameOf(oldest[0]))}`, {
    step: 'sorted_copy',
    ...on,
  });
}

const nameOf = (file: string) => `copy_${createHash('sha256').update(file).digest('hex').slice(0, 16)}`;
