/**
 * The one way to write SQL. A value in a template is always bound, an identifier goes only through `ident`, and a
 * fragment comes only from another `sql`. A plain string can never become SQL: interpolated, it is a bound value.
 */
export class Sql {
  /** Texts around the parameters: `texts.length === values.length + 1`. */
  readonly texts: readonly string[];
  readonly values: readonly SqlValue[];

  /** @internal Use the `sql` tag. */
  constructor(texts: readonly string[], values: readonly SqlValue[]) {
    this.texts = texts;
    this.values = values;
  }

  /** The statement with numbered placeholders (`$1`, `$2` …). */
  get text(): string {
    return this.texts.reduce((out, part, at) => (at === 0 ? part : `${out}$${at}${part}`), '');
  }
}

export type SqlValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Date
  | readonly string[]
  | readonly number[];

export function sql(strings: TemplateStringsArray, ...parts: readonly (SqlValue | Sql)[]): Sql {
  const texts: string[] = [strings[0]!];
  const values: SqlValue[] = [];
  for (const [at, part] of parts.entries()) {
    const after = strings[at + 1]!;
    if (part instanceof Sql) {
      texts[texts.length - 1] += part.texts[0]!;
      texts.push(...part.texts.slice(1));
      values.push(...part.values);
      texts[texts.length - 1] += after;
    } else {
      values.push(part);
      texts.push(after);
    }
  }
  return new Sql(texts, values);
}

/** A quoted identifier: a column or relation name from data, however odd. */
export function ident(...path: readonly string[]): Sql {
  return new Sql([path.map((name) => `"${name.replaceAll('"', '""').replaceAll('\0', '')}"`).join('.')], []);
}

/**
 * A string constant written into the text. Only for the few places where an engine takes no parameter
 * (file names in COPY and read_parquet); never for a value from a row.
 */
export function literal(value: string): Sql {
  return new Sql([`'${value.replaceAll("'", "''").replaceAll('\0', '')}'`], []);
}

/** A whole number written into the text (LIMIT in COPY, a row range). */
export function integer(value: number | bigint): Sql {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new RangeError('not a whole number');
  return new Sql([String(value)], []);
}

export function join(parts: readonly Sql[], separator = ', '): Sql {
  if (parts.length === 0) return empty;
  const texts: string[] = [...parts[0]!.texts];
  const values: SqlValue[] = [...parts[0]!.values];
  for (const part of parts.slice(1)) {
    texts[texts.length - 1] += separator + part.texts[0]!;
    texts.push(...part.texts.slice(1));
    values.push(...part.values);
  }
  return new Sql(texts, values);
}

export const empty = new Sql([''], []);
