import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { Database } from '../../../store/database.ts';
import { breakGlassGrants, breakGlassOpened, visibleDatasets } from '../../access/index.ts';
import type { Context } from '../../handler.ts';
import { datasetOf } from '../read-dataset.ts';
import type { LookAction } from './decide-look.ts';
import { grantsHeld } from './live-grants.ts';

type Asking = Pick<Context, 'store' | 'actor' | 'purpose' | 'clock'>;
type Where = ExpressionBuilder<Database, 'dataset'>;

/**
 * Which datasets with a version someone may look into now, as a condition on the table of datasets: the same answer as
 * {@link decideLook} gives one by one. What the platform made from protected data is among them when all of that is.
 */
export async function mayLookAt(
  context: Asking,
  action: LookAction,
): Promise<(where: Where) => Expression<SqlBool>> {
  const { actor, purpose } = context;
  const reader = context.store.read;
  const emergencies = await Promise.all(
    (await breakGlassOpened(reader, actor.id)).map(async (opened) =>
      breakGlassGrants(reader, await datasetOf(reader, opened), actor.id),
    ),
  );
  const visible = visibleDatasets(
    { actor, ...(purpose === undefined ? {} : { purpose }), now: context.clock.now() },
    action,
    [...(await grantsHeld(reader, actor.id)), ...emergencies.flat()],
  );
  const among = (where: ExpressionBuilder<Database, 'dataset'>, alias: 'dataset' | 'source') => {
    const column = (name: 'id' | 'agency') => where.ref(`${alias}.${name}` as 'dataset.id');
    const ways: Expression<SqlBool>[] = [];
    if (visible.protectedOf === 'all') return where.lit(true);
    if (visible.protectedOf.length > 0) ways.push(where(column('agency'), 'in', [...visible.protectedOf]));
    if (visible.granted.length > 0) ways.push(where(column('id'), 'in', [...visible.granted]));
    return ways.length === 0 ? where.lit(false) : where.or(ways);
  };
  return (where) =>
    where.and([
      where('dataset.current_version', 'is not', null),
      where.or([
        where('dataset.release', 'is not', null),
        where.and([where.not(where.exists(protectedSources(where))), among(where, 'dataset')]),
        where.and([
          where.exists(protectedSources(where)),
          where.not(
            where.exists(
              protectedSources(where).where((source) =>
                source.not(among(source as unknown as Where, 'source')),
              ),
            ),
          ),
        ]),
      ]),
    ]);
}

/** Versions that are protected now and that the dataset was made from, with the datasets they belong to. */
const protectedSources = (where: Where) =>
  where
    .selectFrom('lineage')
    .innerJoin('dataset as source', 'source.id', 'lineage.source')
    .innerJoin('dataset_version', (join) =>
      join
        .onRef('dataset_version.dataset', '=', 'lineage.source')
        .onRef('dataset_version.number', '=', 'lineage.source_version'),
    )
    .select('lineage.source')
    .whereRef('lineage.dataset', '=', 'dataset.id')
    .where('lineage.kind', '=', 'transform')
    .where('dataset_version.release', 'is', null);
