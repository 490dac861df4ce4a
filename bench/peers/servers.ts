/** Starts the peers that serve rows, each as it is at its best: indexed, typed, in memory, on a port of its own. */
import type { ChildProcess } from 'node:child_process';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { columns, crashRecords, type Variant } from '../data/crash-records.ts';
import { answers, measured, start } from '../measure.ts';
import { dataFolder, peerProgram } from '../places.ts';
import { type DuckDbTask, duckDb } from './duckdb.ts';

export interface PeerServer {
  readonly child: ChildProcess;
  readonly root: string;
  /** Seconds from the start of the process to its first answer. */
  readonly readySeconds: number;
}

async function serving(child: ChildProcess, root: string, path: string): Promise<PeerServer> {
  child.stdout!.resume();
  child.stderr!.resume();
  return { child, root, readySeconds: await answers(root + path, 120) };
}

/** A file made from crash records by DuckDB, kept for the next bench. */
async function made(task: DuckDbTask, rowCount: number, ending: string, order?: string, variant?: Variant) {
  const file = join(dataFolder, `crashes-${rowCount}-${ending}`);
  if (!existsSync(file)) {
    const more = order === undefined ? [] : [order];
    await measured(process.execPath, duckDb(task, crashRecords(rowCount, variant), `${file}.part`, ...more));
    renameSync(`${file}.part`, file);
  }
  return file;
}

export const unsortedParquet = (rowCount: number) => made('typed', rowCount, 'by-id.parquet');
export const faultyParquet = (rowCount: number) =>
  made('typed', rowCount, 'faulty.parquet', 'crash_id', 'faulty');
export const sortedParquet = (rowCount: number) =>
  made('typed', rowCount, 'by-town.parquet', 'town, crash_date DESC');

/** A SQLite file with ISO dates and an index that answers the filtered page without sorting. */
export async function sqliteFile(rowCount: number): Promise<string> {
  const file = join(dataFolder, `crashes-${rowCount}.db`);
  if (existsSync(file)) return file;
  const csv = await made('iso', rowCount, 'iso.csv');
  const script = `
import csv, sqlite3, sys
rows = csv.reader(open(sys.argv[1], newline=''))
names = next(rows)
kinds = {'crash_id': 'INTEGER PRIMARY KEY', 'latitude': 'REAL', 'longitude': 'REAL', 'driver_age': 'INTEGER', 'damage_amount': 'REAL'}
db = sqlite3.connect(sys.argv[2])
db.execute('PRAGMA synchronous=OFF')
db.execute('CREATE TABLE crashes (' + ', '.join(n + ' ' + kinds.get(n, 'TEXT') for n in names) + ')')
db.executemany('INSERT INTO crashes VALUES (' + ','.join('?' * len(names)) + ')', ([c or None for c in row] for row in rows))
db.execute('CREATE INDEX crashes_town_date ON crashes (town, crash_date DESC)')
db.execute('ANALYZE')
db.commit()`;
  await measured('python3', ['-c', script, csv, `${file}.part`]);
  renameSync(`${file}.part`, file);
  return file;
}

/** Datasette over an immutable file with its counts taken beforehand, and limits that let the group-by finish. */
export async function startDatasette(rowCount: number, port: number): Promise<PeerServer> {
  const file = await sqliteFile(rowCount);
  const counts = `${file}.counts.json`;
  const program = peerProgram('datasette', 'datasette');
  if (!existsSync(counts)) await measured(program, ['inspect', file, '--inspect-file', counts]);
  const settings = [
    'sql_time_limit_ms 60000',
    'max_returned_rows 100000',
    'max_csv_mb 0',
    'suggest_facets off',
  ];
  const child = start(program, [
    'serve',
    ...['-i', file, '--inspect-file', counts, '--host', '127.0.0.1', '--port', String(port)],
    ...settings.flatMap((setting) => ['--setting', ...setting.split(' ')]),
  ]);
  return serving(child, `http://127.0.0.1:${port}`, '/-/versions.json');
}

export const roapi = peerProgram('roapi', 'roapi');

/** ROAPI over typed Parquet, held in memory as Arrow. */
export async function startRoapi(rowCount: number, port: number): Promise<PeerServer> {
  const table = `crashes=${await unsortedParquet(rowCount)}`;
  const child = start(roapi, ['--addr-http', `127.0.0.1:${port}`, '--table', table]);
  return serving(child, `http://127.0.0.1:${port}`, '/api/schema');
}

/** ROAPI straight from the CSV, types given (dates stay text: it reads no MM/DD/YYYY). */
export async function startRoapiOnCsv(csv: string, port: number): Promise<PeerServer> {
  const types = {
    crash_id: 'Int64',
    latitude: 'Float64',
    longitude: 'Float64',
    driver_age: 'Int64',
    damage_amount: 'Float64',
  };
  const text = ['crash_date', 'town', 'town_code', 'route_class', 'severity', 'reported_date', 'narrative'];
  const typeOf = (name: string) => (text.includes(name) ? 'Utf8' : types[name as keyof typeof types]);
  const config = join(dataFolder, 'roapi.yml');
  writeFileSync(
    config,
    `addr: {http: "127.0.0.1:${port}", postgres: "127.0.0.1:${port + 1}"}
tables:
  - name: crashes
    uri: "${csv}"
    option: {format: csv, has_header: true}
    schema:
      columns:
${columns.map((name) => `        - {name: ${name}, data_type: ${typeOf(name)}, nullable: true}`).join('\n')}
`,
  );
  const child = start(roapi, ['--config', config]);
  return serving(child, `http://127.0.0.1:${port}`, '/api/schema');
}

/** The Node and DuckDB baseline over one Parquet file. */
export async function startDuckDbServer(parquet: string, port: number): Promise<PeerServer> {
  const child = start(process.execPath, [
    join(import.meta.dirname, 'duckdb-server.ts'),
    parquet,
    String(port),
  ]);
  return serving(child, `http://127.0.0.1:${port}`, '/');
}
