import type { ColumnType } from '../../core/column-type.ts';
import { integer, optional, type RowOf, table, text } from '../../store/database.ts';
import { custodyTables } from './custody/tables.ts';
import type { Cadence, PartKind, VersionState } from './model.ts';
import { protectionTables } from './protection/tables.ts';

export const datasetTable = table(
  'dataset',
  {
    id: text(),
    public_id: text(),
    title: text(),
    description: optional(text()),
    agency: optional(text()),
    licence: optional(text()),
    source_url: optional(text()),
    cadence: optional(text<Cadence>()),
    main_filter: optional(text()),
    place_field: optional(text()),
    date_field: optional(text()),
    /** JSON list of field names; `[]` without an accepted key. */
    key_fields: text(),
    /** JSON list. */
    tags: text(),
    owner: optional(text()),
    contact: optional(text()),
    /** What a row is about: `people` asks for care in what a page shows. */
    describes: optional(text()),
    /** Id of its class in the state's `classification.yaml`; none when nobody has classified it yet. */
    class: optional(text()),
    /** Id of its record class in the state's `retention.yaml`. */
    record_class: optional(text()),
    /** The release decision of the current version; none while that is protected. */
    release: optional(text()),
    state: text<'active' | 'retired'>(),
    current_version: optional(integer()),
    rows_stored: optional(integer()),
    loaded_at: optional(text()),
    created_at: text(),
    created_by: text(),
    updated_at: text(),
  },
  ['id'],
);

export const datasetFieldTable = table(
  'dataset_field',
  {
    dataset: text(),
    name: text(),
    title: text(),
    description: optional(text()),
    type: text<ColumnType>(),
    position: integer(),
    known_from: integer(),
    known_to: optional(integer()),
  },
  ['dataset', 'name'],
);

export const datasetVersionTable = table(
  'dataset_version',
  {
    dataset: text(),
    number: integer(),
    state: text<VersionState>(),
    rows_in: integer(),
    rows_stored: integer(),
    rows_quarantined: integer(),
    cells_rejected: integer(),
    bytes: integer(),
    source_name: text(),
    source_bytes: integer(),
    source_sha256: text(),
    media_type: text(),
    /** JSON. */
    dialect: text(),
    /** JSON list of version columns. */
    columns: text(),
    loaded_at: text(),
    loaded_by: text(),
    /** The job that made it: a job that runs again after a crash finds its own version. */
    job: optional(text()),
    note: optional(text()),
    /** JSON schema notice. */
    notice: optional(text()),
    /** JSON row changes. */
    changes: optional(text()),
    content_of: optional(integer()),
    /** The release decision that makes it open. Without one it is protected. */
    release: optional(text()),
    /** The key its files are sealed with; none when they lie plain. */
    sealed_by: optional(text()),
    /** When its destruction was approved: its rows are out of reach, and soon gone. */
    destroyed: optional(text()),
    /** Why its use waits; nobody but who made it looks into it until then. */
    withheld: optional(text()),
  },
  ['dataset', 'number'],
);

export const versionPartTable = table(
  'version_part',
  {
    dataset: text(),
    version: integer(),
    kind: text<PartKind>(),
    number: integer(),
    /** Relative to the lake. */
    file: text(),
    rows: integer(),
    bytes: integer(),
    sha256: text(),
  },
  ['dataset', 'version', 'kind', 'number'],
);

export const tables = [
  datasetTable,
  datasetFieldTable,
  datasetVersionTable,
  versionPartTable,
  ...protectionTables,
  ...custodyTables,
] as const;

declare module '../../store/database.ts' {
  interface Database {
    dataset: RowOf<typeof datasetTable>;
    dataset_field: RowOf<typeof datasetFieldTable>;
    dataset_version: RowOf<typeof datasetVersionTable>;
    version_part: RowOf<typeof versionPartTable>;
  }
}
