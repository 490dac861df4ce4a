import {
  type DuckDBConnection,
  type DuckDBDataChunk,
  type DuckDBMaterializedResult,
  type DuckDBPreparedStatement,
  DuckDBResultReader,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';

/** How many texts a connection keeps prepared. */
const most = 48;

const kept = new WeakMap<DuckDBConnection, Map<string, DuckDBPreparedStatement>>();

/**
 * Runs a statement that is asked again and again with other values. Parsing and planning its text costs about a
 * millisecond, a third of a filtered page; kept prepared, it is paid once a connection.
 */
export async function runPrepared(
  connection: DuckDBConnection,
  text: string,
  values: DuckDBValue[],
  types: DuckDBType[],
): Promise<DuckDBResultReader> {
  const own = kept.get(connection) ?? new Map<string, DuckDBPreparedStatement>();
  kept.set(connection, own);
  // The types are part of the plan: the same text with a date and with a text is two statements.
  const key = `${types.map(String).join()}|${text}`;
  const known = own.get(key);
  own.delete(key);
  const statement = known ?? (await connection.prepare(text));
  try {
    statement.bind(values, types);
    const read = await readAtOnce(await statement.run());
    own.set(key, statement);
    for (const [oldest, one] of own) {
      if (own.size <= most) break;
      own.delete(oldest);
      one.destroySync();
    }
    return read;
  } catch (error) {
    // What failed is not kept: its plan may name a file or a copy that is gone.
    statement.destroySync();
    throw error;
  }
}

/** All of a result that is complete already: read chunk by chunk, each would wait for a thread that has nothing to do. */
async function readAtOnce(result: DuckDBMaterializedResult): Promise<DuckDBResultReader> {
  const chunks: DuckDBDataChunk[] = Array.from({ length: result.chunkCount }, (_, at) => result.getChunk(at));
  let next = 0;
  const whole = Object.assign(Object.create(result) as DuckDBMaterializedResult, {
    fetchChunk: async () => chunks[next++] ?? null,
  });
  const reader = new DuckDBResultReader(whole);
  await reader.readAll();
  return reader;
}
