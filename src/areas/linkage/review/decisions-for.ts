import type { Context } from '../../handler.ts';
import type { PairDecision } from '../cluster/honour-decisions.ts';
import type { OpenSource } from '../runs/open-sources.ts';
import { digestKey, recordsOf } from './record-digest.ts';

/**
 * What people have decided about the records of these sources, newest first, by the records' numbers in a linkage: `rows` gives
 * the number of the record that has a row in the left or right source. Decisions about records that are not there are left out.
 */
export async function decisionsFor(
  context: Pick<Context, 'store' | 'vault' | 'engine' | 'clock'>,
  sources: readonly OpenSource[],
  rows: () => Promise<(side: number, row: number) => number | undefined>,
): Promise<PairDecision[]> {
  const [left, right = left] = sources;
  const today = context.clock.today();
  const facts = await context.store.read
    .selectFrom('linkage_decision')
    .select(['left_dataset', 'left_record', 'right_record', 'identity', 'verdict'])
    .where('superseded_at', 'is', null)
    .where('valid_from', '<=', today)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>=', today)]))
    .where((eb) =>
      eb.or([
        eb.and([eb('left_dataset', '=', left!.dataset), eb('right_dataset', '=', right!.dataset)]),
        eb.and([eb('left_dataset', '=', right!.dataset), eb('right_dataset', '=', left!.dataset)]),
      ]),
    )
    .orderBy('recorded_at', 'desc')
    .orderBy('id')
    .execute();
  if (facts.length === 0) return [];
  const key = await digestKey(context);
  const rowOf = await rows();
  const decisions: PairDecision[] = [];
  for (const identity of new Set(facts.map((fact) => fact.identity))) {
    const [own, other] = JSON.parse(identity) as [string[], string[]];
    const mine = facts.filter((fact) => fact.identity === identity);
    const swapped = (fact: (typeof facts)[number]) => fact.left_dataset !== left!.dataset;
    const asked = mine.map((fact) => ({
      verdict: fact.verdict,
      left: swapped(fact) ? fact.right_record : fact.left_record,
      right: swapped(fact) ? fact.left_record : fact.right_record,
    }));
    const turned = mine.some(swapped) && left !== right;
    const [leftColumns, rightColumns] = turned ? [other, own] : [own, other];
    const there = (source: OpenSource, columns: readonly string[]) =>
      columns.every((name) => source.records.columns.includes(name));
    if (!there(left!, leftColumns) || !there(right!, rightColumns)) continue;
    const { engine } = context;
    const lefts = await recordsOf(
      engine,
      key,
      left!,
      leftColumns,
      asked.map((one) => one.left),
    );
    const rights = await recordsOf(
      engine,
      key,
      right!,
      rightColumns,
      asked.map((one) => one.right),
    );
    for (const one of asked) {
      const [a, b] = [lefts.get(one.left), rights.get(one.right)];
      if (a === undefined || b === undefined) continue;
      const [l, r] = [rowOf(0, a), rowOf(sources.length - 1, b)];
      if (l !== undefined && r !== undefined && l !== r)
        decisions.push({ left: l, right: r, same: one.verdict === 'same' });
    }
  }
  return decisions;
}
