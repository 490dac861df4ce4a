import type { Engine } from '../../../engine/engine.ts';
import type { PairDecision } from '../cluster/honour-decisions.ts';
import { readRecordIds } from '../files/record-ids.ts';
import type { Linkage } from '../link-records.ts';
import type { LinkRequest, ReadSources } from '../link-sources.ts';
import type { LinkageReport } from '../model.ts';
import type { PatternSpace } from '../score/pattern-space.ts';
import type { KnownBefore } from '../score-new-pairs.ts';
import { type KnownRecords, knownPairs, knownRecords, type PreviousResult } from './read-previous.ts';
import { type ClusterChange, continueClusters } from './stable-clusters.ts';

/** Above this share of new or changed records, what is common has changed too: all are compared. */
const mostNew = 0.2;

/** A run that goes on from an earlier one. */
export interface ContinuedRun {
  /** Finds out which records are known; answers what need not be compared again, if that is right. */
  known(read: ReadSources): ((space: PatternSpace) => Promise<KnownBefore | undefined>) | undefined;
  /** Names and changes of the clusters, once they stand. */
  finish(
    read: ReadSources,
    linkage: Linkage,
    decisions: readonly PairDecision[],
  ): Promise<{
    readonly reported: LinkageReport['continued'];
    readonly names: { readonly of: (root: number) => string; readonly longest: number };
    readonly changes: readonly ClusterChange[];
  }>;
}

export function continueRun(
  engine: Engine,
  previous: PreviousResult,
  request: LinkRequest & { readonly id?: string; readonly compareAll: boolean; readonly otherModel: boolean },
  /** What a new cluster is called after one of its records, where that is not its id. */
  named?: (side: 'left' | 'right' | undefined, id: string) => string,
): ContinuedRun {
  let records: KnownRecords | undefined;
  let pairsKept = 0;
  let because = '';
  const recordsOf = async (read: ReadSources) => {
    records ??= await knownRecords(engine, previous, {
      sources: read.sources,
      id: request.id!,
      columns: contentColumns(read),
      leftRows: read.table.leftRows,
    });
    return records;
  };
  const idsOf = (read: ReadSources) => readRecordIds(engine, read.sources, request.id, read.table.leftRows);

  return {
    known(read) {
      if (request.kind === 'link') because = 'in a link every record is a rival of every other';
      else if (request.otherModel) because = 'another model was given than the one before';
      else if (request.compareAll) because = 'it was asked for';
      if (because !== '') return undefined;
      return async (space) => {
        const { state, counts } = await recordsOf(read);
        const { rows } = read.table;
        if (counts.added + counts.changed > mostNew * rows) {
          because = 'more than a fifth of the records are new or changed, and what is common with them';
          return undefined;
        }
        because = 'the others were compared before, by the same model';
        const { of } = await idsOf(read);
        const pairs = await knownPairs(engine, previous, space, state, of);
        pairsKept = pairs.size;
        return { isNew: state, pairs };
      };
    },
    async finish(read, linkage, decisions) {
      const { state, clusterOf, gone, counts } = await recordsOf(read);
      const { of } = await idsOf(read);
      const leftRows = read.table.leftRows;
      const nameOf = (row: number) => {
        const side = leftRows === undefined ? undefined : row < leftRows ? 'left' : 'right';
        if (named !== undefined) return named(side, of(row));
        return side === undefined ? of(row) : `${side}:${of(row)}`;
      };
      const reasons = reasonsOf(linkage, state, gone, decisions);
      const {
        names,
        changes,
        kept,
        fresh,
        gone: goneClusters,
      } = continueClusters(linkage.clusters, (row) => clusterOf[row], nameOf, {
        ...reasons,
        goneNames: gone.keys(),
      });
      let longest = 0;
      for (const name of names.values()) longest = Math.max(longest, name.length);
      return {
        names: { of: (root) => names.get(root)!, longest },
        changes,
        reported: {
          previous: previous.folder,
          compared:
            pairsKept > 0 || because.startsWith('the others') ? 'new and changed records' : 'all records',
          because,
          records: counts,
          pairsKept,
          clusters: {
            kept,
            merged: changes.filter(({ kind }) => kind === 'merged').length,
            split: changes.filter(({ kind }) => kind === 'split').length,
            fresh,
            gone: goneClusters,
          },
        },
      };
    },
  };
}

/** The columns that say what a record is. */
export const contentColumns = ({ mapping, sources }: Pick<ReadSources, 'mapping' | 'sources'>): string[] => {
  const there = new Set(sources.flatMap(({ columns }) => columns.map((name) => name.trim())));
  return [...new Set(mapping.flatMap(({ column }) => column.split('+')))]
    .filter((name) => there.has(name))
    .sort();
};

/** Why clusters merged or split, by what can be seen: a decision, a record that is new, changed or gone, or else the weights. */
function reasonsOf(
  linkage: Linkage,
  state: Uint8Array,
  gone: ReadonlyMap<string, number>,
  decisions: readonly PairDecision[],
) {
  const { clusters } = linkage;
  const decided = new Map<number, PairDecision[]>();
  for (const decision of decisions)
    for (const row of [decision.left, decision.right])
      decided.set(row, [...(decided.get(row) ?? []), decision]);
  const strangersIn = new Map<number, { added: number; changed: number }>();
  for (let row = 0; row < clusters.length; row++) {
    if (state[row] === 0) continue;
    const known = strangersIn.get(clusters[row]!) ?? { added: 0, changed: 0 };
    if (state[row] === 1) known.added++;
    else known.changed++;
    strangersIn.set(clusters[row]!, known);
  }
  const partOf = (parts: readonly (readonly number[])[], row: number) =>
    parts.findIndex((part) => part.includes(row));
  const byDecision = (parts: readonly (readonly number[])[], same: boolean) =>
    parts.some((part, at) =>
      part.some((row) =>
        (decided.get(row) ?? []).some((one) => {
          const other = partOf(parts, one.left === row ? one.right : one.left);
          return one.same === same && other >= 0 && other !== at;
        }),
      ),
    );
  return {
    merged(parts: readonly (readonly number[])[]): string {
      if (byDecision(parts, true)) return 'somebody decided that they are the same';
      const news = strangersIn.get(clusters[parts[0]![0]!]!);
      if (news !== undefined && news.added > 0) return 'a new record belongs to each of them';
      if (news !== undefined && news.changed > 0) return 'a record has other values than before';
      return 'their weight is now over the threshold: values have become rarer or more common with the new records';
    },
    split(name: string, parts: readonly (readonly number[])[]): string {
      if (byDecision(parts, false)) return 'somebody decided that they are different';
      if (gone.has(name)) return 'a record that held them together is gone';
      const news = parts.map((part) => strangersIn.get(clusters[part[0]!]!));
      if (news.some((one) => one !== undefined && one.changed > 0))
        return 'a record has other values than before';
      if (news.some((one) => one !== undefined)) return 'new records fit one part better than the other';
      return 'their weight is now under the threshold: values have become rarer or more common with the new records';
    },
  };
}
