import type { z } from 'zod';
import type { DatasetView, fieldView } from '../catalog/model.ts';
import type { DictionaryAnswer } from './model.ts';
import { owedWords } from './show-dictionary.ts';
import { sodaTypeOf } from './soda-type.ts';
import { soqlTypeOf } from './soql/soql-type.ts';

type FieldView = z.output<typeof fieldView>;

const seconds = (instant: string | null) =>
  instant === null ? null : Math.floor(Date.parse(instant) / 1000);
const typeOf = (field: FieldView) => sodaTypeOf(soqlTypeOf(field.type));

/** `/api/views/{id}.json`: the metadata that clients of a SODA portal read. Only what is known is said. */
export function viewOf(
  dataset: DatasetView,
  fields: readonly FieldView[],
  owed: DictionaryAnswer['owed'] = [],
): object {
  const last = Math.max(0, ...fields.map(({ position }) => position));
  return {
    id: dataset.dataset,
    name: dataset.title,
    assetType: 'dataset',
    viewType: 'tabular',
    displayType: 'table',
    newBackend: true,
    publicationStage: 'published',
    provenance: 'official',
    ...(dataset.description !== null && { description: dataset.description }),
    ...(dataset.agency !== null && { attribution: dataset.agency }),
    ...(dataset.source_url !== null && { attributionLink: dataset.source_url }),
    ...(dataset.licence !== null && { license: { name: dataset.licence } }),
    tags: dataset.tags,
    createdAt: seconds(dataset.created_at),
    viewLastModified: seconds(dataset.updated_at),
    ...(dataset.loaded_at !== null && { rowsUpdatedAt: seconds(dataset.loaded_at) }),
    columns: [
      ...fields.map((field) => ({
        id: field.position,
        name: field.title,
        fieldName: field.name,
        dataTypeName: typeOf(field),
        renderTypeName: typeOf(field),
        position: field.position,
        ...(field.description !== null && { description: field.description }),
        ...(field.filled !== null && { cachedContents: { non_null: String(field.filled) } }),
        format: {},
      })),
      // A query may name them still, so a client must find them here.
      ...owed.map((one, at) => ({
        id: last + at + 1,
        name: one.title,
        fieldName: one.name,
        dataTypeName: sodaTypeOf(soqlTypeOf(one.type)),
        renderTypeName: sodaTypeOf(soqlTypeOf(one.type)),
        position: last + at + 1,
        description: owedWords(one),
        flags: ['hidden'],
        format: {},
      })),
    ],
    metadata: {
      attachments: [],
      availableDisplayTypes: ['table'],
      custom_fields: { version: { number: dataset.current_version } },
    },
  };
}

/** One result of `/api/catalog/v1`. */
export function catalogEntry(dataset: DatasetView, fields: readonly FieldView[], origin: string): object {
  return {
    resource: {
      name: dataset.title,
      id: dataset.dataset,
      parent_fxf: null,
      description: dataset.description ?? '',
      attribution: dataset.agency,
      type: 'dataset',
      updatedAt: dataset.updated_at,
      createdAt: dataset.created_at,
      data_updated_at: dataset.loaded_at,
      columns_name: fields.map((field) => field.title),
      columns_field_name: fields.map((field) => field.name),
      columns_datatype: fields.map(typeOf),
      columns_description: fields.map((field) => field.description ?? ''),
      provenance: 'official',
    },
    classification: { categories: [], tags: dataset.tags, domain_metadata: [] },
    metadata: { domain: new URL(origin).host, license: dataset.licence },
    permalink: `${origin}/data/${dataset.dataset}`,
    link: `${origin}/data/${dataset.dataset}`,
    owner: dataset.agency === null ? null : { display_name: dataset.agency },
  };
}
