import { plainCustody } from '../../../core/custody-rules.ts';
import type { Jurisdiction } from '../../../core/jurisdiction.ts';
import type { CustodyView } from '../custody/model.ts';
import type { Dataset } from '../model.ts';
import type { DcatForm, DcatRecord } from './read-catalogue.ts';

/** What a record of a catalogue is made from. */
export interface CatalogueEntry {
  readonly dataset: Dataset;
  readonly custody: CustodyView;
  /** Name of the agency that holds it, or as somebody wrote it. */
  readonly holder: string | null;
  /** It has a file here that anyone may have. */
  readonly open: boolean;
  /** The record as it was harvested, and in which form. */
  readonly harvested?: { readonly form: DcatForm; readonly record: DcatRecord };
}

/** Where the catalogue is served, and whom to ask where a dataset names nobody. */
export interface CatalogueHome {
  /** `https://data.example.gov`, without a slash at the end. */
  readonly base: string;
  readonly title: string;
  readonly contact?: { readonly name: string; readonly email: string };
}

export const homeOf = (jurisdiction: Jurisdiction, base: string): CatalogueHome => {
  const { contact } = jurisdiction.custody ?? plainCustody;
  return { base, title: `${jurisdiction.name} open data`, ...(contact && { contact }) };
};

const email = /^[\w~!$&'()*+,;=:.-]+@[\w.-]+\.[\w.-]+$/;

/** Whom to ask about a dataset: a name and an address that DCAT-US takes; null when nobody is named. */
export function contactOf(
  { dataset, holder }: CatalogueEntry,
  home: CatalogueHome,
): { readonly fn: string; readonly hasEmail: string } | null {
  if (dataset.contact !== null && email.test(dataset.contact))
    return { fn: dataset.owner ?? holder ?? dataset.contact, hasEmail: `mailto:${dataset.contact}` };
  if (home.contact === undefined) return null;
  return { fn: home.contact.name, hasEmail: `mailto:${home.contact.email}` };
}

/** Who may have it: everyone what lies open here, else as its holder says, else nobody without asking. */
export const accessOf = ({ open, custody }: CatalogueEntry) =>
  open ? 'public' : (custody.access_level ?? 'non-public');

const licences: Readonly<Record<string, string>> = {
  'CC0-1.0': 'https://creativecommons.org/publicdomain/zero/1.0/',
  'CC-BY-4.0': 'https://creativecommons.org/licenses/by/4.0/',
  'CC-BY-SA-4.0': 'https://creativecommons.org/licenses/by-sa/4.0/',
  'ODC-BY-1.0': 'https://opendatacommons.org/licenses/by/1-0/',
  'ODbL-1.0': 'https://opendatacommons.org/licenses/odbl/1-0/',
  MIT: 'https://opensource.org/license/mit',
};

/** The address of a licence; null when it is said in words only. */
export const licenceAddress = (licence: string | null): string | null =>
  licence === null
    ? null
    : /^https?:\/\/\S+$/.test(licence) && URL.canParse(licence)
      ? licence
      : (licences[licence] ?? null);

/** First and last day covered, as far as whole years are known; `..` would be no date, so an open end is today. */
export function spanOf({ custody }: CatalogueEntry, today: string) {
  if (custody.years_from === null) return null;
  return {
    start: `${custody.years_from}-01-01`,
    end: custody.years_to === null ? today : `${custody.years_to}-12-31`,
  };
}

/** A text within a length, cut at a word. */
export const within = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 2).replace(/\s+\S*$/, '')} …`;

/** What DCAT-US 1.1 and 3.0 both take for how often. */
export const periodicities = {
  daily: 'R/P1D',
  weekly: 'R/P1W',
  monthly: 'R/P1M',
  quarterly: 'R/P3M',
  'twice-yearly': 'R/P6M',
  yearly: 'R/P1Y',
} as const;

/** A description is required: where nobody gave one, what can be known without a person. */
export const descriptionOf = ({ dataset, holder }: CatalogueEntry): string =>
  dataset.description ?? `${dataset.title}, held by ${holder ?? 'the state'}. Nobody has described it yet.`;

export const keywordsOf = ({ dataset, holder }: CatalogueEntry): string[] => {
  const words = dataset.tags.map((tag) => tag.trim()).filter((tag) => tag !== '' && tag.length <= 1000);
  return words.length > 0 ? words : [holder ?? 'data'];
};
