import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { generatePeople, type PersonRecord, type Preset } from './generate-people.ts';

const columns = [
  'id',
  'person',
  'agency',
  'recorded_on',
  'given_name',
  'middle_name',
  'family_name',
  'suffix',
  'birth_date',
  'sex',
  'race_ethnicity',
  'ssn',
  'phone',
  'email',
  'address',
  'town',
  'zip',
] as const satisfies readonly (keyof PersonRecord)[];

/** Writes `rows` generated records as CSV; no value holds a comma or a quote. Returns the number of persons. */
export async function writePeople(
  path: string,
  options: {
    readonly rows: number;
    readonly seed: number;
    readonly preset: Preset;
    readonly onProgress?: (written: number) => void;
  },
): Promise<number> {
  const out = createWriteStream(path);
  const failed = once(out, 'error').then(([error]) => Promise.reject(error));
  failed.catch(() => {});
  let lines = [columns.join(',')];
  let written = 0;
  let persons = 0;
  for (const record of generatePeople(options)) {
    if (written === options.rows) break;
    lines.push(columns.map((column) => record[column]).join(','));
    persons = record.person + 1;
    if (++written % 5_000 === 0) {
      if (!out.write(`${lines.join('\n')}\n`)) await Promise.race([once(out, 'drain'), failed]);
      lines = [];
      options.onProgress?.(written);
    }
  }
  out.end(lines.length > 0 ? `${lines.join('\n')}\n` : '');
  await Promise.race([once(out, 'finish'), failed]);
  return persons;
}
