import {
  accessOf,
  type CatalogueEntry,
  type CatalogueHome,
  contactOf,
  descriptionOf,
  keywordsOf,
  licenceAddress,
  periodicities,
  spanOf,
  within,
} from './catalogue-entry.ts';
import type { DcatRecord } from './read-catalogue.ts';

/**
 * A dataset as DCAT-US 1.1 says it (Project Open Data metadata schema). One that was harvested is what came, with what was
 * changed here; null when nobody can be asked about it, which 1.1 requires.
 */
export function record11(entry: CatalogueEntry, home: CatalogueHome, today: string): DcatRecord | null {
  const { dataset, custody, holder } = entry;
  const contact = contactOf(entry, home);
  if (contact === null) return null;
  const page = `${home.base}/data/${dataset.publicId}`;
  const span = spanOf(entry, today);
  const licence = licenceAddress(dataset.licence);
  const rights = [custody.rights, custody.access_ground, licence === null ? dataset.licence : null]
    .filter((text) => text !== null)
    .join(' ');
  const own: Record<string, unknown> = {
    '@type': 'dcat:Dataset',
    identifier: custody.identifier ?? page,
    title: dataset.title,
    description: within(descriptionOf(entry), 10_000),
    keyword: keywordsOf(entry),
    modified: dataset.loadedAt ?? dataset.updatedAt,
    issued: dataset.createdAt,
    publisher: { '@type': 'org:Organization', name: holder ?? home.title },
    contactPoint: { '@type': 'vcard:Contact', ...contact },
    accessLevel: accessOf(entry),
    landingPage: custody.landing_page ?? page,
    ...(rights && { rights: within(rights, 255) }),
    ...(licence && { license: licence }),
    ...(dataset.cadence && { accrualPeriodicity: periodicities[dataset.cadence] }),
    ...(span && { temporal: `${span.start}/${span.end}` }),
    ...(custody.spatial && { spatial: custody.spatial }),
    ...(entry.open && { describedBy: dictionary(home, dataset.publicId), describedByType: 'text/csv' }),
    ...(entry.open && { distribution: distributions(home, dataset.publicId) }),
  };
  return entry.harvested?.form === '1.1' ? merged(entry.harvested.record, own) : own;
}

const dictionary = (home: CatalogueHome, id: string) => `${home.base}/api/v1/datasets/${id}/dictionary.csv`;

const distributions = (home: CatalogueHome, id: string) => [
  {
    '@type': 'dcat:Distribution',
    title: 'All rows, CSV',
    format: 'CSV',
    mediaType: 'text/csv',
    downloadURL: `${home.base}/api/v1/datasets/${id}/versions/current.csv`,
  },
  {
    '@type': 'dcat:Distribution',
    title: 'Rows by query, JSON (SODA 2.1)',
    format: 'JSON',
    mediaType: 'application/json',
    accessURL: `${home.base}/resource/${id}.json`,
  },
];

/** Statements that a person may have changed here; all others stay as they came. */
const ours = ['title', 'description', 'keyword', 'accessLevel', 'accrualPeriodicity', 'spatial'] as const;

/** What came, with what is said here in its place; nothing that was required is lost, and nothing null is kept. */
function merged(record: DcatRecord, own: DcatRecord): DcatRecord {
  const kept = Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));
  const changed = Object.fromEntries(
    ours.flatMap((name) => (own[name] === undefined ? [] : [[name, own[name]]])),
  );
  return {
    ...own,
    ...kept,
    ...changed,
    '@type': 'dcat:Dataset',
    // A shape came as an object, and is kept so rather than as its text.
    ...(typeof record['spatial'] === 'object' &&
      record['spatial'] !== null && { spatial: record['spatial'] }),
    publisher: withType(record['publisher'], own['publisher'], 'org:Organization'),
    contactPoint: withType(record['contactPoint'], own['contactPoint'], 'vcard:Contact'),
    ...(Array.isArray(record['distribution']) && {
      distribution: (record['distribution'] as DcatRecord[]).map((one) => ({
        ...one,
        '@type': 'dcat:Distribution',
      })),
    }),
  };
}

const withType = (came: unknown, otherwise: unknown, type: string) =>
  typeof came === 'object' && came !== null && !Array.isArray(came) ? { ...came, '@type': type } : otherwise;
