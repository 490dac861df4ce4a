import { addDays } from '../../core/calendar-date.ts';
import type { Handler } from '../handler.ts';
import { readAgencyFacts } from './agency-facts.ts';
import type { endTerm as op } from './contract.ts';
import { noSuchAgency, noSuchTerm, termEndsBeforeItBegins } from './errors.ts';
import { postsOn } from './posts-on.ts';
import { writeTerm } from './write-term.ts';

export const endTerm: Handler<typeof op> = async (context, input) => {
  const to = input.on ?? context.clock.today();
  return context.store.write(async (tx) => {
    const facts = await readAgencyFacts(tx, { agency: input.agency });
    if (facts.agencies.length === 0) throw noSuchAgency.with({ agency: input.agency });
    const known = facts.terms.find((term) => term.term === input.term);
    if (!known) throw noSuchTerm.with({ term: input.term, agency: input.agency });
    if (known.from !== null && to < known.from) throw termEndsBeforeItBegins.with({ from: known.from, to });
    const term = await writeTerm(tx, context, { ...known, to }, context.clock.now());
    await context.emit(tx, 'agencies-changed', { agencies: [input.agency] });
    const after = await readAgencyFacts(tx, { agency: input.agency });
    const post = postsOn(after, input.agency, addDays(to, 1)).find(({ role }) => role === term.role);
    return { term, post: post ?? null };
  });
};
