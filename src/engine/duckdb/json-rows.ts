import { type DuckDBConnection, type DuckDBType, DuckDBTypeId, type DuckDBValue } from '@duckdb/node-api';

const asText: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UHUGEINT,
  DuckDBTypeId.DECIMAL,
  DuckDBTypeId.DATE,
  DuckDBTypeId.TIME,
]);
const asIso: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.TIMESTAMP,
  DuckDBTypeId.TIMESTAMP_S,
  DuckDBTypeId.TIMESTAMP_MS,
  DuckDBTypeId.TIMESTAMP_NS,
]);

function jsonOf(column: string, type: DuckDBTypeId): string {
  if (asText.has(type)) return `${column}::varchar`;
  if (asIso.has(type)) return `replace(${column}::varchar, ' ', 'T')`;
  if (type === DuckDBTypeId.TIMESTAMP_TZ) return `replace(replace(${column}::varchar, ' ', 'T'), '+00', 'Z')`;
  if (type === DuckDBTypeId.DOUBLE || type === DuckDBTypeId.FLOAT) {
    return `case when isfinite(${column}) then ${column} end`;
  }
  return column;
}

/** Each row of a statement as one JSON text, made by DuckDB, in the statement's order and its own column names. */
export async function jsonTexts(
  connection: DuckDBConnection,
  statement: string,
  values: DuckDBValue[],
  types: DuckDBType[],
): Promise<string[]> {
  const shape = await connection.prepare(statement);
  const pairs: string[] = [];
  const columns: string[] = [];
  try {
    for (let at = 0; at < shape.columnCount; at++) {
      columns.push(`c${at}`);
      pairs.push(
        `'${shape.columnName(at).replaceAll("'", "''")}', ${jsonOf(`c${at}`, shape.columnTypeId(at))}`,
      );
    }
  } finally {
    shape.destroySync();
  }
  const reader = await connection.runAndReadAll(
    `select json_object(${pairs.join(', ')})::varchar from (${statement}) q(${columns.join(', ')})`,
    values,
    types,
  );
  return reader.getColumns()[0] as string[];
}
