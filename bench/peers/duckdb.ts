/** Raw DuckDB as a peer: one process a task, two threads, nothing around it. `node bench/peers/duckdb.ts TASK …` */
import { DuckDBInstance } from '@duckdb/node-api';

const text = (value: string) => `'${value.replaceAll("'", "''")}'`;
const typedColumns = `crash_id, strptime(crash_date, '%m/%d/%Y %I:%M:%S %p') AS crash_date, town, town_code, route_class,
  severity, latitude, longitude, driver_age, strptime(reported_date, '%m/%d/%Y')::DATE AS reported_date, damage_amount, narrative`;
const types = `{crash_id: 'BIGINT', crash_date: 'VARCHAR', town: 'VARCHAR', town_code: 'VARCHAR', route_class: 'VARCHAR',
  severity: 'VARCHAR', latitude: 'DOUBLE', longitude: 'DOUBLE', driver_age: 'INTEGER', reported_date: 'VARCHAR',
  damage_amount: 'DECIMAL(12,2)', narrative: 'VARCHAR'}`;

const tasks = {
  /** CSV to Parquet, types sniffed: the fastest thing that can be called ingest. */
  copy: (csv: string, parquet: string) =>
    `COPY (FROM read_csv(${text(csv)})) TO ${text(parquet)} (FORMAT parquet, COMPRESSION zstd)`,
  /** The same with the right types given, for the peers that serve it. */
  typed: (csv: string, parquet: string, order = 'crash_id') =>
    `COPY (SELECT ${typedColumns} FROM read_csv(${text(csv)}, columns=${types}) ORDER BY ${order})
     TO ${text(parquet)} (FORMAT parquet, COMPRESSION zstd)`,
  /** The same as CSV with ISO dates, for SQLite. */
  iso: (csv: string, to: string) =>
    `COPY (SELECT ${typedColumns} FROM read_csv(${text(csv)}, columns=${types})) TO ${text(to)} (FORMAT csv)`,
  export: (parquet: string, csv: string) => `COPY (FROM ${text(parquet)}) TO ${text(csv)} (FORMAT csv)`,
  group: (parquet: string) =>
    `SELECT town, date_trunc('month', crash_date) AS month, count(*) AS n FROM ${text(parquet)} GROUP BY ALL`,
  /** One pass, then the twenty commonest values of each column: about what a profile needs, by hand. */
  profile: (parquet: string) => `SUMMARIZE FROM ${text(parquet)}`,
};
export type DuckDbTask = keyof typeof tasks;

/** Arguments for `node` that run a task. */
export const duckDb = (task: DuckDbTask, ...parameters: string[]) => [
  import.meta.filename,
  task,
  ...parameters,
];

if (import.meta.main) {
  const [task, ...parameters] = process.argv.slice(2);
  const statement = (tasks[task as DuckDbTask] as (...all: string[]) => string)(...parameters);
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  const started = performance.now();
  await connection.runAndReadAll(statement);
  console.log(JSON.stringify({ seconds: (performance.now() - started) / 1000 }));
}
