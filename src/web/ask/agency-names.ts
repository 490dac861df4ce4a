import { listAgencies } from '../../areas/agencies/contract.ts';
import type { PageRequest } from '../../core/page.ts';

export interface AgencyNames {
  /** The name behind a code. A code that is not listed reads as itself. */
  readonly nameOf: (code: string) => string;
  /** For a filter or a form, by name. */
  readonly choices: readonly { readonly value: string; readonly label: string }[];
}

/** Names of agencies by code. */
export async function agencyNames(request: PageRequest): Promise<AgencyNames> {
  const { agencies } = await request.ask(listAgencies, {});
  const names = new Map(agencies.map(({ code, name }) => [code, name]));
  return {
    nameOf: (code) => names.get(code) ?? code,
    choices: agencies
      .map(({ code, name }) => ({ value: code, label: name }))
      .toSorted((a, b) => a.label.localeCompare(b.label)),
  };
}
