import type { Selectable } from 'kysely';
import type { Database } from '../../../store/database.ts';
import type { Handler, Reader } from '../../handler.ts';
import { finishedRun } from '../runs/read-run.ts';
import { bestChance, calibrate, type ReviewedPair } from './calibrate.ts';
import type { listReviews as listOp, showReview as showOp } from './contract.ts';
import type { Stratum } from './draw-sample.ts';
import { noSuchReview } from './errors.ts';
import { estimateErrors } from './estimate-errors.ts';
import type { ReviewView } from './model.ts';

export type ReviewRow = Selectable<Database['linkage_review']>;
export type ReviewPairRow = Selectable<Database['linkage_review_pair']>;
export type WordRow = Selectable<Database['linkage_review_word']>;

/** Throws `linkage.no-such-review`. */
export async function reviewOf(reader: Reader, id: string): Promise<ReviewRow> {
  const row = await reader.selectFrom('linkage_review').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw noSuchReview.with({ review: id });
  return row;
}

/** The pairs of a review in their order, and the words that stand, by pair. */
export async function pairsOfReview(reader: Reader, review: string) {
  const pairs = await reader
    .selectFrom('linkage_review_pair')
    .selectAll()
    .where('review', '=', review)
    .orderBy('number')
    .execute();
  const words = await reader
    .selectFrom('linkage_review_word as word')
    .innerJoin('linkage_review_pair as pair', 'pair.id', 'word.review_pair')
    .selectAll('word')
    .where('pair.review', '=', review)
    .where('word.superseded_at', 'is', null)
    .orderBy('word.recorded_at')
    .execute();
  const said = new Map<string, WordRow[]>();
  for (const word of words) said.set(word.review_pair, [...(said.get(word.review_pair) ?? []), word]);
  return { pairs, said: (pair: string) => said.get(pair) ?? [] };
}

export type ReviewPairs = Awaited<ReturnType<typeof pairsOfReview>>;

/** Two people said different things, and nobody has settled it. */
export const isDisputed = (pair: ReviewPairRow, said: readonly WordRow[]): boolean =>
  pair.settled === null && said.length >= 2;

/** Whether somebody can still say something of a pair: nobody says two things of one, and nobody settles their own dispute. */
export function isOpenTo(pair: ReviewPairRow, said: readonly WordRow[], person: string): boolean {
  if (pair.settled !== null || said.some(({ said_by }) => said_by === person)) return false;
  return said.length < (pair.double === 1 ? 3 : 1);
}

export function progressOf({ pairs, said }: ReviewPairs, person: string) {
  return {
    pairs: pairs.length,
    decided: pairs.filter(({ settled }) => settled !== null).length,
    waitingForMe: pairs.filter((pair) => isOpenTo(pair, said(pair.id), person)).length,
    disputed: pairs.filter((pair) => isDisputed(pair, said(pair.id))).length,
  };
}

export const showReview: Handler<typeof showOp> = async (context, input) =>
  viewOf(context.store.read, await reviewOf(context.store.read, input.review), context.actor.id);

export const listReviews: Handler<typeof listOp> = async (context, input) => {
  const reader = context.store.read;
  const rows = await reader
    .selectFrom('linkage_review')
    .selectAll()
    .$if(input.run !== undefined, (query) => query.where('run', '=', input.run!))
    .orderBy('opened_at', 'desc')
    .orderBy('id')
    .limit(50)
    .execute();
  return { reviews: await Promise.all(rows.map((row) => viewOf(reader, row, context.actor.id))) };
};

async function viewOf(reader: Reader, row: ReviewRow, person: string): Promise<ReviewView> {
  const found = await pairsOfReview(reader, row.id);
  const { report } = await finishedRun(reader, row.run);
  const strata = JSON.parse(row.strata) as Stratum[];
  const settled = found.pairs.filter((pair) => pair.settled !== null);
  const counted = strata.map((stratum, at) => {
    const own = settled.filter((pair) => pair.stratum === at);
    const count = (word: string) => own.filter((pair) => pair.settled === word).length;
    return {
      ...stratum,
      decided: own.length,
      same: count('same'),
      different: count('different'),
      unsure: count('unsure'),
    };
  });
  const progress = progressOf(found, person);
  const { precision, recall } = estimateErrors(counted, row.seed);
  const reviewed = settled.flatMap((pair): ReviewedPair[] => {
    const { population, same, different } = counted[pair.stratum]!;
    return pair.settled === 'unsure'
      ? []
      : [{ chance: pair.chance, same: pair.settled === 'same', weight: population / (same + different) }];
  });
  const best = bestChance(reviewed);
  const within = report.blocking.recall;
  return {
    id: row.id,
    run: row.run,
    state: progress.decided === progress.pairs ? 'complete' : 'open',
    openedAt: row.opened_at,
    openedBy: row.opened_by,
    seed: row.seed,
    double: row.double_share,
    progress,
    strata: counted.map(({ expected: _, ...stratum }) => ({ ...stratum, band: bandWords(stratum) })),
    estimates: {
      precision,
      recallCompared: recall,
      recall: recall && {
        value: recall.value * within,
        low: recall.low * within,
        high: recall.high * within,
      },
      agreement: agreementOf(found),
      calibration: calibrate(reviewed),
      bestChance: best,
      bestWeight: best === null ? null : Math.log2(best / (1 - best)),
    },
  };
}

const bits = (value: number) => (value < 0 ? `−${-value}` : String(value));
const bandWords = ({ from, to }: Pick<Stratum, 'from' | 'to'>): string =>
  from === null
    ? `under ${bits(to!)}`
    : to === null
      ? `${bits(from)} and over`
      : `${bits(from)} to ${bits(to)}`;

/** Agreement of the first two words on pairs that two people decided blindly. */
export function agreementOf({ pairs, said }: ReviewPairs) {
  const both = pairs
    .map((pair) => said(pair.id).filter(({ settles }) => settles === 0))
    .filter((words) => words.length === 2)
    .map(([one, other]) => [one!.said, other!.said] as const);
  const agreed = both.filter(([one, other]) => one === other).length;
  if (both.length === 0) return { pairs: 0, agreed: 0, kappa: null };
  // Who said it first is chance: both places share one distribution (Scott 1955).
  const shares = new Map<string, number>();
  for (const word of both.flat()) shares.set(word, (shares.get(word) ?? 0) + 1 / (2 * both.length));
  const byChance = [...shares.values()].reduce((sum, share) => sum + share * share, 0);
  return {
    pairs: both.length,
    agreed,
    kappa: byChance >= 1 ? null : (agreed / both.length - byChance) / (1 - byChance),
  };
}
