import type { Reader, Tx } from '../../handler.ts';
import type { CopyView } from './model.ts';

/** Above this share of the columns and of the keys, one dataset nearly repeats another. */
export const leastShare = 0.9;
/** Fewer columns than this are alike by chance. */
const fewestColumns = 4;

/** What two datasets have in common. */
export interface Likeness {
  /** Internal id. */
  readonly other: string;
  readonly alike: number;
  /** Columns of the one that has more. */
  readonly all: number;
}

/** Datasets with over 90 % the same columns as this one (internal id): of the wider one, by name. */
export async function nearCopiesOf(reader: Reader, dataset: string): Promise<Likeness[]> {
  const own = await columnsOf(reader, dataset);
  if (own.size < fewestColumns) return [];
  const names = [...own];
  const least = Math.ceil(own.size * leastShare);
  const counts = new Map<string, number>();
  for (const table of ['dataset_field', 'described_field'] as const)
    for (let at = 0; at < names.length; at += 400) {
      const rows = await reader
        .selectFrom(table)
        .select(['dataset', ({ fn }) => fn.countAll().as('n')])
        .where('name', 'in', names.slice(at, at + 400))
        .where('dataset', '!=', dataset)
        .$if(table === 'dataset_field', (query) => query.where('known_to' as never, 'is', null as never))
        .groupBy('dataset')
        .execute();
      for (const row of rows) counts.set(row.dataset, (counts.get(row.dataset) ?? 0) + Number(row.n));
    }
  const found: Likeness[] = [];
  for (const [other, n] of counts) {
    if (n < least) continue;
    const theirs = await columnsOf(reader, other);
    const alike = names.filter((name) => theirs.has(name)).length;
    const all = Math.max(own.size, theirs.size);
    if (alike / all > leastShare) found.push({ other, alike, all });
  }
  return found;
}

/** Names of the columns a dataset has, or, without a file, of the fields that are described. */
async function columnsOf(reader: Reader, dataset: string): Promise<ReadonlySet<string>> {
  const fields = await reader
    .selectFrom('dataset_field')
    .select('name')
    .where('dataset', '=', dataset)
    .where('known_to', 'is', null)
    .execute();
  if (fields.length > 0) return new Set(fields.map(({ name }) => name));
  const described = await reader
    .selectFrom('described_field')
    .select('name')
    .where('dataset', '=', dataset)
    .execute();
  return new Set(described.map(({ name }) => name));
}

/** Keeps what was found, one row a pair; what somebody said about a pair stays. */
export async function keepCopies(
  tx: Tx,
  dataset: string,
  found: readonly (Likeness & { readonly keysAlike: number | null; readonly keysAll: number | null })[],
  now: string,
): Promise<void> {
  const known = await pairsOf(tx, dataset);
  for (const row of known) {
    const other = row.dataset === dataset ? row.other : row.dataset;
    if (!found.some((one) => one.other === other))
      await tx
        .deleteFrom('near_copy')
        .where('dataset', '=', row.dataset)
        .where('other', '=', row.other)
        .execute();
  }
  for (const one of found) {
    const [first, second] = [dataset, one.other].sort() as [string, string];
    const figures = {
      columns_alike: one.alike,
      columns_all: one.all,
      keys_alike: one.keysAlike,
      keys_all: one.keysAll,
    };
    await tx
      .insertInto('near_copy')
      .values({ dataset: first, other: second, ...figures, found_at: now })
      .onConflict((conflict) => conflict.columns(['dataset', 'other']).doUpdateSet(figures))
      .execute();
  }
}

const pairsOf = (reader: Reader, dataset: string) =>
  reader
    .selectFrom('near_copy')
    .selectAll()
    .where((where) => where.or([where('dataset', '=', dataset), where('other', '=', dataset)]))
    .execute();

/** What a dataset (internal id) nearly repeats. */
export async function copiesOf(reader: Reader, dataset: string): Promise<CopyView[]> {
  const pairs = await pairsOf(reader, dataset);
  if (pairs.length === 0) return [];
  const others = pairs.map((row) => (row.dataset === dataset ? row.other : row.dataset));
  const about = new Map(
    (
      await reader
        .selectFrom('dataset')
        .select(['id', 'public_id', 'title', 'release'])
        .where('id', 'in', [...others, dataset])
        .where('state', '=', 'active')
        .execute()
    ).map((row) => [row.id, row]),
  );
  return pairs.flatMap((row, at) => {
    const other = about.get(others[at]!);
    if (other === undefined) return [];
    const { columns_alike, columns_all, kept_because, kept_by } = row;
    // Figures of a time when both were open go with that time.
    const open = other.release !== null && about.get(dataset)?.release != null;
    const { keys_alike, keys_all } = open ? row : { keys_alike: null, keys_all: null };
    return [
      {
        dataset: other.public_id,
        title: other.title,
        columns_alike,
        columns_all,
        keys_alike,
        keys_all,
        kept_because,
        kept_by,
      },
    ];
  });
}
