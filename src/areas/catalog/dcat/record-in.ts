import type { CustodyInput } from '../custody/model.ts';
import { accessLevels } from '../custody/model.ts';
import type { Metadata } from '../metadata-changes.ts';
import type { Cadence } from '../model.ts';
import { type DcatRecord, textOf } from './read-catalogue.ts';

/** What a harvested record says, in our own words. Every statement is given: what the record lacks is taken away. */
export interface RecordSays {
  readonly metadata: Required<
    Pick<
      Metadata,
      'title' | 'description' | 'licence' | 'source_url' | 'cadence' | 'tags' | 'owner' | 'contact'
    >
  >;
  readonly custody: CustodyInput;
  /** Who publishes it, as written. */
  readonly publisher: string | null;
}

/** Reads a DCAT-US record, 1.1 or 3.0. */
export function sayingsOf(title: string, record: DcatRecord): RecordSays {
  const contact = first(record['contactPoint']);
  const email = textOf(contact?.['hasEmail'])?.replace(/^mailto:/i, '') ?? '';
  const landing = addressOf(record['landingPage']);
  const distributions = listOf(record['distribution']);
  const formats = [...new Set(distributions.flatMap((one) => textOf(one['format']) ?? []))];
  const access = textOf(record['accessLevel'] ?? record['accessRights'])?.toLowerCase();
  return {
    metadata: {
      title: title.slice(0, 300),
      description: (textOf(record['description']) ?? '').slice(0, 20_000),
      licence: (textOf(record['license']) ?? textOf(distributions[0]?.['license']) ?? '').slice(0, 200),
      source_url: landing ?? addressOf(distributions[0]) ?? '',
      cadence: cadenceOf(textOf(record['accrualPeriodicity'])),
      tags: [...new Set(textsOf(record['keyword']))].slice(0, 200),
      owner: (textOf(contact?.['fn']) ?? '').slice(0, 200),
      contact: email.slice(0, 200),
    },
    custody: {
      access_level: accessLevels.find((level) => level === access) ?? '',
      rights: textsOf(record['rights']).join(' ').slice(0, 2000),
      spatial: said(record['spatial']).slice(0, 2000),
      temporal: said(record['temporal']).slice(0, 200),
      landing_page: landing ?? '',
      format: formats.join(', ').slice(0, 200),
    },
    publisher: textOf(first(record['publisher'])?.['name'] ?? record['publisher']),
  };
}

const isRecord = (value: unknown): value is DcatRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): DcatRecord[] =>
  (Array.isArray(value) ? (value as unknown[]) : [value]).filter(isRecord);
const first = (value: unknown): DcatRecord | undefined => listOf(value)[0];
const textsOf = (value: unknown): string[] =>
  (Array.isArray(value) ? (value as unknown[]) : [value]).flatMap((one) => textOf(one) ?? []);

/** A place or time in words; a shape as its JSON. */
function said(value: unknown): string {
  const text = textOf(value);
  if (text !== null) return text;
  const one = first(value);
  if (one === undefined) return '';
  const [start, end] = [textOf(one['startDate']), textOf(one['endDate'])];
  if (start !== null || end !== null) return `${start ?? ''}/${end ?? ''}`;
  return textOf(one['prefLabel'] ?? one['name']) ?? JSON.stringify(one).slice(0, 2000);
}

function addressOf(value: unknown): string | null {
  const candidates = isRecord(value)
    ? [value['downloadURL'], value['accessURL'], value['@id']].map(textOf)
    : [textOf(value)];
  return candidates.find((text) => text !== null && /^https?:\/\//.test(text) && URL.canParse(text)) ?? null;
}

/** ISO 8601 repeating intervals of 1.1, words of 3.0. */
function cadenceOf(written: string | null): Cadence | '' {
  return cadenceWords[written?.toLowerCase() ?? ''] ?? '';
}

const cadenceWords: Readonly<Record<string, Cadence>> = {
  'r/p1d': 'daily',
  daily: 'daily',
  'r/p1w': 'weekly',
  'r/p7d': 'weekly',
  weekly: 'weekly',
  'r/p1m': 'monthly',
  monthly: 'monthly',
  'r/p3m': 'quarterly',
  quarterly: 'quarterly',
  'r/p6m': 'twice-yearly',
  biannually: 'twice-yearly',
  'r/p1y': 'yearly',
  annually: 'yearly',
};
