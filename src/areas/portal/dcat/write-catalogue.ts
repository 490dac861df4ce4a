import type { Store } from '../../../store/database.ts';
import {
  type CatalogueEntry,
  catalogueEntries,
  type DcatForm,
  type DcatRecord,
  dcatFaults,
  homeOf,
  recordOf,
} from '../../catalog/index.ts';
import type { Context } from '../../handler.ts';

export interface JudgedRecord {
  readonly entry: CatalogueEntry;
  readonly record: DcatRecord | null;
  /** What it lacks; none when it is valid. */
  readonly faults: readonly string[];
}

/** The record of each dataset with what GSA's schema says of it. */
export async function* judgedRecords(
  context: Context,
  form: DcatForm,
  base: string,
  dataset?: string,
): AsyncGenerator<JudgedRecord> {
  const home = homeOf(context.jurisdiction, base);
  const today = context.clock.today();
  let inTurn = 0;
  for await (const entry of catalogueEntries(context.store.read, dataset)) {
    const record = recordOf(form, entry, home, today);
    const faults =
      record === null
        ? ['contactPoint: name an email address for questions']
        : dcatFaults(form, 'dataset', record);
    // Thousands are judged in turns, so that other requests are answered in between.
    if (++inTurn % 200 === 0) await new Promise((resolve) => setImmediate(resolve));
    yield { entry, record, faults };
  }
}

interface Written {
  readonly text: string;
  readonly sequence: number;
  readonly day: string;
}
const kept = new WeakMap<Store, Map<string, Written>>();
/** A form at an address; more addresses than this are a stranger's. */
const mostKept = 4;

/** The catalogue as text, made anew only when something was told or a new day began since it was made. */
export async function writeCatalogue(context: Context, form: DcatForm, base: string): Promise<string> {
  const { sequence } = await context.store.read
    .selectFrom('event')
    .select(({ fn }) => fn.max('sequence').as('sequence'))
    .executeTakeFirstOrThrow();
  const own = kept.get(context.store) ?? new Map<string, Written>();
  kept.set(context.store, own);
  const key = `${form} ${base}`;
  const known = own.get(key);
  const day = context.clock.today();
  if (known?.sequence === Number(sequence ?? 0) && known.day === day) return known.text;
  const parts: string[] = [];
  for await (const { record, faults } of judgedRecords(context, form, base))
    if (faults.length === 0) parts.push(JSON.stringify(record));
  const head = JSON.stringify(headOf(context, form, base));
  const text = `${head.slice(0, -1)},"dataset":[${parts.join(',\n')}]}`;
  if (own.size >= mostKept) own.delete(own.keys().next().value!);
  own.set(key, { text, sequence: Number(sequence ?? 0), day });
  return text;
}

function headOf(context: Context, form: DcatForm, base: string): DcatRecord {
  const { title } = homeOf(context.jurisdiction, base);
  if (form === '1.1')
    return {
      '@context': 'https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld',
      '@id': `${base}/data.json`,
      '@type': 'dcat:Catalog',
      conformsTo: 'https://project-open-data.cio.gov/v1.1/schema',
      describedBy: 'https://project-open-data.cio.gov/v1.1/schema/catalog.json',
    };
  return {
    '@type': 'Catalog',
    '@id': `${base}/data3.json`,
    title,
    description: `Data held by agencies of ${context.jurisdiction.name}: what it is, who holds it, and how to have it.`,
    conformsTo: {
      '@type': 'Standard',
      title: 'DCAT-US 3.0',
      identifier: 'https://resources.data.gov/dcat-us/3.0.0',
    },
    publisher: { '@type': 'Agent', name: context.jurisdiction.name },
    homepage: { '@type': 'Document', title, accessURL: `${base}/data` },
  };
}
