import { addDays, daysBetween } from '../../core/calendar-date.ts';
import { type AgencyFacts, inForce } from './agency-facts.ts';
import { type AgencyLine, type Coverage, owesDuties, type Post } from './model.ts';

/**
 * The posts of an agency on a date: each required role of an agency that owes the duties of the act, and any other role
 * that someone holds. A post is vacant from the day after its last holder's term. Where nobody is recorded as having held it
 * we do not know since when, or whether, it stands vacant, and say so.
 */
export function postsOn(facts: AgencyFacts, agency: string, date: string): Post[] {
  const coverage = coverageOn(facts, agency, date);
  const terms = facts.terms.filter((line) => line.agency === agency);
  return facts.roles.flatMap((role): Post[] => {
    const ofRole = terms.filter((line) => line.role === role.id);
    const holder = ofRole.find((line) => inForce(line, date)) ?? null;
    const isOwed = role.required === 1 && owesDuties(coverage?.status);
    if (!isOwed && holder === null) return [];
    const lastHolder = holder
      ? null
      : (ofRole
          .filter((line) => line.to !== null && line.to < date)
          .sort((x, y) => x.to!.localeCompare(y.to!))
          .at(-1) ?? null);
    const vacantSince = lastHolder && addDays(lastHolder.to!, 1);
    return [
      {
        agency,
        role: role.id,
        title: role.title,
        clause: role.clause,
        holder,
        vacantSince,
        vacantDays: vacantSince === null ? null : daysBetween(vacantSince, date),
        lastHolder,
      },
    ];
  });
}

/** The coverage that holds on a date; of several, the one that began last. */
export const coverageOn = (facts: AgencyFacts, agency: string, date: string): Coverage | null =>
  facts.coverages
    .filter((line) => line.agency === agency && inForce(line, date))
    .sort((a, b) => (a.from ?? '').localeCompare(b.from ?? ''))
    .map(({ agency: _, ...coverage }) => coverage)
    .at(-1) ?? null;

/** Agencies with what holds for each on a date. */
export const agenciesOn = (facts: AgencyFacts, date: string): AgencyLine[] =>
  facts.agencies.map(({ code, name, kind, head, head_contact }) => {
    const posts = postsOn(facts, code, date);
    return {
      code,
      name,
      kind,
      head,
      headContact: head_contact,
      coverage: coverageOn(facts, code, date),
      posts,
      requestsTo: posts.find(({ holder }) => holder !== null)?.holder?.name ?? head ?? `The head of ${name}`,
    };
  });
