import type { Engine } from '../../engine/engine.ts';
import { join, literal, type Sql, sql } from '../../engine/sql.ts';
import type { OpenVersion } from './open-version.ts';

/** 2^53 - 1: every whole number up to it is exact in a double, and so in JSON as most programs read it. */
const largestExact = sql`9007199254740991`;
/** Versions remembered; each costs a few names. */
const mostKept = 2_000;

const kept = new WeakMap<Engine, Map<string, Promise<ExactColumns>>>();

/** What the numbers of a version can be written as in JSON without losing a digit. */
export interface ExactColumns {
  /** Columns of whole numbers, all of them exact in a double. */
  readonly integers: ReadonlySet<string>;
  /** The most digits that a value of a decimal column has, by its name. */
  readonly digits: ReadonlyMap<string, number>;
}

/** Read once a version from the statistics in its files, so that a page need not look at every value. */
export function exactColumns(engine: Engine, open: OpenVersion): Promise<ExactColumns> {
  const known = kept.get(engine) ?? new Map<string, Promise<ExactColumns>>();
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

async function read(engine: Engine, open: OpenVersion): Promise<ExactColumns> {
  const parts = open.files ?? [];
  const named = (type: string) => open.version.columns.filter((one) => one.type === type);
  const decimals = named('decimal');
  if ((decimals.length === 0 && named('integer').length === 0) || parts.length === 0)
    return { integers: new Set(), digits: new Map() };
  const files = join(parts.map((part) => literal(part.path)));
  // A decimal's bounds have as many digits behind the point as its type; what is between them has no more before it.
  const digitsOf = (bound: Sql) => sql`length(translate(${bound}, '-.', ''))`;
  const rows = await engine.rows<{ name: string; whole: boolean | null; digits: string | null }>(
    sql`select path_in_schema as name,
        bool_and(type = 'INT64' and coalesce(try_cast(stats_min_value as hugeint) >= -${largestExact} and try_cast(stats_max_value as hugeint) <= ${largestExact}, stats_null_count = num_values, false)) as whole,
        case when bool_and((stats_min_value is not null and stats_max_value is not null) or coalesce(stats_null_count = num_values, false))
          then coalesce(max(greatest(${digitsOf(sql`stats_min_value`)}, ${digitsOf(sql`stats_max_value`)})), 0) end as digits
      from parquet_metadata([${files}]) group by 1`,
    { step: 'exact_columns' },
  );
  const of = new Map(rows.map((row) => [row.name, row]));
  return {
    integers: new Set(rows.flatMap(({ name, whole }) => (whole === true ? [name] : []))),
    digits: new Map(
      decimals.flatMap(({ name }): [string, number][] => {
        const digits = of.get(name)?.digits;
        return digits === null || digits === undefined ? [] : [[name, Number(digits)]];
      }),
    ),
  };
}
