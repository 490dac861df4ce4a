import type { Jurisdiction } from '../../core/jurisdiction.ts';
import type { Dataset, DatasetVersion } from './model.ts';

export interface CitationAbout {
  readonly dataset: Pick<Dataset, 'title' | 'agency' | 'publicId'>;
  readonly version: Pick<DatasetVersion, 'number' | 'loadedAt'>;
  readonly jurisdiction: Pick<Jurisdiction, 'name' | 'planTitle'>;
  /** Where it is to be had; the version's own name when left out. */
  readonly address?: string;
}

/** How to cite a version: holder, year, title, version, publisher, address (the order of DataCite). */
export function citationText({ dataset, version, jurisdiction, address }: CitationAbout): string {
  const holder = dataset.agency ?? jurisdiction.name;
  const year = version.loadedAt.slice(0, 4);
  const where = address ?? `${dataset.publicId}@${version.number}`;
  return `${holder} (${year}). ${dataset.title}, version ${version.number} [data set]. ${jurisdiction.planTitle}. ${where}`;
}
