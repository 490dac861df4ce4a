import { holdsOn, knownAt } from '../../core/dated-fact.ts';
import type { Reader } from '../handler.ts';
import type { Coverage, Term } from './model.ts';

/** All dated facts about agencies that were known at an instant, read once: a state has some hundred of them. */
export interface AgencyFacts {
  readonly agencies: readonly {
    code: string;
    name: string;
    kind: string;
    head: string | null;
    head_contact: string | null;
  }[];
  readonly roles: readonly { id: string; title: string; required: number; clause: string | null }[];
  readonly coverages: readonly (Coverage & { agency: string })[];
  readonly terms: readonly Term[];
}

/** Facts of one agency, or of all. Without `instant`, what is known now. */
export async function readAgencyFacts(
  reader: Reader,
  options: { agency?: string; instant?: string } = {},
): Promise<AgencyFacts> {
  const { agency, instant } = options;
  let agencies = reader.selectFrom('agency').selectAll().orderBy('name');
  let coverages = reader.selectFrom('agency_coverage').selectAll().orderBy('valid_from');
  let terms = reader
    .selectFrom('role_term')
    .innerJoin('person', 'person.id', 'role_term.person')
    .selectAll('role_term')
    .select('person.name as name')
    .orderBy('valid_from');
  if (agency !== undefined) {
    agencies = agencies.where('code', '=', agency);
    coverages = coverages.where('agency', '=', agency);
    terms = terms.where('agency', '=', agency);
  }
  if (instant === undefined) {
    coverages = coverages.where('superseded_at', 'is', null);
    terms = terms.where('superseded_at', 'is', null);
  }
  return {
    agencies: await agencies.execute(),
    roles: await reader.selectFrom('agency_role').selectAll().orderBy('id').execute(),
    coverages: (await coverages.execute())
      .filter((row) => knownAt(row, instant))
      .map((row) => ({
        agency: row.agency,
        status: row.status,
        from: row.valid_from,
        to: row.valid_to,
        clause: row.clause,
        source: row.source,
        standing: row.standing,
        note: row.note,
      })),
    terms: (await terms.execute()).filter((row) => knownAt(row, instant)).map(termOf),
  };
}

/** A stored term as the contract says it. */
export const termOf = (row: {
  id: string;
  agency: string;
  role: string;
  person: string;
  name: string;
  valid_from: string | null;
  valid_to: string | null;
  example: number;
}): Term => ({
  term: row.id,
  agency: row.agency,
  role: row.role,
  person: row.person,
  name: row.name,
  from: row.valid_from,
  to: row.valid_to,
  example: row.example === 1,
});

/** Whether a coverage or a term holds on a date. */
export const inForce = (fact: { from: string | null; to: string | null }, date: string): boolean =>
  holdsOn({ valid_from: fact.from, valid_to: fact.to }, date);
