import type { CitationAbout } from '../catalog/index.ts';

/** A citation as an entry of BibTeX. */
export function citationBibtex({ dataset, version, jurisdiction, address }: Required<CitationAbout>): string {
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
