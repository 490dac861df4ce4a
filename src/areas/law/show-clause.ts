import { holdsOn } from '../../core/dated-fact.ts';
import type { Handler } from '../handler.ts';
import type { showClause as op } from './contract.ts';
import { noSuchClause } from './errors.ts';
import { clauseOf, readActs, readDuties } from './law-facts.ts';

export const showClause: Handler<typeof op> = async (context, input) => {
  const on = input.on ?? context.clock.today();
  const read = context.store.read;
  const rows = await read
    .selectFrom('law_clause')
    .selectAll()
    .where('clause', '=', input.clause)
    .orderBy('recorded_at', 'desc')
    .execute();
  const known = rows.filter((row) => row.superseded_at === null);
  const row = known.find((line) => holdsOn(line, on)) ?? known[0] ?? rows[0];
  if (!row) throw noSuchClause.with({ clause: input.clause });
  const act = (await readActs(read)).get(row.act)!;
  const from = row.source
    ? await read.selectFrom('law_source').selectAll().where('id', '=', row.source).executeTakeFirst()
    : undefined;
  return {
    ...clauseOf(row, act.citation),
    on,
    actTitle: act.title,
    actCitation: act.citation,
    actAddress: act.address,
    sourceDetails: from
      ? {
          id: from.id,
          title: from.title,
          address: from.address,
          official: from.official,
          read: from.read_on,
          note: from.note,
        }
      : null,
    duties: (await readDuties(read)).filter((duty) => duty.clause === input.clause),
    history: rows.map((line) => ({
      ...clauseOf(line, act.citation),
      recordedAt: line.recorded_at,
      supersededAt: line.superseded_at,
    })),
  };
};
