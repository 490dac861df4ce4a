import { listAgencies } from '../../areas/agencies/contract.ts';
import type { PageRequest } from '../../core/page.ts';

/** Names of agencies by code. A code that is not listed reads as itself. */
export async function agencyNames(request: PageRequest): Promise<(code: string) => string> {
  const { agencies } = await request.ask(listAgencies, {});
  const names = new Map(agencies.map(({ code, name }) => [code, name]));
  return (code) => names.get(code) ?? code;
}

/** Agencies by name, for a filter or a form. */
export async function agencyChoices(
  request: PageRequest,
): Promise<readonly { readonly value: string; readonly label: string }[]> {
  const { agencies } = await request.ask(listAgencies, {});
  return agencies
    .map(({ code, name }) => ({ value: code, label: name }))
    .toSorted((a, b) => a.label.localeCompare(b.label));
}

/** The agency a person works for, when it is one: what a form about an agency begins with. Else the one the address names. */
export function ownAgency(request: PageRequest): string {
  const named = request.query.get('agency');
  if (named !== null) return named;
  const held = new Set((request.actor.roles ?? []).flatMap(({ agency }) => agency ?? []));
  return held.size === 1 ? [...held][0]! : '';
}
