import type { Tx } from '../../handler.ts';
import type { DescribedField } from './model.ts';

type Written = DescribedField & { readonly source?: string | null };

/** What became of the fields of an asset. */
export interface FieldChanges {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly unchanged: number;
}

/** Makes the described fields of a dataset (internal id) those given, in their order. */
export async function writeDescribedFields(
  tx: Tx,
  dataset: string,
  fields: readonly Written[],
  now: string,
): Promise<FieldChanges> {
  const known = await tx.selectFrom('described_field').selectAll().where('dataset', '=', dataset).execute();
  const before = new Map(known.map((row) => [row.name, row]));
  const wanted = fields.map((field, position) => ({
    ...field,
    dataset,
    position,
    source: field.source ?? null,
  }));
  const same = (row: (typeof wanted)[number]) => {
    const { updated_at: _, ...old } = before.get(row.name) ?? { updated_at: '' };
    return sorted(old) === sorted(row);
  };
  const fresh = wanted.filter((row) => !before.has(row.name));
  const changed = wanted.filter((row) => before.has(row.name) && !same(row));
  const kept = new Set(wanted.map(({ name }) => name));
  const gone = known.filter(({ name }) => !kept.has(name));
  const drop = [...gone, ...changed].map(({ name }) => name);
  for (let at = 0; at < drop.length; at += 200)
    await tx
      .deleteFrom('described_field')
      .where('dataset', '=', dataset)
      .where('name', 'in', drop.slice(at, at + 200))
      .execute();
  const rows = [...fresh, ...changed].map((row) => ({ ...row, updated_at: now }));
  for (let at = 0; at < rows.length; at += 50)
    await tx
      .insertInto('described_field')
      .values(rows.slice(at, at + 50))
      .execute();
  return {
    added: fresh.length,
    changed: changed.length,
    removed: gone.length,
    unchanged: wanted.length - fresh.length - changed.length,
  };
}

const sorted = (row: object) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
