import { addDays } from '../../core/calendar-date.ts';
import { newId } from '../../core/id.ts';
import type { Handler } from '../handler.ts';
import { readAgencyFacts } from './agency-facts.ts';
import type { nameOfficer as op } from './contract.ts';
import { noSuchAgency, noSuchRole, termOverlaps } from './errors.ts';
import type { Term } from './model.ts';
import { writeTerm } from './write-term.ts';

export const nameOfficer: Handler<typeof op> = async (context, input) => {
  const from = input.from ?? context.clock.today();
  const at = context.clock.now();
  return context.store.write(async (tx) => {
    const facts = await readAgencyFacts(tx, { agency: input.agency });
    if (facts.agencies.length === 0) throw noSuchAgency.with({ agency: input.agency });
    if (!facts.roles.some((role) => role.id === input.role)) throw noSuchRole.with({ role: input.role });
    const stillOpen = facts.terms.filter(
      (term) => term.role === input.role && (term.to === null || term.to >= from),
    );
    if (stillOpen.some((term) => (term.from ?? '') >= from))
      throw termOverlaps.with({ agency: input.agency, role: input.role, from });

    let ended: Term | null = null;
    for (const term of stillOpen)
      ended = await writeTerm(tx, context, { ...term, to: addDays(from, -1) }, at);

    const person = newId<'person'>(context.random);
    await tx.insertInto('person').values({ id: person, name: input.person, example: 0 }).execute();
    const term = await writeTerm(
      tx,
      context,
      {
        term: '',
        agency: input.agency,
        role: input.role,
        person,
        name: input.person,
        from,
        to: null,
        example: false,
      },
      at,
    );
    await context.emit(tx, 'agencies-changed', { agencies: [input.agency] });
    return { term, ended };
  });
};
