import { createHash } from 'node:crypto';
import type { Engine } from '../../engine/engine.ts';
import { ident, literal, type Sql, sql } from '../../engine/sql.ts';

/**
 * A sorted copy is a database file of DuckDB's own, not Parquet: a page of it costs a third of the processor time (its
 * blocks stay decoded in memory, and each small group of rows knows its least and greatest value). It is disposable, so
 * it may be readable by this release alone.
 */
const table = 'sorted_rows';
/** Small, so that one value's rows touch little else. */
const rowGroupSize = sql`row_group_size 8192`;

/** Writes rows in an order to a new file. The file is complete, and on disk, when this resolves. */
export async function writeSortedCopy(
  engine: Engine,
  copy: { readonly rows: Sql; readonly order: Sql; readonly file: string; readonly signal: AbortSignal },
): Promise<void> {
  const name = nameOf(copy.file);
  const options = { step: 'sorted_copy', signal: copy.signal };
  await engine.run(sql`attach ${literal(copy.file)} as ${ident(name)} (${rowGroupSize})`, options);
  try {
    await engine.run(
      sql`create table ${ident(name, table)} as from ${copy.rows} order by ${copy.order}`,
      options,
    );
  } finally {
    // Detaching writes what is still in its log into the file.
    await engine.run(sql`detach ${ident(name)}`, { step: 'sorted_copy' });
  }
}

/** Attached copies an engine keeps at once; each costs a file handle and a little memory. */
const mostAttached = 64;
/** A copy used this lately may have a statement running. */
const restMs = 60_000;

interface Attached {
  usedAt: number;
  readonly ready: Promise<boolean>;
}

const shelves = new WeakMap<Engine, Map<string, Attached>>();

/** A copy as a relation; nothing when it cannot be read: then the version itself answers, only slower. */
export async function sortedRows(engine: Engine, file: string): Promise<Sql | undefined> {
  const shelf = shelves.get(engine) ?? new Map<string, Attached>();
  shelves.set(engine, shelf);
  const known = shelf.get(file);
  const name = nameOf(file);
  const attached = known ?? { usedAt: 0, ready: attach(engine, file, name) };
  attached.usedAt = performance.now();
  if (known === undefined) {
    shelf.set(file, attached);
    await clear(engine, shelf);
  }
  return (await attached.ready) ? sql`${ident(name, table)}` : undefined;
}

async function attach(engine: Engine, file: string, name: string): Promise<boolean> {
  try {
    await engine.run(sql`attach if not exists ${literal(file)} as ${ident(name)} (read_only)`, {
      step: 'sorted_copy',
    });
    return true;
  } catch {
    return false;
  }
}

async function clear(engine: Engine, shelf: Map<string, Attached>): Promise<void> {
  if (shelf.size <= mostAttached) return;
  const [oldest] = [...shelf].toSorted(([, a], [, b]) => a.usedAt - b.usedAt);
  if (!oldest || performance.now() - oldest[1].usedAt < restMs) return;
  shelf.delete(oldest[0]);
  await engine.run(sql`detach database if exists ${ident(nameOf(oldest[0]))}`, { step: 'sorted_copy' });
}

const nameOf = (file: string) => `copy_${createHash('sha256').update(file).digest('hex').slice(0, 16)}`;
