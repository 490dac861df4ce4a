import type { Decision, Obligations } from '../../../core/decision.ts';
import type { Reader, Tx } from '../../handler.ts';
import type { Dataset } from '../model.ts';
import { madeFromProtected } from './errors.ts';

/** What a dataset was made from by a job of the platform: it is as protected as all of that together. */
export interface MadeFrom {
  readonly sources: readonly { readonly dataset: string; readonly version: number }[];
  /** How, in words for its lineage. */
  readonly how: string;
  readonly describes: string | null;
  /** Id of the record class that says how long it is kept. */
  readonly recordClass: string | null;
  readonly owner: string | null;
  readonly contact: string | null;
}

/** The versions that a dataset (internal ids) was made from, with the release of each; none for what was loaded. */
export const sourcesOf = (reader: Reader, dataset: string) =>
  reader
    .selectFrom('lineage')
    .innerJoin('dataset_version', (join) =>
      join
        .onRef('dataset_version.dataset', '=', 'lineage.source')
        .onRef('dataset_version.number', '=', 'lineage.source_version'),
    )
    .select(['lineage.source as dataset', 'dataset_version.release as release'])
    .where('lineage.dataset', '=', dataset)
    .where('lineage.kind', '=', 'transform')
    .orderBy('lineage.source')
    .execute();

/** Writes down what a dataset is made from, in the transaction that registers it. */
export async function recordSources(
  tx: Tx,
  made: { readonly dataset: string; readonly by: string; readonly at: string },
  { sources, how }: Pick<MadeFrom, 'sources' | 'how'>,
): Promise<void> {
  for (const source of sources)
    await tx
      .insertInto('lineage')
      .values({
        dataset: made.dataset,
        source: source.dataset,
        kind: 'transform',
        how,
        source_version: source.version,
        recorded_at: made.at,
        recorded_by: made.by,
      })
      .execute();
}

/** Throws `catalog.made-from-protected` while something that the dataset was made from is not open. */
export async function mustNotBeMadeFromProtected(tx: Tx, dataset: Dataset): Promise<void> {
  const sources = await sourcesOf(tx, dataset.id);
  if (sources.some(({ release }) => release === null))
    throw madeFromProtected.with({ dataset: dataset.publicId });
}

/** One answer out of one for each source: the first refusal, or leave with the strictest obligations of all. */
export function together(decisions: readonly Decision[]): Decision {
  const policies: Extract<Decision, { allowed: true }>['policies'][number][] = [];
  let obligations: Obligations = { mask: [], aggregateOnly: false, minimumCell: 0, log: 'usual' };
  for (const decision of decisions) {
    if (!decision.allowed) return decision;
    const own = decision.obligations;
    policies.push(...decision.policies);
    obligations = {
      mask: [...new Set([...obligations.mask, ...own.mask])],
      aggregateOnly: obligations.aggregateOnly || own.aggregateOnly,
      minimumCell: Math.max(obligations.minimumCell, own.minimumCell),
      log: obligations.log === 'each' ? 'each' : own.log,
    };
  }
  return { allowed: true, policies, obligations };
}
