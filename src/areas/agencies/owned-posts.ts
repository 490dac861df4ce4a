import { addDays } from '../../core/calendar-date.ts';
import type { OwnedThings } from '../owned-things.ts';
import { inForce, readAgencyFacts } from './agency-facts.ts';
import { writeTerm } from './write-term.ts';

/** The posts that someone holds in an agency. Handed over, the term of the one ends yesterday and the other's begins today. */
export const ownedPosts: OwnedThings = {
  kind: { one: 'post', many: 'posts' },
  list: async ({ store, clock }, { person, agency }) => {
    if (person === null) return [];
    const facts = await readAgencyFacts(store.read);
    return facts.terms
      .filter((term) => term.person === person && inForce(term, clock.today()))
      .filter((term) => agency === null || term.agency === agency)
      .map((term) => ({
        id: term.term,
        title: `${facts.roles.find(({ id }) => id === term.role)?.title ?? term.role}, ${term.agency}`,
        href: `/agencies/${term.agency}`,
      }));
  },
  handOver: async (tx, context, from, to) => {
    if (from.person === null || to.person === null) return 0;
    const { clock } = context;
    const [today, now] = [clock.today(), clock.now()];
    const terms = (await readAgencyFacts(tx)).terms.filter(
      (term) =>
        term.person === from.person &&
        inForce(term, today) &&
        (from.agency === null || term.agency === from.agency),
    );
    for (const term of terms) {
      const yesterday = addDays(today, -1);
      // A term that began today never ran: it ends as it began.
      const last = term.from !== null && term.from > yesterday ? term.from : yesterday;
      await writeTerm(tx, context, { ...term, to: last }, now);
      await writeTerm(
        tx,
        context,
        { ...term, term: '', person: to.person, name: to.name, from: today, to: null },
        now,
      );
    }
    const agencies = [...new Set(terms.map(({ agency }) => agency))];
    if (agencies.length > 0) await context.emit(tx, 'agencies-changed', { agencies });
    return terms.length;
  },
};
