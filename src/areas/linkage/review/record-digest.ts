import type { Engine } from '../../../engine/engine.ts';
import { ident, join, literal, type Sql, sql } from '../../../engine/sql.ts';
import { readSetting, setSetting } from '../../../store/settings.ts';
import { datasetOf } from '../../catalog/index.ts';
import type { Context } from '../../handler.ts';
import { type OpenSource, recordId } from '../runs/open-sources.ts';

const setting = 'linkage.record-key';

/**
 * The key of this home for record digests: made once, kept where the keys of sealed files are, so that a copy of the control
 * plane alone cannot be searched for a person.
 */
export async function digestKey({ store, vault }: Pick<Context, 'store' | 'vault'>): Promise<string> {
  let id = await readSetting(store, setting);
  if (id === undefined) {
    const made = (await vault.keys.make()).id;
    // Of two that come at once the first one's key stays.
    id = await store.write(async (tx) => {
      const there = await tx
        .selectFrom('setting')
        .select('value')
        .where('key', '=', setting)
        .executeTakeFirst();
      if (there === undefined) await setSetting(tx, setting, made);
      return there?.value ?? made;
    });
  }
  return (await vault.keys.open(id)).toString('hex');
}

/** The columns that identify a record of a source: its accepted key, or else all that it says. */
export async function identityOf(
  { store }: Pick<Context, 'store'>,
  { dataset, content }: OpenSource,
): Promise<string[]> {
  const { keyFields } = await datasetOf(store.read, dataset);
  const names = content.version.columns.map(({ name }) => name);
  return keyFields.length > 0 && keyFields.every((name) => names.includes(name))
    ? [...keyFields].sort()
    : [...names].sort();
}

/** `record` (its row in the source) and `digest` of every record, or of those asked for. */
const digests = (key: string, { dataset, records }: OpenSource, identity: readonly string[]): Sql =>
  sql`SELECT ${ident(recordId)}::integer AS record, sha256(${`${key}${dataset}`}::varchar || ${join(
    identity.map((name) => sql`chr(31) || coalesce(chr(30) || ${ident(name)}::varchar, '')`),
    ' || ',
  )}) AS digest FROM ${records.relation}`;

/** The digests of some records, by their rows. */
export async function digestsOf(
  engine: Engine,
  key: string,
  source: OpenSource,
  identity: readonly string[],
  rows: readonly number[],
): Promise<Map<number, string>> {
  const found = await engine.rows<{ record: number; digest: string }>(
    sql`SELECT * FROM (${digests(key, source, identity)}) WHERE record IN (${join(rows.map((row) => sql`${row}`))})`,
    { step: 'record_digests' },
  );
  return new Map(found.map(({ record, digest }) => [record, digest]));
}

/** The rows that some digests stand for; a digest that two records share, or none has, stands for nothing. */
export async function recordsOf(
  engine: Engine,
  key: string,
  source: OpenSource,
  identity: readonly string[],
  wanted: readonly string[],
): Promise<Map<string, number>> {
  if (wanted.length === 0) return new Map();
  const found = await engine.rows<{ record: number; digest: string }>(
    sql`SELECT min(record) AS record, digest FROM (${digests(key, source, identity)})
        WHERE digest IN (${join(wanted.map((digest) => literal(digest)))}) GROUP BY digest HAVING count(*) = 1`,
    { step: 'decided_records' },
  );
  return new Map(found.map(({ record, digest }) => [digest, record]));
}
