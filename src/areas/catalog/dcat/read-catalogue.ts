/** A record of a dataset as a catalogue gives it. */
export type DcatRecord = Readonly<Record<string, unknown>>;

export type DcatForm = '1.1' | '3.0';

/** A record that was not taken, or something about it worth knowing. Place from 1, in the order of the catalogue. */
export interface RecordProblem {
  readonly record: number;
  readonly identifier: string | null;
  readonly problem: string;
  readonly kind: 'error' | 'notice';
}

export interface ReadCatalogue {
  readonly form: DcatForm;
  readonly title: string | null;
  /** The catalogue without its datasets. */
  readonly head: DcatRecord;
  readonly records: readonly {
    readonly identifier: string;
    readonly title: string;
    readonly record: DcatRecord;
  }[];
  readonly problems: readonly RecordProblem[];
}

/**
 * Takes a parsed DCAT-US catalogue (1.1 or 3.0, nested ones too) apart into records that can be known again. What has no
 * identifier or no title, or repeats an identifier, is told and left out. Answers a fault in words for anything else.
 */
export function readCatalogue(value: unknown): ReadCatalogue | { readonly fault: string } {
  if (!isRecord(value)) return { fault: 'it is no catalogue: a JSON object is expected' };
  const found: unknown[] = [];
  const problems: RecordProblem[] = [];
  const notice = (problem: string) => problems.push({ record: 0, identifier: null, problem, kind: 'notice' });
  const collect = (catalogue: DcatRecord, depth: number) => {
    if (Array.isArray(catalogue['dataset'])) found.push(...(catalogue['dataset'] as unknown[]));
    for (const [part, words, members] of [
      ['service', 'services', 'servesDataset'],
      ['datasetSeries', 'series', 'seriesMember'],
      ['record', 'catalogue records', undefined],
    ] as const) {
      const list = listOf(catalogue[part]);
      if (list.length > 0)
        notice(`${list.length} ${words} of the catalogue are no datasets and were not taken.`);
      // A member that also stands at the top is one dataset.
      if (members === undefined) continue;
      const top = new Set(listOf(catalogue['dataset']).map((one) => identifierOf(one['identifier'])));
      for (const one of list)
        found.push(...listOf(one[members]).filter((inner) => !top.has(identifierOf(inner['identifier']))));
    }
    for (const inner of Array.isArray(catalogue['catalog']) ? (catalogue['catalog'] as unknown[]) : [])
      if (isRecord(inner) && depth < 5) collect(inner, depth + 1);
  };
  if (!['dataset', 'catalog', 'datasetSeries', 'service'].some((part) => Array.isArray(value[part])))
    return { fault: 'it is no DCAT-US catalogue: it has no list “dataset”' };
  collect(value, 0);
  const seen = new Map<string, number>();
  const records: { identifier: string; title: string; record: DcatRecord }[] = [];
  for (const [at, record] of found.entries()) {
    const say = (problem: string, identifier: string | null = null) =>
      problems.push({ record: at + 1, identifier, problem, kind: 'error' });
    if (!isRecord(record)) {
      say('It is not an object.');
      continue;
    }
    const identifier = identifierOf(record['identifier']) ?? identifierOf(record['@id']);
    const title = textOf(record['title']);
    if (identifier === null) say(`${title === null ? 'It' : `“${title.slice(0, 60)}”`} has no identifier.`);
    else if (title === null) say('It has no title.', identifier);
    else if (seen.has(identifier)) say(`Record ${seen.get(identifier)} has the same identifier.`, identifier);
    else {
      seen.set(identifier, at + 1);
      records.push({ identifier, title, record });
    }
  }
  const { dataset: _, catalog: __, ...head } = value;
  return { form: formOf(value), title: textOf(value['title']), head, records, problems };
}

const isRecord = (value: unknown): value is DcatRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listOf = (value: unknown): DcatRecord[] =>
  Array.isArray(value) ? (value as unknown[]).filter(isRecord) : [];

/** 3.0 says so; whatever else calls itself a catalogue of datasets is read as 1.1. */
function formOf(catalogue: DcatRecord): DcatForm {
  const conforms = catalogue['conformsTo'];
  if (typeof conforms === 'string') return /3\.0/.test(conforms) ? '3.0' : '1.1';
  return isRecord(conforms) || catalogue['@type'] === 'Catalog' ? '3.0' : '1.1';
}

function identifierOf(value: unknown): string | null {
  if (isRecord(value)) return identifierOf(value['@id']) ?? identifierOf(value['schemaAgency']);
  return textOf(value);
}

/** Some catalogues give numbers where texts belong. */
export const textOf = (value: unknown): string | null =>
  typeof value === 'string' ? value.trim() || null : typeof value === 'number' ? String(value) : null;
