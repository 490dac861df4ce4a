import { join, literal, type Sql, sql } from '../../../engine/sql.ts';
import type { Context, Handler } from '../../handler.ts';
import type { listClusters as clustersOp, showCluster as op, listPairs as pairsOp } from './contract.ts';
import { noSuchCluster } from './errors.ts';
import { recordsShown } from './records-shown.ts';
import { weakestBridge } from './weakest-bridge.ts';
import { openRun, type RunContent } from './with-run.ts';

export const listPairs: Handler<typeof pairsOp> = async (context, input) => {
  const { pairs } = await openRun(context, input.run);
  const chance = sql`match_probability BETWEEN ${input.from} AND ${input.to}`;
  const within =
    input.verdict === undefined
      ? chance
      : sql`${chance} AND verdict = ${input.verdict} AND decided_by <> 'the chance'`;
  const [found, [counted]] = await Promise.all([
    context.engine.rows<KeptPair & { readonly decided_by: string }>(
      sql`SELECT pair, match_probability, match_weight, linked, decided_by, cluster_l, cluster_r FROM ${pairs} WHERE ${within}
          ORDER BY abs(match_probability - 0.5), pair LIMIT ${input.limit}`,
      { step: 'pairs_listed', signal: context.signal },
    ),
    context.engine.rows<{ n: number }>(sql`SELECT count(*)::integer AS n FROM ${pairs} WHERE ${within}`, {
      step: 'pairs_counted',
      signal: context.signal,
    }),
  ]);
  return {
    all: counted!.n,
    pairs: found.map((pair) => ({
      ...listed(pair),
      decidedBy: pair.decided_by === 'the chance' ? null : pair.decided_by,
      clusters: [...new Set([pair.cluster_l, pair.cluster_r])],
    })),
  };
};

/** A cluster of a list; its weakest bridge is looked for among the pairs that hold it together. */
export const listClusters: Handler<typeof clustersOp> = async (context, input) => {
  const run = await openRun(context, input.run);
  const sizes = sql`SELECT cluster_id, count(*)::integer AS records FROM ${run.clusters} GROUP BY cluster_id HAVING count(*) > 1`;
  const [counted] = await context.engine.rows<{ n: number }>(
    sql`SELECT count(*)::integer AS n FROM (${sizes})`,
    {
      step: 'clusters_counted',
      signal: context.signal,
    },
  );
  // Of three records and more, two may hang together by one pair alone.
  const chosen = await context.engine.rows<{ cluster_id: string; records: number }>(
    input.by === 'size'
      ? sql`${sizes} ORDER BY records DESC, cluster_id LIMIT ${input.limit}`
      : sql`SELECT s.cluster_id, s.records FROM (${sizes}) s JOIN (
          SELECT cluster_l, min(match_weight) AS weakest FROM ${run.pairs} WHERE linked = 'yes' AND cluster_l = cluster_r GROUP BY cluster_l
        ) p ON p.cluster_l = s.cluster_id::varchar ORDER BY p.weakest, s.cluster_id LIMIT ${input.limit}`,
    { step: 'clusters_listed', signal: context.signal },
  );
  const pairs = await pairsWithin(
    context,
    run,
    chosen.map(({ cluster_id }) => String(cluster_id)),
  );
  const clusters = chosen.map(({ cluster_id, records }) => {
    const own = pairs.filter((pair) => pair.cluster_l === String(cluster_id));
    const keys = [...new Set(own.flatMap((pair) => keysOf(run, pair)))];
    const bridge = weakestBridge(
      keys.length,
      own.map((pair) => {
        const [a, b] = keysOf(run, pair);
        return { a: keys.indexOf(a!), b: keys.indexOf(b!), weight: pair.match_weight };
      }),
    );
    return { cluster: String(cluster_id), records, weakest: bridge?.weight ?? null };
  });
  return {
    all: counted!.n,
    clusters:
      input.by === 'size'
        ? clusters
        : clusters.sort((one, other) => (one.weakest ?? Infinity) - (other.weakest ?? Infinity)),
  };
};

export const showCluster: Handler<typeof op> = async (context, input) => {
  const run = await openRun(context, input.run);
  const isLink = run.row.kind === 'link';
  const members = await context.engine.rows<{ id: string; side: string }>(
    sql`SELECT id::varchar AS id, ${isLink ? sql`side` : sql`'left'`} AS side FROM ${run.clusters}
        WHERE cluster_id::varchar = ${literal(input.cluster)} ORDER BY side, id LIMIT 200`,
    { step: 'cluster_records', signal: context.signal },
  );
  if (members.length === 0) throw noSuchCluster.with({ run: input.run });
  const refs = members.map(({ id, side }) => ({ side: isLink && side === 'right' ? 1 : 0, row: Number(id) }));
  const records = await recordsShown(context, run, refs);
  const keys = refs.map(({ side, row }) => `${side} ${row}`);
  const pairs = (await pairsWithin(context, run, [input.cluster])).flatMap((pair) => {
    const [a, b] = keysOf(run, pair).map((key) => keys.indexOf(key));
    return a! < 0 || b! < 0 ? [] : [{ ...listed(pair), a: a!, b: b! }];
  });
  const bridge = weakestBridge(
    keys.length,
    pairs.map(({ a, b, weight, pair }) => ({ a, b, weight, pair })),
  );
  return {
    run: run.row.id,
    cluster: input.cluster,
    fields: [...new Set(run.report.fields.map(({ field }) => field))],
    records,
    pairs,
    bridge:
      bridge === undefined ? null : { pair: bridge.pair ?? 0, weight: bridge.weight, apart: bridge.apart },
  };
};

interface KeptPair {
  readonly pair: string;
  readonly id_l: string;
  readonly id_r: string;
  readonly match_probability: number;
  readonly match_weight: number;
  readonly linked: 'yes' | 'no';
  readonly cluster_l: string;
  readonly cluster_r: string;
}

const listed = ({ pair, match_probability, match_weight, linked }: KeptPair) => ({
  pair: Number(pair),
  chance: match_probability,
  weight: match_weight,
  linked: linked === 'yes',
});

const keysOf = ({ row }: RunContent, { id_l, id_r }: KeptPair) => [
  `0 ${id_l}`,
  `${row.kind === 'link' ? 1 : 0} ${id_r}`,
];

const pairsWithin = (context: Context, { pairs }: { readonly pairs: Sql }, clusters: readonly string[]) =>
  clusters.length === 0
    ? Promise.resolve([])
    : context.engine.rows<KeptPair>(
        sql`SELECT pair, id_l, id_r, match_probability, match_weight, linked, cluster_l, cluster_r FROM ${pairs}
            WHERE cluster_l = cluster_r AND cluster_l IN (${join(clusters.map((one) => literal(one)))}) ORDER BY pair`,
        { step: 'pairs_of_clusters', signal: context.signal },
      );
