import type { PageRequest } from '../core/page.ts';

export interface NearPage {
  readonly href: string;
  readonly label: string;
  readonly note?: string;
}

/** Pages whose address or name is close to the one asked for, closest first. */
export async function nearestPages(_request: PageRequest): Promise<readonly NearPage[]> {
  return [];
}
