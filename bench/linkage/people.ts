import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writePeople } from '../../src/areas/linkage/generator/write-people.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { literal, sql } from '../../src/engine/sql.ts';
import { dataFolder } from '../places.ts';

/**
 * Generated people of the typical preset as Parquet, made once: the fields that most registers have. The last four digits
 * stand for the SSN, and neither telephone nor mailbox is there, so that both sides have work to do.
 */
export async function peopleFile(engine: Engine, rows: number, seed = 7): Promise<string> {
  const folder = join(dataFolder, 'linkage-people');
  const file = join(folder, `people-${rows}-${seed}.parquet`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  const csv = `${file}.csv`;
  await writePeople(csv, { rows, seed, preset: 'typical' });
  await engine.run(sql`COPY (
    SELECT id, person, given_name, middle_name, family_name, birth_date, sex, right(ssn, 4) AS ssn4, address, town, zip
    FROM read_csv(${literal(csv)}, header = true, all_varchar = true) ORDER BY hash(id)
  ) TO ${literal(file)} (FORMAT parquet)`);
  rmSync(csv);
  return file;
}
