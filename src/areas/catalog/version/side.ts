import { ident, join, type Sql, sql } from '../../../engine/sql.ts';
import type { SchemaNotice, VersionColumn } from '../model.ts';

/** The rows of one version in a comparison. */
export interface Side {
  readonly relation: Sql;
  readonly columns: readonly VersionColumn[];
}

export const sideOf = (relation: Sql, columns: readonly VersionColumn[]): Side => ({ relation, columns });

/** The older side under the names of the newer one, so that a renamed column is compared with itself. */
export function underNewNames(side: Side, notice: SchemaNotice | null): Side {
  const renamed = new Map(
    (notice?.renamed ?? [])
      .filter(({ from, to }) => from.name !== to.name)
      .map(({ from, to }) => [from.name, to.name]),
  );
  if (renamed.size === 0) return side;
  const pairs = [...renamed].map(([from, to]) => sql`${ident(from)} as ${ident(to)}`);
  return {
    relation: sql`(select * rename (${join(pairs)}) from ${side.relation})`,
    columns: side.columns.map((one) => ({ ...one, name: renamed.get(one.name) ?? one.name })),
  };
}
