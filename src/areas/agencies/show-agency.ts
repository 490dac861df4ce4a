import type { Handler } from '../handler.ts';
import { inForce, readAgencyFacts } from './agency-facts.ts';
import type { showAgency as op } from './contract.ts';
import { noSuchAgency } from './errors.ts';
import { agenciesOn } from './posts-on.ts';

export const showAgency: Handler<typeof op> = async (context, input) => {
  const on = input.on ?? context.clock.today();
  const facts = await readAgencyFacts(context.store.read, { agency: input.agency, instant: input.known_at });
  const [line] = agenciesOn(facts, on);
  if (!line) throw noSuchAgency.with({ agency: input.agency });
  const titles = new Map(facts.roles.map((role) => [role.id, role.title]));
  return {
    ...line,
    on,
    coverages: facts.coverages.map(({ agency: _, ...coverage }) => ({
      ...coverage,
      holds: inForce(coverage, on),
    })),
    terms: facts.terms
      .map((term) => ({ ...term, roleTitle: titles.get(term.role) ?? term.role, holds: inForce(term, on) }))
      .reverse(),
  };
};
