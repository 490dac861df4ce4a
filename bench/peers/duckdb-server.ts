/**
 * The least that could serve rows: Node's HTTP server over DuckDB over one Parquet file, four connections, no cache.
 * `node bench/peers/duckdb-server.ts FILE PORT`, then `/page?town=Hartford&over=100` and `/group`.
 */
import { createServer } from 'node:http';
import { DuckDBInstance } from '@duckdb/node-api';

const [file, port] = process.argv.slice(2);
const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
const setup = await instance.connect();
await setup.run(`CREATE VIEW crashes AS FROM read_parquet('${file!.replaceAll("'", "''")}')`);
const free = await Promise.all(Array.from({ length: 4 }, () => instance.connect()));
const waiting: ((connection: typeof setup) => void)[] = [];
const take = () =>
  free.length > 0
    ? Promise.resolve(free.pop()!)
    : new Promise<typeof setup>((resolve) => {
        waiting.push(resolve);
      });
const give = (connection: typeof setup) => {
  const next = waiting.shift();
  if (next) next(connection);
  else free.push(connection);
};

async function json(query: string, ...bound: (string | number)[]): Promise<string> {
  const connection = await take();
  try {
    const wrapped = `SELECT '[' || coalesce(string_agg(to_json(q)::VARCHAR, ','), '') || ']' FROM (${query}) q`;
    const answer = await connection.runAndReadAll(wrapped, bound);
    return String(answer.getRows()[0]![0]);
  } finally {
    give(connection);
  }
}

createServer(async (request, response) => {
  const address = new URL(request.url!, 'http://127.0.0.1');
  const column = address.searchParams.has('town') ? 'town' : 'route_class';
  const body =
    address.pathname === '/page'
      ? await json(
          `SELECT * FROM crashes WHERE ${column} = $1 AND damage_amount > $2 ORDER BY crash_date DESC LIMIT 100`,
          address.searchParams.get(column) ?? '',
          Number(address.searchParams.get('over') ?? 0),
        )
      : address.pathname === '/group'
        ? await json(
            `SELECT town, strftime(crash_date, '%Y-%m') AS month, count(*) AS n FROM crashes GROUP BY ALL`,
          )
        : '[]';
  response.writeHead(200, { 'content-type': 'application/json' }).end(body);
}).listen(Number(port), '127.0.0.1');
