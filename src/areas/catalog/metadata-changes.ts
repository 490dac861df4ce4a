import type { Updateable } from 'kysely';
import type { Database } from '../../store/database.ts';
import type { Reader } from '../handler.ts';
import { noSuchField } from './errors.ts';
import type { Cadence, Dataset } from './model.ts';

/** What may be said about a dataset. An empty text takes a statement away; a field left out stays. */
export interface Metadata {
  readonly title?: string;
  readonly description?: string;
  readonly agency?: string;
  readonly licence?: string;
  readonly source_url?: string;
  readonly cadence?: Cadence | '';
  readonly main_filter?: string;
  readonly place_field?: string;
  readonly date_field?: string;
  readonly key_fields?: readonly string[];
  readonly tags?: readonly string[];
  readonly owner?: string;
  readonly describes?: string;
  readonly contact?: string;
  readonly state?: 'active' | 'retired';
}

/**
 * The columns that change, and only those. Fields named must be fields of the dataset, once it has any. Throws
 * `catalog.no-such-field`.
 */
export async function metadataChanges(
  reader: Reader,
  known: Dataset | undefined,
  given: Metadata,
): Promise<Updateable<Database['dataset']>> {
  const named = [given.main_filter, given.place_field, given.date_field, ...(given.key_fields ?? [])].filter(
    (one): one is string => one !== undefined && one !== '',
  );
  if (known?.currentVersion != null && named.length > 0) {
    const fields = await reader
      .selectFrom('dataset_field')
      .select('name')
      .where('dataset', '=', known.id)
      .where('known_to', 'is', null)
      .execute();
    const missing = named.find((name) => !fields.some((field) => field.name === name));
    if (missing !== undefined) throw noSuchField.with({ dataset: known.publicId, field: missing });
  }
  const before: Record<string, unknown> = known === undefined ? {} : rowOf(known);
  const after: Record<string, unknown> = {
    ...pick(given, ['title', 'state']),
    ...Object.fromEntries(
      Object.entries(
        pick(given, [
          'description',
          'agency',
          'licence',
          'source_url',
          'cadence',
          'main_filter',
          'place_field',
          'date_field',
          'owner',
          'describes',
          'contact',
        ]),
      ).map(([name, value]) => [name, value === '' ? null : value]),
    ),
    ...(given.key_fields === undefined ? {} : { key_fields: JSON.stringify(given.key_fields) }),
    ...(given.tags === undefined ? {} : { tags: JSON.stringify(given.tags) }),
  };
  return Object.fromEntries(Object.entries(after).filter(([name, value]) => before[name] !== value));
}

const rowOf = (one: Dataset) => ({
  title: one.title,
  description: one.description,
  agency: one.agency,
  licence: one.licence,
  source_url: one.sourceUrl,
  cadence: one.cadence,
  main_filter: one.mainFilter,
  place_field: one.placeField,
  date_field: one.dateField,
  key_fields: JSON.stringify(one.keyFields),
  tags: JSON.stringify(one.tags),
  owner: one.owner,
  describes: one.describes,
  contact: one.contact,
  state: one.state,
});

const pick = (from: Metadata, names: readonly (keyof Metadata)[]) =>
  Object.fromEntries(names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]]));
