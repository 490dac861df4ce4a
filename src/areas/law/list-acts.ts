import { holdsOn } from '../../core/dated-fact.ts';
import type { Handler } from '../handler.ts';
import type { listActs as op } from './contract.ts';
import { clauseOf, readActs } from './law-facts.ts';

export const listActs: Handler<typeof op> = async (context, input) => {
  const on = input.on ?? context.clock.today();
  const rows = await context.store.read
    .selectFrom('law_clause')
    .selectAll()
    .where('superseded_at', 'is', null)
    .orderBy('position')
    .execute();
  const clausesOf = Map.groupBy(
    rows.filter((row) => holdsOn(row, on)),
    (row) => row.act,
  );
  const acts = await readActs(context.store.read);
  return {
    on,
    acts: [...acts.values()]
      .filter((act) => act.valid_from === null || act.valid_from <= on)
      .map(({ id, citation, title, kind, address, valid_from }) => ({
        act: id,
        citation,
        title,
        kind,
        address,
        from: valid_from,
        clauses: (clausesOf.get(id) ?? []).map((row) => clauseOf(row, citation)),
      })),
  };
};
