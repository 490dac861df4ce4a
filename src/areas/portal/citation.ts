import type { Jurisdiction } from '../../core/jurisdiction.ts';
import type { Dataset, DatasetVersion } from '../catalog/model.ts';

export interface CitationAbout {
  readonly dataset: Pick<Dataset, 'title' | 'agency' | 'publicId'>;
  readonly version: Pick<DatasetVersion, 'number' | 'loadedAt'>;
  readonly jurisdiction: Pick<Jurisdiction, 'name' | 'planTitle'>;
  readonly address: string;
}

/** Holder, year, title, version, publisher, address (the order of DataCite). */
export function citationText({ dataset, version, jurisdiction, address }: CitationAbout): string {
  const holder = dataset.agency ?? jurisdiction.name;
  const year = version.loadedAt.slice(0, 4);
  return `${holder} (${year}). ${dataset.title}, version ${version.number} [data set]. ${jurisdiction.planTitle}. ${address}`;
}

/** The same as an entry of BibTeX. */
export function citationBibtex({ dataset, version, jurisdiction, address }: CitationAbout): string {
  const field = (name: string, value: string) =>
    `  ${name} = {${value.replace(/[{}\\]/g, '').replace(/([&%#_$])/g, '\\$1')}}`;
  return `@misc{${dataset.publicId}-v${version.number},
${field('author', dataset.agency ?? jurisdiction.name)},
${field('title', dataset.title)},
${field('year', version.loadedAt.slice(0, 4))},
${field('version', String(version.number))},
${field('publisher', jurisdiction.planTitle)},
  url = {${address}}
}
`;
}
