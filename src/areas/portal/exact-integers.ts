import type { Engine } from '../../engine/engine.ts';
import { join, literal, sql } from '../../engine/sql.ts';
import type { OpenVersion } from './open-version.ts';

/** 2^53 - 1: every whole number up to it is exact in a double, and so in JSON as most programs read it. */
const largestExact = sql`9007199254740991`;
/** Versions remembered; each costs a few names. */
const mostKept = 2_000;

const kept = new WeakMap<Engine, Map<string, Promise<ReadonlySet<string>>>>();

/**
 * Whole-number columns none of whose values would lose digits in JSON. Read once a version from the statistics in its
 * files, so that a page need not look at every value.
 */
export function exactIntegers(engine: Engine, open: OpenVersion): Promise<ReadonlySet<string>> {
  const known = kept.get(engine) ?? new Map<string, Promise<ReadonlySet<string>>>();
  kept.set(engine, known);
  const key = `${open.dataset.id}/${open.version.number}/${open.files !== undefined}`;
  const found = known.get(key);
  if (found) return found;
  if (known.size >= mostKept) known.delete(known.keys().next().value!);
  const reading = read(engine, open);
  known.set(key, reading);
  reading.catch(() => known.delete(key));
  return reading;
}

async function read(engine: Engine, open: OpenVersion): Promise<ReadonlySet<string>> {
  const parts = open.files ?? [];
  if (!open.version.columns.some((one) => one.type === 'integer') || parts.length === 0) return new Set();
  const files = join(parts.map((part) => literal(part.path)));
  const rows = await engine.rows<{ name: string }>(
    sql`select path_in_schema as name from parquet_metadata([${files}]) where type = 'INT64' group by 1
      having bool_and(coalesce(try_cast(stats_min_value as hugeint) >= -${largestExact} and try_cast(stats_max_value as hugeint) <= ${largestExact}, stats_null_count = num_values, false))`,
    { step: 'exact_integers' },
  );
  return new Set(rows.map((row) => row.name));
}
