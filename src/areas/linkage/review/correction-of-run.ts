import type { Reader } from '../../handler.ts';
import { type Correction, correctionOf } from './correct-model.ts';

/** What the settled pairs of all reviews of a run say of its model; a pair in two reviews counts by its later word. */
export async function correctionOfRun(reader: Reader, run: string): Promise<Correction | undefined> {
  const settled = await reader
    .selectFrom('linkage_review_pair as pair')
    .innerJoin('linkage_review as review', 'review.id', 'pair.review')
    .select(['pair.pair', 'pair.chance', 'pair.settled'])
    .where('review.run', '=', run)
    .where('pair.settled', 'in', ['same', 'different'])
    .orderBy('review.opened_at')
    .execute();
  const byPair = new Map(settled.map((one) => [one.pair, one]));
  return correctionOf(
    [...byPair.values()].map(({ chance, settled: word }) => ({ chance, same: word === 'same' })),
  );
}
