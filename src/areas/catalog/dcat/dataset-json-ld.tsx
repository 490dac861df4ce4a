import { raw } from 'hono/html';
import type { CustodyView } from '../custody/model.ts';
import type { DatasetView, FieldView } from '../model.ts';

/** By name; what each means, and any more of them, is in the dictionary. */
const mostVariables = 100;

/**
 * The dataset in the words of schema.org, for search engines. It is data, not a program: a policy against scripts in pages
 * does not concern it, and nothing in it can end the element early.
 */
export function DatasetJsonLd(props: {
  about: DatasetView & { readonly fields: readonly FieldView[] };
  custody: CustodyView;
  holder: string | undefined;
  open: boolean;
  origin: string;
}) {
  const { about, custody, holder, open, origin } = props;
  const page = `${origin}/data/${about.dataset}`;
  const said = {
    '@context': 'https://schema.org',
    '@type': 'Dataset',
    '@id': page,
    url: page,
    name: about.title,
    description: about.description ?? `${about.title}, held by ${holder ?? 'the state'}.`,
    identifier: about.dataset,
    ...(about.tags.length > 0 && { keywords: about.tags }),
    ...(about.licence && { license: about.licence }),
    ...(holder && { creator: { '@type': 'GovernmentOrganization', name: holder } }),
    dateCreated: about.created_at,
    dateModified: about.loaded_at ?? about.updated_at,
    ...(about.current_version !== null && { version: String(about.current_version) }),
    isAccessibleForFree: open,
    ...(custody.years_from !== null && {
      temporalCoverage: `${custody.years_from}/${custody.years_to ?? '..'}`,
    }),
    ...(custody.spatial && { spatialCoverage: custody.spatial }),
    includedInDataCatalog: { '@type': 'DataCatalog', url: `${origin}/data` },
    ...(about.fields.length > 0 && {
      variableMeasured: about.fields.slice(0, mostVariables).map((field) => field.title),
    }),
    ...(open && {
      distribution: [
        {
          '@type': 'DataDownload',
          encodingFormat: 'text/csv',
          contentUrl: `${origin}/api/v1/datasets/${about.dataset}/versions/current.csv`,
        },
        {
          '@type': 'DataDownload',
          encodingFormat: 'application/json',
          contentUrl: `${origin}/resource/${about.dataset}.json`,
        },
      ],
    }),
  };
  return <script type="application/ld+json">{raw(JSON.stringify(said).replace(/</g, '\\u003c'))}</script>;
}
