import type { ColumnType } from '../../../core/column-type.ts';
import { integer, optional, type RowOf, table, text } from '../../../store/database.ts';
import type {
  AccessLevel,
  ArchiveDecision,
  CustodyOrigin,
  LineageKind,
  QuestionState,
  SchemaChangeKind,
} from './model.ts';

/** What a state says of an asset beyond its record, whether or not it has a file here. */
export const datasetCustodyTable = table(
  'dataset_custody',
  {
    dataset: text(),
    /** As written in a file that came in, when it is no agency known here. */
    holder: optional(text()),
    system: optional(text()),
    format: optional(text()),
    rights: optional(text()),
    spatial: optional(text()),
    temporal: optional(text()),
    landing_page: optional(text()),
    access_level: optional(text<AccessLevel>()),
    access_ground: optional(text()),
    years_from: optional(integer()),
    /** Null with a first year: to this day. */
    years_to: optional(integer()),
    /** JSON list of reason codes. */
    reasons: text(),
    determined_by: optional(text()),
    determined_on: optional(text()),
    origin: text<CustodyOrigin>(),
    /** Harvested: from which catalogue, under which identifier, and the record as it came (JSON). */
    catalogue: optional(text()),
    identifier: optional(text()),
    record: optional(text()),
    updated_at: text(),
  },
  ['dataset'],
);

/** A field that somebody described: of an asset without a file, or ahead of one. */
export const describedFieldTable = table(
  'described_field',
  {
    dataset: text(),
    name: text(),
    position: integer(),
    title: text(),
    category: optional(text()),
    description: optional(text()),
    type: optional(text<ColumnType>()),
    type_written: optional(text()),
    years_from: optional(integer()),
    years_to: optional(integer()),
    years_written: optional(text()),
    /** File and row it was read from. */
    source: optional(text()),
    updated_at: text(),
  },
  ['dataset', 'name'],
);

/** That a dataset was made from another. */
export const lineageTable = table(
  'lineage',
  {
    dataset: text(),
    source: text(),
    kind: text<LineageKind>(),
    how: optional(text()),
    version: optional(integer()),
    source_version: optional(integer()),
    recorded_at: text(),
    recorded_by: text(),
  },
  ['dataset', 'source', 'kind'],
);

/** Two datasets with nearly the same columns; `keys` count those of the smaller that the larger has too. */
export const nearCopyTable = table(
  'near_copy',
  {
    dataset: text(),
    other: text(),
    columns_alike: integer(),
    columns_all: integer(),
    keys_alike: optional(integer()),
    keys_all: optional(integer()),
    found_at: text(),
    kept_because: optional(text()),
    kept_by: optional(text()),
    kept_at: optional(text()),
  },
  ['dataset', 'other'],
);

export const harvestedCatalogueTable = table(
  'harvested_catalogue',
  {
    id: text(),
    address: text(),
    title: optional(text()),
    form: text<'1.1' | '3.0'>(),
    agency: optional(text()),
    /** JSON: the catalogue without its datasets, as it came. */
    head: text(),
    /** JSON. */
    counts: text(),
    harvested_at: text(),
  },
  ['id'],
);

/** One harvest that came to its end, or one that only compared: what it found, for those who look after it. */
export const harvestRunTable = table(
  'harvest_run',
  {
    /** Of the job. */
    id: text(),
    source: text(),
    title: optional(text()),
    form: text<'1.1' | '3.0'>(),
    agency: optional(text()),
    /** 1: it only compared. */
    checked: integer(),
    /** JSON counts. */
    counts: text(),
    /** JSON list of differences, as many as were asked for. */
    differences: text(),
    /** JSON list. */
    problems: text(),
    harvested_at: text(),
    harvested_by: text(),
  },
  ['id'],
);

export const datasetQuestionTable = table(
  'dataset_question',
  {
    id: text(),
    dataset: text(),
    question: text(),
    asked_at: text(),
    asked_by: text(),
    /** Emptied once answered. */
    reply_to: optional(text()),
    /** 1 once its answer may be read by everyone. */
    shown: integer(),
    state: text<QuestionState>(),
    due_on: text(),
    answer: optional(text()),
    answered_at: optional(text()),
    answered_by: optional(text()),
  },
  ['id'],
);

export const schemaChangeTable = table(
  'schema_change',
  {
    id: text(),
    dataset: text(),
    kind: text<SchemaChangeKind>(),
    field: text(),
    /** New name or new type. */
    becomes: optional(text()),
    reason: text(),
    effective_on: text(),
    announced_at: text(),
    announced_by: text(),
    state: text<'announced' | 'in-force' | 'called-off'>(),
  },
  ['id'],
);

export const retirementTable = table(
  'retirement',
  {
    dataset: text(),
    reason: text(),
    archive: text<ArchiveDecision>(),
    archive_ground: text(),
    /** Public id. */
    replaced_by: optional(text()),
    announced_at: text(),
    announced_by: text(),
    retire_on: text(),
    retired_at: optional(text()),
    called_off_at: optional(text()),
  },
  ['dataset'],
);

export const custodyTables = [
  datasetCustodyTable,
  describedFieldTable,
  lineageTable,
  nearCopyTable,
  harvestedCatalogueTable,
  harvestRunTable,
  datasetQuestionTable,
  schemaChangeTable,
  retirementTable,
] as const;

declare module '../../../store/database.ts' {
  interface Database {
    dataset_custody: RowOf<typeof datasetCustodyTable>;
    described_field: RowOf<typeof describedFieldTable>;
    lineage: RowOf<typeof lineageTable>;
    near_copy: RowOf<typeof nearCopyTable>;
    harvest_run: RowOf<typeof harvestRunTable>;
    harvested_catalogue: RowOf<typeof harvestedCatalogueTable>;
    dataset_question: RowOf<typeof datasetQuestionTable>;
    schema_change: RowOf<typeof schemaChangeTable>;
    retirement: RowOf<typeof retirementTable>;
  }
}
