import { mkdir } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Engine } from '../engine.ts';
import { duckdbEngine } from './connection.ts';

export interface DuckdbOptions {
  /** The buffer manager's limit. The process takes about 150 MB more. */
  readonly memoryLimitMb: number;
  readonly threads: number;
  /** Where sorts and joins spill. */
  readonly tempFolder: string;
  /** At most this much spill; without it, whatever the disk has. */
  readonly maxSpillMb?: number;
  /** When given, files under these folders are all that a statement can reach, and no setting can be changed. */
  readonly onlyFolders?: readonly string[];
  /** Sees DuckDB's own words, which may hold values: for tests and a developer's terminal only. */
  readonly onError?: (error: unknown, statement: string) => void;
}

/** A DuckDB of its own, in memory, over Parquet files. Loads and installs no extension. */
export async function openDuckdb(options: DuckdbOptions): Promise<Engine> {
  return duckdbEngine(await openInstance(options), {
    onError: options.onError,
    // It does small work, and what it may hold comes on top.
    beside: () =>
      openInstance({ ...options, threads: 1, memoryLimitMb: Math.ceil(options.memoryLimitMb / 2) }),
  });
}

async function openInstance(options: DuckdbOptions): Promise<DuckDBInstance> {
  await mkdir(options.tempFolder, { recursive: true, mode: 0o700 });
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(options.threads),
    memory_limit: `${options.memoryLimitMb}MB`,
    temp_directory: options.tempFolder,
    ...(options.maxSpillMb === undefined ? {} : { max_temp_directory_size: `${options.maxSpillMb}MB` }),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    allow_unsigned_extensions: 'false',
  });
  const setup = await instance.connect();
  await setup.run(`SET GLOBAL TimeZone = 'UTC'`);
  await setup.run('SET GLOBAL parquet_metadata_cache = true');
  // What a statement needed is given back to the system soon after it, not with the process.
  await setup.run('SET GLOBAL allocator_background_threads = true');
  // Groups of a few small numbers (town and month) are kept in a plain table up to 2 to this power, not in a hash table.
  await setup.run('SET GLOBAL perfect_ht_threshold = 18');
  if (options.onlyFolders) {
    const folders = [...options.onlyFolders, options.tempFolder].map(
      (one) => `'${one.replaceAll("'", "''")}'`,
    );
    await setup.run(`SET allowed_directories = [${folders.join(', ')}]`);
    await setup.run('SET enable_external_access = false');
    await setup.run('SET lock_configuration = true');
  }
  setup.disconnectSync();
  return instance;
}
