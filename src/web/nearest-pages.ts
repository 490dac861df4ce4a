import { listAgencies } from '../areas/agencies/contract.ts';
import { listDatasets, showDataset } from '../areas/catalog/contract.ts';
import { listObjectives } from '../areas/plan/contract.ts';
import type { PageRequest } from '../core/page.ts';

export interface NearPage {
  readonly href: string;
  readonly label: string;
  readonly note?: string;
}

interface Candidate extends NearPage {
  /** What its address or name is compared by. */
  readonly keys: readonly string[];
}

const fixed: readonly Candidate[] = [
  { href: '/plan', label: 'The plan', keys: ['plan', 'goals', 'principles', 'objectives'] },
  { href: '/data', label: 'All datasets', keys: ['data', 'datasets', 'catalog'] },
  { href: '/data/upload', label: 'Load a file', keys: ['upload', 'load', 'ingest'] },
  { href: '/data/issues', label: 'Quality issues', keys: ['issues', 'quality'] },
  { href: '/agencies', label: 'Agencies', keys: ['agencies', 'agency'] },
  { href: '/focal-points', label: 'Focal points', keys: ['focal-points', 'focus'] },
  { href: '/law', label: 'Law', keys: ['law', 'statutes', 'acts'] },
  { href: '/sharing', label: 'Sharing', keys: ['sharing', 'requests'] },
  { href: '/jobs', label: 'Work under way', keys: ['jobs', 'work'] },
  { href: '/api', label: 'API', keys: ['api', 'docs', 'developers'] },
  { href: '/about/figures', label: 'How figures are counted', keys: ['figures', 'about', 'help'] },
  { href: '/about/accessibility', label: 'Accessibility', keys: ['accessibility'] },
];

/** Pages whose address or name is close to the one asked for, closest first; at most five. Never fails. */
export async function nearestPages(request: PageRequest): Promise<readonly NearPage[]> {
  try {
    const wanted = request.url.pathname.split('/').filter(Boolean).map(decode);
    const candidates = await candidatesFor(request, wanted);
    // The place itself (`data`) says nothing once a name stands after it.
    const asked = wanted.length > 1 ? wanted.slice(1) : wanted;
    return candidates
      .map((candidate) => ({
        candidate,
        distance: Math.min(
          ...asked.flatMap((part) => candidate.keys.map((key) => relativeDistance(part, key))),
        ),
      }))
      .filter(({ distance }) => distance <= 0.45)
      .toSorted((a, b) => a.distance - b.distance)
      .slice(0, 5)
      .map(({ candidate: { href, label, note } }) => ({ href, label, ...(note && { note }) }));
  } catch {
    return [];
  }
}

async function candidatesFor(
  request: PageRequest,
  [place, name = '', part]: readonly string[],
): Promise<readonly Candidate[]> {
  if (place === 'data' && part === 'fields') {
    const { dataset, title, fields } = await request.ask(showDataset, { dataset: name });
    return fields.map((field) => ({
      href: `/data/${dataset}/fields/${encodeURIComponent(field.name)}`,
      label: field.title,
      note: `in ${title}`,
      keys: [field.name, field.title],
    }));
  }
  if (place === 'agencies') {
    const { agencies } = await request.ask(listAgencies, {});
    return [
      ...fixed,
      ...agencies.map(({ code, name: full }) => ({
        href: `/agencies/${code}`,
        label: full,
        keys: [code, full],
      })),
    ];
  }
  if (place === 'plan') {
    const { objectives } = await request.ask(listObjectives, {});
    return [
      ...fixed,
      ...objectives.map(({ objective, number, title }) => ({
        href: `/plan/objectives/${objective}`,
        label: `Objective ${number}`,
        note: title,
        keys: [objective, title, number],
      })),
    ];
  }
  const { datasets } = await request.ask(listDatasets, { limit: 500, state: 'all' });
  return [
    ...fixed,
    ...datasets.map(({ dataset, title }) => ({
      href: `/data/${dataset}`,
      label: title,
      note: dataset,
      keys: [dataset, title],
    })),
  ];
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Edits from one to the other over the longer's length; nothing when one begins with all of the other. */
export function relativeDistance(a: string, b: string): number {
  const [x, y] = [fold(a), fold(b)];
  if (x === '' || y === '') return 1;
  if (x.length > 2 && (x.startsWith(y) || y.startsWith(x))) return 0.1;
  return editDistance(x, y) / Math.max(x.length, y.length);
}

const fold = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, '');

/** Levenshtein 1966: insertions, deletions and replacements, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next.push(
        Math.min(
          (next[j - 1] ?? 0) + 1,
          (row[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      );
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
