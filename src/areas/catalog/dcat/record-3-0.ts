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
} from './catalogue-entry.ts';
import type { DcatRecord } from './read-catalogue.ts';

/** A dataset as DCAT-US 3.0 says it; see {@link record11}. */
export function record30(entry: CatalogueEntry, home: CatalogueHome, today: string): DcatRecord | null {
  const { dataset, custody, holder } = entry;
  const contact = contactOf(entry, home);
  if (contact === null) return null;
  const page = `${home.base}/data/${dataset.publicId}`;
  const span = spanOf(entry, today);
  const licence = licenceAddress(dataset.licence) ?? dataset.licence;
  const rights = [custody.rights, custody.access_ground].filter((text) => text !== null);
  const own: Record<string, unknown> = {
    '@type': 'Dataset',
    '@id': page,
    identifier: custody.identifier ?? page,
    title: dataset.title,
    description: descriptionOf(entry),
    keyword: keywordsOf(entry),
    modified: dataset.loadedAt ?? dataset.updatedAt,
    issued: dataset.createdAt,
    publisher: { '@type': 'Organization', name: holder ?? home.title },
    contactPoint: [{ '@type': 'Kind', ...contact }],
    accessRights: accessOf(entry),
    landingPage: { '@type': 'Document', title: dataset.title, accessURL: custody.landing_page ?? page },
    ...(rights.length > 0 && { rights }),
    ...(dataset.cadence && { accrualPeriodicity: periodicities[dataset.cadence] }),
    ...(span && { temporal: [{ '@type': 'PeriodOfTime', startDate: span.start, endDate: span.end }] }),
    ...(custody.spatial && { spatial: [{ '@type': 'Location', prefLabel: custody.spatial }] }),
    ...(dataset.currentVersion !== null && { version: String(dataset.currentVersion) }),
    ...(entry.open && {
      describedBy: {
        '@type': 'Distribution',
        title: 'Data dictionary',
        format: 'CSV',
        mediaType: 'text/csv',
        downloadURL: `${home.base}/api/v1/datasets/${dataset.publicId}/dictionary.csv`,
      },
      distribution: distributions(home, dataset.publicId, licence),
    }),
  };
  if (entry.harvested === undefined) return own;
  const kept = Object.fromEntries(
    Object.entries(entry.harvested.record).filter(([name, value]) => value !== null && !name.startsWith('@')),
  );
  const changed = Object.fromEntries(
    ours.flatMap((name) => (own[name] === undefined ? [] : [[name, own[name]]])),
  );
  return entry.harvested.form === '3.0'
    ? { ...own, ...kept, ...changed, '@id': entry.harvested.record['@id'] ?? page }
    : { ...own, ...raised(entry.harvested.record) };
}

/** Statements that a person may have changed here. */
const ours = ['title', 'description', 'keyword'] as const;

const distributions = (home: CatalogueHome, id: string, licence: string | null) => [
  {
    '@type': 'Distribution',
    title: 'All rows, CSV',
    format: 'CSV',
    mediaType: 'text/csv',
    downloadURL: `${home.base}/api/v1/datasets/${id}/versions/current.csv`,
    ...(licence && { license: licence }),
  },
  {
    '@type': 'Distribution',
    title: 'Rows by query, JSON (SODA 2.1)',
    format: 'JSON',
    mediaType: 'application/json',
    accessURL: `${home.base}/resource/${id}.json`,
    ...(licence && { license: licence }),
  },
];

/** What a record of 1.1 has that 3.0 says otherwise: its distributions, its publisher, its references. */
function raised(record: DcatRecord): DcatRecord {
  const list = Array.isArray(record['distribution']) ? (record['distribution'] as DcatRecord[]) : [];
  const publisher = record['publisher'] as DcatRecord | undefined;
  const licence = typeof record['license'] === 'string' ? record['license'] : undefined;
  return {
    ...(list.length > 0 && {
      distribution: list.map((one) => ({
        '@type': 'Distribution',
        ...pick(one, ['title', 'description', 'format', 'mediaType', 'downloadURL', 'accessURL']),
        ...(licence && { license: licence }),
      })),
    }),
    ...(typeof publisher?.['name'] === 'string' && {
      publisher: { '@type': 'Organization', name: publisher['name'] },
    }),
    ...(typeof record['modified'] === 'string' && /^\d{4}-\d{2}-\d{2}/.test(record['modified'])
      ? { modified: record['modified'] }
      : {}),
  };
}

const pick = (from: DcatRecord, names: readonly string[]) =>
  Object.fromEntries(names.flatMap((name) => (from[name] == null ? [] : [[name, from[name]]])));
