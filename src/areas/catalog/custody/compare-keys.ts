import { duckdbDialect } from '../../../engine/dialect.ts';
import { ident, sql } from '../../../engine/sql.ts';
import type { JobContext } from '../../handler.ts';
import type { Dataset } from '../model.ts';
import { asPlatform } from '../protection/as-platform.ts';
import { openContent } from '../protection/open-content.ts';
import { datasetOf } from '../read-dataset.ts';
import { versionAt } from '../read-version.ts';

/** Keys of the smaller dataset, and how many of them the larger has too. */
export interface KeysAlike {
  readonly alike: number;
  readonly all: number;
}

/**
 * Compares two datasets by their keys: the accepted unique key when both have its columns, else all columns they share
 * (DESIGN section 13: without a key a row is known by its hash). Undefined when one of them has no rows here, or is not open:
 * what is found is told to anyone, and would say who is in it.
 */
export async function compareKeys(
  context: JobContext,
  one: Dataset,
  otherId: string,
): Promise<KeysAlike | undefined> {
  const other = await datasetOf(context.store.read, otherId);
  if (one.currentVersion === null || other.currentVersion === null) return undefined;
  if (one.release === null || other.release === null) return undefined;
  const sides = await Promise.all(
    [one, other].map(async (dataset) => {
      const version = await versionAt(context.store.read, dataset);
      const content = await openContent(asPlatform(context), version, 'read-rows');
      return { names: version.columns.map(({ name }) => name), rows: await content.rowsForFigures() };
    }),
  );
  const [mine, theirs] = sides as [(typeof sides)[0], (typeof sides)[0]];
  const shared = mine.names.filter((name) => theirs.names.includes(name)).sort();
  const key = [one.keyFields, other.keyFields].find(
    (fields) => fields.length > 0 && fields.every((name) => shared.includes(name)),
  );
  const columns = key ?? shared;
  if (columns.length === 0) return undefined;
  const hash = duckdbDialect.rowHash(columns.map((name) => sql`${ident(name)}::varchar`));
  const [found] = await context.engine.rows<{ m: string; t: string; alike: string }>(
    sql`with mine as (select distinct ${hash} as k from ${mine.rows}),
        theirs as (select distinct ${hash} as k from ${theirs.rows})
      select (select count(*) from mine) as m, (select count(*) from theirs) as t,
        (select count(*) from mine join theirs using (k)) as alike`,
    { step: 'keys_alike' },
  );
  const all = Math.min(Number(found!.m), Number(found!.t));
  return all === 0 ? undefined : { alike: Number(found!.alike), all };
}
